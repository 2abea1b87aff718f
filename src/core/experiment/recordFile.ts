import type { Experiment } from './experiment';
import { experimentDefaults } from './experimentDefaults';
import type { RunRecord } from './runRecord';

const order = [
  ...[
    'version',
    'run',
    'state',
    'reason',
    'experiment',
    'template',
    'fold',
    'sweep',
    'task',
    'target',
    'unit',
    'author',
    'created',
    'started',
    'ended',
  ],
  ...[
    'seconds',
    'resumed',
    'parent',
    'branch',
    'snapshot',
    'patch',
    'hashes',
    'settings',
    'changed',
    'engine',
    'versions',
    'data',
    'notes',
    'result',
  ],
];
const byName = new Set(['metrics', 'versions', 'changed']);

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const sorted = (value: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> =>
  Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)));

/** `record.json`: keys in a fixed order, tables by name, two spaces, a line feed at the end. */
export function formatRecord(record: RunRecord): string {
  const place = (key: string) => (order.includes(key) ? order.indexOf(key) : order.length);
  const entries = Object.entries(record).sort(([a], [b]) => place(a) - place(b));
  const stable = (key: string, value: unknown): unknown => (byName.has(key) && isObject(value) ? sorted(value) : value);
  return `${JSON.stringify(Object.fromEntries(entries), stable, 2)}\n`;
}

const texts = ['experiment', 'template', 'task', 'target', 'unit', 'author', 'created'];
const objects = ['hashes', 'settings', 'engine', 'versions', 'data', 'changed'];

function shapeProblem(value: Readonly<Record<string, unknown>>): string | null {
  if (value.version !== 1) return `version is ${JSON.stringify(value.version)}, but this RadSteps reads version 1`;
  const noText = texts.find((key) => typeof value[key] !== 'string');
  if (noText !== undefined) return `${noText} is missing`;
  const noObject = objects.find((key) => !isObject(value[key]));
  if (noObject !== undefined) return `${noObject} is missing`;
  if (!Array.isArray(value.notes)) return 'notes is missing';
  return stateProblem(value);
}

function stateProblem(value: Readonly<Record<string, unknown>>): string | null {
  const { state, started, ended, seconds, result, reason } = value;
  if (state === 'queued') return null;
  if (state === 'running') return typeof started === 'string' ? null : 'started is missing';
  if (state !== 'finished' && state !== 'stopped' && state !== 'failed') return `state is ${JSON.stringify(state)}`;
  if (typeof started !== 'string' || typeof ended !== 'string' || typeof seconds !== 'number') return 'its times are missing';
  if (state === 'failed' && typeof reason !== 'string') return 'reason is missing';
  if (result === null && state !== 'finished') return null;
  return isObject(result) && isObject(result.metrics) && typeof result.primary === 'string' ? null : 'result is missing';
}

/** Before the section was there, every run of two classes took Youden's point, as it still does by default. */
const withUsualPoint = (record: RunRecord): RunRecord =>
  'operatingPoint' in record.settings
    ? record
    : { ...record, settings: { ...(record.settings as Experiment), operatingPoint: experimentDefaults.operatingPoint } };

/** Reads the record of the run `run`; throws an Error whose message is the reason, without a path, when it is damaged. */
export function parseRecord(text: string, run: string): RunRecord {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    if (/^(<{7}|>{7})( |$)/m.test(text)) throw new Error('it holds the marks of an unsolved merge');
    throw new Error(text.trim() === '' ? 'it is empty' : 'it is not JSON (cut off or edited?)');
  }
  if (!isObject(value)) throw new Error('it holds no object');
  const problem = shapeProblem(value);
  if (problem !== null) throw new Error(problem);
  if (value.run !== run) throw new Error(`it names another run, ${JSON.stringify(value.run)}`);
  return withUsualPoint(value as RunRecord);
}
