import type { Label, LabelSource, SignOff } from './label';

/** What a label may have besides what it says of the image. */
export type LabelFields = Pick<Label, 'seconds' | 'sources' | 'signedOff'>;

/** The names of a label's further fields, in the order of label files. */
export const labelFields = ['seconds', 'sources', 'signedOff'] as const satisfies readonly (keyof LabelFields)[];

/** One further field with its value; null where the label has none. */
export type FieldValue<K extends keyof LabelFields = keyof LabelFields> = NonNullable<LabelFields[K]> | null;

type Values = Readonly<Record<string, unknown>>;

/** The further fields of a label file, or what is wrong with one of them as a sentence without its full stop. */
export function parseLabelFields(value: Values, status: Label['status']): LabelFields | string {
  const { seconds, sources, signedOff } = value;
  if (seconds !== undefined && !isSeconds(seconds)) return '"seconds" must be a whole number of seconds';
  if (sources !== undefined && !isSources(sources)) return '"sources" must be a list of labels, each with "reader" and "sha256"';
  if (signedOff !== undefined && !isSignOff(signedOff)) return '"signedOff" must say "by" whom and "at" what moment';
  if (signedOff !== undefined && status === 'draft') return 'it is a draft, but was signed off: only a final label can be';
  return {
    ...(seconds === undefined ? {} : { seconds }),
    ...(sources === undefined ? {} : { sources }),
    ...(signedOff === undefined ? {} : { signedOff }),
  };
}

/** A field as an edit in a journal holds it; undefined where it is not one. */
export function parseField(field: keyof LabelFields, value: unknown): FieldValue | undefined {
  if (value === null) return null;
  if (field === 'seconds') return isSeconds(value) ? value : undefined;
  if (field === 'sources') return isSources(value) ? value : undefined;
  return isSignOff(value) ? value : undefined;
}

const isSeconds = (value: unknown): value is number => Number.isSafeInteger(value) && Number(value) >= 0;

const isObject = (value: unknown): value is Values => typeof value === 'object' && value !== null && !Array.isArray(value);

const isText = (value: unknown): value is string => typeof value === 'string' && value !== '';

const hasOnly = (value: Values, keys: readonly string[]): boolean => Object.keys(value).every((key) => keys.includes(key));

const isSource = (value: unknown): value is LabelSource =>
  isObject(value) &&
  hasOnly(value, ['reader', 'sha256']) &&
  isText(value.reader) &&
  typeof value.sha256 === 'string' &&
  /^[0-9a-f]{64}$/.test(value.sha256);

const isSources = (value: unknown): value is readonly LabelSource[] => Array.isArray(value) && value.length > 0 && value.every(isSource);

const isSignOff = (value: unknown): value is SignOff =>
  isObject(value) &&
  hasOnly(value, ['by', 'at']) &&
  isText(value.by) &&
  isText(value.at) &&
  /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2}(\.\d+)?)?Z$/.test(value.at) &&
  !Number.isNaN(Date.parse(value.at));
