import { suggestion } from '../project/nearest';
import { UserError } from '../userError';
import { experimentDefaults } from './experimentDefaults';
import type { RunListing } from './runListing';
import type { RunNotes } from './runNotes';
import type { RunCommon } from './runRecord';

/** What a filter asks of a record; a page holds no more than this. */
export type FilteredRecord = Pick<RunCommon, 'author' | 'branch' | 'target' | 'parent' | 'notes'> & {
  readonly engine: { readonly device: string };
  readonly data: { readonly train: { readonly images: number } };
  readonly result?: {
    readonly parameters: number;
    readonly imagesPerSecond: number;
    readonly peakMemoryMb: number;
    readonly metrics: Readonly<Record<string, { readonly best: { readonly value: number } }>>;
  } | null;
} & (
    | { readonly settings: object }
    /** Only those settings that are not the default, by dotted key; null for one that the record does not know. */
    | { readonly ownSettings: Readonly<Record<string, unknown>> }
  );

/** A run as a filter sees it; `notes` are what people noted of it. */
export type FilteredRun = { readonly listing: RunListing; readonly record: FilteredRecord | null; readonly notes?: RunNotes };

/** A value of a run: a number or text to compare, or several texts; null where it has none. */
type Value = number | string | readonly string[] | null;
type Getter = (run: FilteredRun) => Value;

/** Something that a filter or an order can name; `kind` says how its values compare. */
export type RunKey = { readonly name: string; readonly kind: 'number' | 'text'; readonly get: Getter };

/** A filter: whether a run passes, and the keys that it names (metrics and settings are worth showing beside the runs). */
export type RunFilter = { readonly test: (run: FilteredRun) => boolean; readonly keys: readonly RunKey[] };

const text = (name: string, get: Getter): RunKey => ({ name, kind: 'text', get });
const number = (name: string, get: Getter): RunKey => ({ name, kind: 'number', get });
const resultOf = ({ record }: FilteredRun) => record?.result ?? null;
const filled = (texts: readonly string[] | undefined): readonly string[] | null =>
  texts === undefined || texts.length === 0 ? null : texts;

const fixed: readonly RunKey[] = [
  text('run', ({ listing }) => listing.run),
  text('state', ({ listing }) => (listing.pending ? `${listing.state}, pending` : listing.state)),
  text('experiment', ({ listing }) => listing.experiment),
  text('created', ({ listing }) => listing.created),
  text('reason', ({ listing }) => listing.reason ?? null),
  text('group', ({ listing }) => listing.fold?.group ?? listing.sweep?.group ?? null),
  text('ref', ({ listing }) => listing.refs?.join(' ') ?? null),
  text('author', ({ record }) => record?.author ?? null),
  text('branch', ({ record }) => record?.branch ?? null),
  text('target', ({ record }) => record?.target ?? null),
  text('parent', ({ record }) => record?.parent ?? null),
  text('device', ({ record }) => record?.engine.device ?? null),
  text('notes', ({ record }) => record?.notes.join(' ') ?? null),
  text('starred', ({ notes }) => (notes?.starred === true ? 'yes' : null)),
  text('tag', ({ notes }) => filled(notes?.tags)),
  text('note', ({ notes }) => notes?.note || null),
  number('seconds', ({ listing }) => listing.seconds),
  number('epochs', ({ listing }) => listing.epochs),
  number('parameters', (run) => resultOf(run)?.parameters ?? null),
  number('imagesPerSecond', (run) => resultOf(run)?.imagesPerSecond ?? null),
  number('peakMemoryMb', (run) => resultOf(run)?.peakMemoryMb ?? null),
  number('images', ({ record }) => record?.data.train.images ?? null),
];

/** Metrics that a run can have, besides those that are found in the runs. */
const usualMetrics = [
  'mae',
  'rmse',
  'bias',
  'icc',
  'pearson',
  'auc',
  'accuracy',
  'sensitivity',
  'specificity',
  'dice',
  'iou',
  'average_precision',
];

const metricKey = (name: string): RunKey => number(name, (run) => resultOf(run)?.metrics[name]?.best.value ?? null);

