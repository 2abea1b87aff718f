import type { TrainerEvent } from './trainerEvent';

type Loose = Readonly<Record<string, unknown>>;

const isObject = (value: unknown): value is Loose => typeof value === 'object' && value !== null && !Array.isArray(value);
const areNumbers = (value: Loose, keys: readonly string[]): boolean => keys.every((key) => typeof value[key] === 'number');

const isShare = (value: unknown): boolean => typeof value === 'number' && value >= 0 && value <= 1;

const isEstimate = (value: unknown): boolean =>
  isObject(value) && areNumbers(value, ['value', 'n', 'patients']) && typeof value.unit === 'string' && typeof value.method === 'string';

const isSummary = (value: unknown): boolean =>
  isObject(value) &&
  [value.best, value.last].every((metric) => isObject(metric) && areNumbers(metric, ['epoch', 'value', 'n', 'patients']));

const isResult = (value: unknown): boolean =>
  isObject(value) &&
  areNumbers(value, ['epochs', 'parameters', 'imagesPerSecond']) &&
  (value.waitedShare === undefined || isShare(value.waitedShare)) &&
  typeof value.primary === 'string' &&
  isObject(value.metrics) &&
  Object.values(value.metrics).every(isSummary);

const checks: { readonly [K in TrainerEvent['event']]: (value: Loose) => boolean } = {
  started: (value) => isObject(value.engine) && isObject(value.versions) && areNumbers(value, ['parameters', 'epochs', 'train', 'tuning']),
  progress: (value) => typeof value.phase === 'string' && areNumbers(value, ['done', 'total']),
  epoch: (value) => areNumbers(value, ['epoch', 'epochs']) && isObject(value.metrics) && Object.values(value.metrics).every(isEstimate),
  warning: (value) => typeof value.message === 'string',
  finished: (value) => typeof value.stopped === 'boolean' && isResult(value.result),
  failed: (value) => typeof value.message === 'string',
};

/** Reads one line of a trainer's standard output; null for anything but a whole event of the contract. */
export function parseTrainerEvent(line: string): TrainerEvent | null {
  let value: unknown;
  try {
    value = JSON.parse(line);
  } catch {
    return null;
  }
  if (!isObject(value) || typeof value.event !== 'string' || !Object.hasOwn(checks, value.event)) return null;
  return checks[value.event as TrainerEvent['event']](value) ? (value as TrainerEvent) : null;
}
