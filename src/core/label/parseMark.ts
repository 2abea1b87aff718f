import type { Mark, PixelPoint } from './label';
import { parseRuns } from './maskRuns';

type Values = Readonly<Record<string, unknown>>;

/** A mark as a label file holds it, or what is wrong with it, as the end of a sentence that begins with the mark. */
export function parseMark(value: unknown): Mark | string {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return 'is not an object';
  const { id, kind, name, instance, frame, object, run, score, ...own } = value as Values;
  if (!isText(id) || !isText(name)) return 'has no id or name';
  if (instance !== undefined && !isText(instance)) return 'has an instance that is not the name of one';
  if (frame !== undefined && !isWhole(frame)) return 'has a frame that is no whole number from 0 on';
  if (object !== undefined && !isText(object)) return 'has an object that is not the name of one';
  if (run !== undefined && !isText(run)) return 'has a run that is not the name of one';
  if (score !== undefined && !(typeof score === 'number' && score >= 0 && score <= 1)) return 'has a score that is not from 0 to 1';
  const shape = parseShape(kind, own, frame);
  if (typeof shape === 'string') return shape;
  return {
    id,
    name,
    ...(instance === undefined ? {} : { instance }),
    ...(frame === undefined ? {} : { frame }),
    ...(object === undefined ? {} : { object }),
    ...(run === undefined ? {} : { run }),
    ...(score === undefined ? {} : { score }),
    ...shape,
  };
}

type Shape<M> = M extends Mark ? Omit<M, 'id' | 'name' | 'instance' | 'frame' | 'object' | 'run' | 'score'> : never;

function parseShape(kind: unknown, own: Values, frame: unknown): Shape<Mark> | string {
  const keys = typeof kind === 'string' && Object.hasOwn(keysOf, kind) ? keysOf[kind as Mark['kind']] : null;
  if (keys === null) return `is none of ${Object.keys(keysOf).join(', ')}`;
  const surplus = Object.keys(own).find((key) => !keys.includes(key));
  if (surplus !== undefined) return `has a key "${surplus}" that does not belong to its kind, ${String(kind)}`;
  if (kind === 'interval' && frame !== undefined) return 'is an interval with a frame: give "first" and "last" only';
  return shapes[kind as Mark['kind']](own);
}

const keysOf: Readonly<Record<Mark['kind'], readonly string[]>> = {
  box: ['from', 'to'],
  outline: ['points'],
  mask: ['runs'],
  length: ['from', 'to'],
  angle: ['points'],
  cobb: ['points'],
  point: ['at'],
  interval: ['first', 'last'],
};

const shapes: Readonly<Record<Mark['kind'], (own: Values) => Shape<Mark> | string>> = {
  box: ({ from, to }) => {
    if (!isPoint(from) || !isPoint(to)) return 'is not a box with from and to';
    return from[0] > to[0] || from[1] > to[1] ? 'is a box whose "from" is not its upper left corner' : { kind: 'box', from, to };
  },
  outline: ({ points }) =>
    isPoints(points) && points.length >= 3 ? { kind: 'outline', points } : 'is not an outline with three points or more',
  mask: ({ runs }) =>
    typeof runs === 'string' && parseRuns(runs) !== null ? { kind: 'mask', runs } : 'is not a mask with runs like "10:3+4,9+2;3+5"',
  length: ({ from, to }) => (isPoint(from) && isPoint(to) ? { kind: 'length', from, to } : 'is not a length with from and to'),
  angle: ({ points }) =>
    isPoints(points) && points.length === 3 ? { kind: 'angle', points } : 'is not an angle with three points, the vertex in the middle',
  cobb: ({ points }) =>
    isPoints(points) && points.length === 4 ? { kind: 'cobb', points } : "is not a Cobb angle with four points, two lines' ends",
  point: ({ at }) => (isPoint(at) ? { kind: 'point', at } : 'is not a point with "at"'),
  interval: ({ first, last }) =>
    isWhole(first) && isWhole(last) && first <= last
      ? { kind: 'interval', first, last }
      : 'is not an interval with "first" and "last", whole numbers from 0 on in this order',
};

const isText = (value: unknown): value is string => typeof value === 'string' && value !== '';

const isWhole = (value: unknown): value is number => Number.isSafeInteger(value) && Number(value) >= 0;

const isPoint = (value: unknown): value is PixelPoint =>
  Array.isArray(value) && value.length === 2 && value.every((entry) => Number.isFinite(entry));

const isPoints = (value: unknown): value is readonly PixelPoint[] => Array.isArray(value) && value.every(isPoint);