/** The value of a setting in a record; null or undefined for one that the record does not know. */
function settingIn(record: FilteredRecord, section: string, key: string, usual: unknown): unknown {
  if ('settings' in record)
    return (record.settings as Readonly<Record<string, Readonly<Record<string, unknown>> | undefined>>)[section]?.[key];
  const name = `${section}.${key}`;
  return Object.hasOwn(record.ownSettings, name) ? record.ownSettings[name] : usual;
}

const settings: readonly RunKey[] = Object.entries(experimentDefaults).flatMap(([section, values]) =>
  Object.entries(values).map(([key, usual]): RunKey => {
    const get: Getter = ({ record }) => {
      const value = record === null ? null : (settingIn(record, section, key, usual) ?? null);
      return value === null || typeof value === 'number' || typeof value === 'string' ? value : JSON.stringify(value);
    };
    return { name: `${section}.${key}`, kind: typeof usual === 'number' ? 'number' : 'text', get };
  }),
);

const plain = (name: string): string => name.toLowerCase();
const isCalled = ({ name }: RunKey, word: string): boolean => plain(name) === word || plain(name).endsWith(`.${word}`);
const bad = (sentence: string): UserError => new UserError(sentence, { badUsage: true });

/** Finds what a word of a filter or an order names: a metric, a setting by its dotted or last key, or something else of a run. UserError where that is nothing, or several. */
export function findRunKey(word: string, metrics: readonly string[]): RunKey {
  const wanted = plain(word);
  const own = [...fixed, ...[...new Set([...metrics, ...usualMetrics])].map(metricKey)];
  const exact = own.find(({ name }) => plain(name) === wanted);
  // "epochs" is how many a run had; the setting has its dotted key.
  if (exact !== undefined) return exact;
  const fitting = settings.filter((key) => isCalled(key, wanted));
  const [only] = fitting;
  if (only !== undefined && fitting.length === 1) return only;
  if (fitting.length > 1) throw bad(`"${word}" may be ${fitting.map(({ name }) => name).join(' or ')}: write the one that is meant.`);
  const known = [...own.map(({ name }) => name), ...settings.flatMap(({ name }) => [name, name.replace(/^.*\./, '')])];
  const hint = suggestion(word, known);
  throw bad(
    `A run has no "${word}"; ${hint.startsWith('did') ? hint : 'name a metric, a setting such as learningRate, or state, experiment, seconds.'}`,
  );
}

type Token = { readonly kind: 'word' | 'quoted' | 'sign'; readonly text: string };

const pattern = /"([^"]*)("?)|(<=|>=|!=|<|>|=|:)|([^\s"<>=!:]+|!)/g;

function tokensOf(filter: string): readonly Token[] {
  return [...filter.matchAll(pattern)].map(([, quoted, closing, sign, word]): Token => {
    if (quoted !== undefined && closing === '') throw bad(`The filter has a quotation mark that is not closed: "${quoted}`);
    if (quoted !== undefined) return { kind: 'quoted', text: quoted };
    return sign === undefined ? { kind: 'word', text: word ?? '' } : { kind: 'sign', text: sign };
  });
}

type Condition = { readonly test: (run: FilteredRun) => boolean; readonly key: RunKey | null };

/** Everything of a run in which a lone word is looked for. */
const searched = fixed.filter(({ name }) =>
  ['run', 'state', 'experiment', 'reason', 'author', 'branch', 'notes', 'ref', 'tag', 'note'].includes(name),
);

function containing(word: string): Condition {
  const wanted = plain(word);
  return { key: null, test: (run) => searched.some(({ get }) => plain(String(get(run) ?? '')).includes(wanted)) };
}

const signs: Readonly<Record<string, (a: number, b: number) => boolean>> = {
  '<': (a, b) => a < b,
  '<=': (a, b) => a <= b,
  '>': (a, b) => a > b,
  '>=': (a, b) => a >= b,
  '=': (a, b) => a === b,
  ':': (a, b) => a === b,
};

function comparing(key: RunKey, sign: string, value: string): Condition {
  if (plain(value) === 'none') {
    if (/[<>]/.test(sign)) throw bad(`"${key.name} ${sign} ${value}": nothing is more or less than none; write ${key.name}=none.`);
    return { key, test: (run) => (key.get(run) === null) === (sign !== '!=') };
  }
  if (sign === '!=') {
    const equal = comparing(key, '=', value);
    return { key, test: (run) => key.get(run) !== null && !equal.test(run) };
  }
  return key.kind === 'number' ? comparingNumbers(key, sign, value) : comparingTexts(key, sign, value);
}

