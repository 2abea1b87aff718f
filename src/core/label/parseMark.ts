import type { Mark, PixelPoint } from './label';
import { parseRuns } from './maskRuns';

/** A mark as a label file holds it, or what is wrong with it, as the end of a sentence that begins with the mark. */
export function parseMark(value: unknown): Mark | string {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return 'is not an object';
  const { id, kind, name, frame, run, score, ...own } = value as Readonly<Record<string, unknown>>;
  if (typeof id !== 'string' || typeof name !== 'string') return 'has no id or name';
  if (frame !== undefined && !(Number.isSafeInteger(frame) && Number(frame) >= 0)) return 'has a frame that is no whole number from 0 on';
  if (run !== undefined && typeof run !== 'string') return 'has a run that is not the name of one';
  if (score !== undefined && !(typeof score === 'number' && score >= 0 && score <= 1)) return 'has a score that is not from 0 to 1';
  const common = {
    id,
    name,
    ...(frame === undefined ? {} : { frame: Number(frame) }),
    ...(run === undefined ? {} : { run }),
    ...(score === undefined ? {} : { score }),
  };
  const shape = parseShape(kind, own);
  return typeof shape === 'string' ? shape : { ...common, ...shape };
}

type Shape<M> = M extends Mark ? Omit<M, 'id' | 'name' | 'frame' | 'run' | 'score'> : never;

function parseShape(kind: unknown, { from, to, points, runs }: Readonly<Record<string, unknown>>): Shape<Mark> | string {
  if (kind === 'box') {
    if (!isPoint(from) || !isPoint(to)) return 'is not a box with from and to';
    return from[0] > to[0] || from[1] > to[1] ? 'is a box whose "from" is not its upper left corner' : { kind, from, to };
  }
  if (kind === 'outline') {
    return Array.isArray(points) && points.length >= 3 && points.every(isPoint)
      ? { kind, points }
      : 'is not an outline with three points or more';
  }
  if (kind !== 'mask') return 'is no box, outline or mask';
  return typeof runs === 'string' && parseRuns(runs) !== null ? { kind, runs } : 'is not a mask with runs like "10:3+4,9+2;3+5"';
}

const isPoint = (value: unknown): value is PixelPoint =>
  Array.isArray(value) && value.length === 2 && value.every((entry) => Number.isFinite(entry));
