import { UserError } from '../userError';
import type { Label, LabelConflict, Mark } from './label';
import { isCategoryValue, parseConflict } from './parseConflict';
import { labelFields, parseLabelFields } from './parseLabelFields';
import { parseMark } from './parseMark';

type JsonObject = Readonly<Record<string, unknown>>;

const labelKeys: readonly string[] = ['version', 'image', 'reader', 'status', 'categories', 'marks', ...labelFields, 'conflicts'];

/** Reads and checks a label file; throws UserError that names the file and what is wrong in it. */
export function parseLabel(text: string, file: string): Label {
  const fail = (what: string): never => {
    throw new UserError(`${file}: ${what}.`);
  };
  const value = parseJson(text, file);
  if (value.version !== 1) fail(`version is ${JSON.stringify(value.version)}, but this RadSteps reads version 1`);
  const unknown = Object.keys(value).find((key) => !labelKeys.includes(key));
  if (unknown !== undefined) fail(`it has a key "${unknown}", which no label has`);
  const { image, reader, status } = value;
  if (typeof image !== 'string' || image === '') return fail('"image" must be the name of an image');
  if (typeof reader !== 'string' || reader === '') return fail('"reader" must be the name of a reader');
  if (status !== 'draft' && status !== 'final') return fail('"status" must be "draft" or "final"');
  if (!isObject(value.categories)) return fail('"categories" must be an object');
  if (!Array.isArray(value.marks)) return fail('"marks" must be a list');
  const categories = Object.entries(value.categories).map(([name, entry]) => [
    name,
    isCategoryValue(entry) ? entry : fail(`the category "${name}" must be a text, a number, true or false, or a list of texts`),
  ]);
  const marks = value.marks.map((mark: unknown, index) => {
    const parsed = parseMark(mark);
    return typeof parsed === 'string' ? fail(`mark ${index + 1} ${parsed}`) : parsed;
  });
  const twice = marks.findIndex(({ id }, index) => marks.findIndex((other) => other.id === id) < index);
  if (twice >= 0) fail(`mark ${twice + 1} has the id of an earlier mark`);
  const fields = parseLabelFields(value, status);
  if (typeof fields === 'string') return fail(fields);
  const conflicts = parseConflicts(value.conflicts, status, fail);
  const label = { version: 1, image, reader, status, categories: Object.fromEntries(categories), marks, ...fields } as const;
  return conflicts.length === 0 ? label : { ...label, conflicts };
}

function parseConflicts(value: unknown, status: Label['status'], fail: (what: string) => never): readonly LabelConflict[] {
  if (value === undefined) return [];
  if (!Array.isArray(value)) return fail('"conflicts" must be a list');
  if (status === 'final' && value.length > 0) fail('it is final, but holds conflicts of a merge: settle them first');
  return value.map((entry: unknown, index) => {
    const parsed = parseConflict(entry);
    return typeof parsed === 'string' ? fail(`conflict ${index + 1} ${parsed}`) : parsed;
  });
}

/** Writes a label file: keys in a fixed order, categories by name, a mark a line, in the order in which they were made. */
export function formatLabel(label: Label): string {
  const categories = Object.entries(label.categories).toSorted(([a], [b]) => (a < b ? -1 : 1));
  const lines = categories.map(([name, value]) => `${JSON.stringify(name)}: ${oneLine(value)}`);
  const { conflicts = [] } = label;
  const rest = [
    ...labelFields.flatMap((field) => (label[field] === undefined ? [] : [`"${field}": ${oneLine(orderedField(label[field]))}`])),
    ...(conflicts.length === 0 ? [] : [`"conflicts": ${block('[', conflicts.map(formatConflict), ']')}`]),
  ];
  return [
    '{',
    `  "version": ${label.version},`,
    `  "image": ${JSON.stringify(label.image)},`,
    `  "reader": ${JSON.stringify(label.reader)},`,
    `  "status": ${JSON.stringify(label.status)},`,
    `  "categories": ${block('{', lines, '}')},`,
    `  "marks": ${block('[', label.marks.map(formatMark), ']')}${rest.length === 0 ? '' : ','}`,
    ...rest.map((line, index) => `  ${line}${index === rest.length - 1 ? '' : ','}`),
    '}',
    '',
  ].join('\n');
}

const block = (open: string, lines: readonly string[], close: string): string =>
  lines.length === 0 ? open + close : `${open}\n${lines.map((line) => `    ${line}`).join(',\n')}\n  ${close}`;

/** JSON on one line with a space after colons and commas; line feeds inside texts are escaped by JSON, so only its own are replaced. */
const oneLine = (value: unknown): string =>
  JSON.stringify(value, null, 1)
    .replace(/([[{])\n\s*/g, '$1')
    .replace(/\n\s*([\]}])/g, '$1')
    .replace(/\n\s*/g, ' ');

/** Keys in a fixed order. */
function orderedField(value: Label['seconds'] | Label['sources'] | Label['signedOff']): unknown {
  if (Array.isArray(value)) return value.map(({ reader, sha256 }) => ({ reader, sha256 }));
  return typeof value === 'object' && 'by' in value ? { by: value.by, at: value.at } : value;
}

/** The keys of a mark in the order of label files. */
function orderedMark({ id, kind, name, instance, frame, object, run, score, ...shape }: Mark): object {
  return { id, kind, name, instance, frame, object, run, score, ...shape };
}

/** A mark on one line, as label files hold it. */
export const formatMark = (mark: Mark): string => oneLine(orderedMark(mark));

function formatConflict(conflict: LabelConflict): string {
  if (conflict.on === 'category') {
    const { on, name, base, ours, theirs } = conflict;
    return oneLine({ on, name, base, ours, theirs });
  }
  const [base, ours, theirs] = [conflict.base, conflict.ours, conflict.theirs].map((mark) => (mark === null ? null : orderedMark(mark)));
  return oneLine({ on: conflict.on, id: conflict.id, base, ours, theirs });
}

/** True for a text in which git has marked what it could not merge. */
export const hasConflictMarkers = (text: string): boolean => /^(<{7}|>{7}) /m.test(text);

function parseJson(text: string, file: string): JsonObject {
  if (hasConflictMarkers(text)) throw new UserError(`${file}: an unsolved merge conflict stands in this file; solve it and try again.`);
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    throw new UserError(`${file} is not JSON: ${error instanceof Error ? error.message : String(error)}.`);
  }
  if (!isObject(value)) throw new UserError(`${file} must hold one JSON object.`);
  return value;
}

const isObject = (value: unknown): value is JsonObject => typeof value === 'object' && value !== null && !Array.isArray(value);