function comparingNumbers(key: RunKey, sign: string, value: string): Condition {
  const wanted = Number(value);
  if (value.trim() === '' || !Number.isFinite(wanted))
    throw bad(`"${key.name} ${sign} ${value}": ${key.name} is a number, such as ${key.name} ${sign} 0.5.`);
  const compare = signs[sign] ?? Object.is;
  return {
    key,
    test: (run) => {
      const found = key.get(run);
      return typeof found === 'number' && compare(found, wanted);
    },
  };
}

const spaceless = (value: string): string => plain(value).replace(/\s/g, '');

function comparingTexts(key: RunKey, sign: string, value: string): Condition {
  if (/[<>]/.test(sign)) {
    if (key.name !== 'created')
      throw bad(`"${key.name} ${sign} ${value}": ${key.name} is text, which is not more or less; use = or a colon.`);
    // A date stands for its first moment.
    const moment = Date.parse(value);
    if (Number.isNaN(moment)) throw bad(`"${value}" is no date, such as 2026-03-31.`);
    return { key, test: (run) => (signs[sign] ?? Object.is)(Date.parse(String(key.get(run))), moment) };
  }
  const wanted = value.split(',').map(spaceless);
  // A list's commas are its own.
  const whole = spaceless(value);
  return {
    key,
    test: (run) => {
      const found = key.get(run);
      if (found === null) return false;
      const shown = (Array.isArray(found) ? found : [String(found)]).map(spaceless);
      if (shown.includes(whole)) return true;
      return wanted.some((word) => shown.some((one) => (sign === ':' ? one.includes(word) : one === word)));
    },
  };
}

/**
 * Reads a filter such as `learningRate < 0.001 auc > 0.9 state:failed -resnet`: all conditions must hold. `=` compares whole texts (several, by
 * commas, are alternatives), a colon finds a part; `none` is what has no value; a lone word is looked for in name, state, experiment, author,
 * reason, notes and tags; a minus before a condition turns it round. `metrics` are those of the runs. UserError with what is wrong.
 */
export function parseRunFilter(filter: string, metrics: readonly string[]): RunFilter {
  const tokens = tokensOf(filter);
  const conditions: Condition[] = [];
  for (let at = 0; at < tokens.length; at++) {
    const token = tokens[at];
    if (token === undefined) break;
    if (token.kind === 'sign') throw bad(`The filter has "${token.text}" without a name before it, such as auc ${token.text} 0.9.`);
    const isTurned = token.kind === 'word' && token.text.startsWith('-') && token.text.length > 1;
    const word = isTurned ? token.text.slice(1) : token.text;
    const sign = tokens[at + 1];
    if (sign?.kind === 'sign' && token.kind === 'word') {
      const value = tokens[at + 2];
      if (value === undefined || value.kind === 'sign') throw bad(`The filter lacks a value after "${word} ${sign.text}".`);
      conditions.push(turned(comparing(findRunKey(word, metrics), sign.text, value.text), isTurned));
      at += 2;
    } else conditions.push(turned(containing(word), isTurned));
  }
  const keys = [...new Map(conditions.flatMap(({ key }) => (key === null ? [] : [[key.name, key] as const]))).values()];
  return { keys, test: (run) => conditions.every(({ test }) => test(run)) };
}

const turned = (condition: Condition, isTurned: boolean): Condition =>
  isTurned ? { ...condition, test: (run) => !condition.test(run) } : condition;

/** An order of runs. */
export type RunOrder = { readonly key: RunKey; readonly compare: (a: FilteredRun, b: FilteredRun) => number };

/** Reads an order such as `auc` (smallest first) or `-auc` (largest first); runs without a value come last. UserError for an unknown name. */
export function parseRunOrder(order: string, metrics: readonly string[]): RunOrder {
  const isDown = order.startsWith('-');
  const key = findRunKey(isDown ? order.slice(1) : order, metrics);
  const compare = (a: FilteredRun, b: FilteredRun): number => {
    const [left, right] = [key.get(a), key.get(b)];
    if (left === null || right === null) return Number(left === null) - Number(right === null);
    const less = left < right ? -1 : left > right ? 1 : 0;
    return isDown ? -less : less;
  };
  return { key, compare };
}
