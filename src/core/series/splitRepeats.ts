import type { FrameHeader } from './frameHeader';
import { pointsInTime } from './pointsInTime';
import { byNumber, groupByPosition, sortFrames } from './sortFrames';
import type { FrameGroup } from './splitKinds';

/** Frames in the order in which they are shown; a time series holds groups of equal size, one a point in time. */
export type StackPart = FrameGroup & {
  readonly timesMs: readonly number[];
  /** True where the file gives no times, so that `timesMs` counts the points from 0. */
  readonly isNumbered: boolean;
};

type Layer = readonly FrameHeader[];

/** What may tell frames at one position apart, in the order in which it is tried. */
type Separator = {
  readonly read: (frame: FrameHeader) => number | null;
  /** A point in time, so that the groups stay one stack. */
  readonly isTime: boolean;
  readonly word: (value: number) => string;
};

const separators: readonly Separator[] = [
  { read: ({ temporalIndex }) => temporalIndex, isTime: true, word: (value) => `time ${value}` },
  { read: ({ echoTimeMs }) => echoTimeMs, isTime: false, word: (value) => `echo time ${Number(value.toFixed(2))} ms` },
  { read: ({ bValue }) => bValue, isTime: false, word: (value) => `b = ${value}` },
  { read: ({ triggerMs }) => triggerMs, isTime: true, word: (value) => `trigger ${value} ms` },
  { read: ({ acquisition }) => acquisition, isTime: false, word: (value) => `acquisition ${value}` },
  { read: ({ timeMs }) => timeMs, isTime: true, word: (value) => `time ${value}` },
];

/** More stacks than this of frames that nothing tells apart would be a list that nobody reads. */
const mostPasses = 12;
/** Acquisitions in a row are a dynamic study from this many on. */
const fewestDynamics = 3;

/** Splits frames of one kind where a position comes more than once; frames without a position stay together in the scanner's order. */
export function splitRepeats(group: FrameGroup): readonly StackPart[] {
  return separate(group, separators);
}

const plain = ({ frames, words }: FrameGroup): StackPart => ({ frames: sortFrames(frames), words, timesMs: [], isNumbered: false });

function separate(group: FrameGroup, left: readonly Separator[]): readonly StackPart[] {
  const positions = groupByPosition(group.frames);
  if (positions === null || positions.length === group.frames.length) return [plain(group)];
  for (const [index, separator] of left.entries()) {
    const layers = layersBy(group.frames, separator.read);
    if (layers === null) continue;
    const parts = separator.isTime
      ? timeSeries(group, layers, positions.length)
      : categories(group, layers, positions.length, separator, left.slice(index + 1));
    if (parts !== null) return parts;
  }
  return repeats(group, positions);
}

/** Frames by a value, ascending; null where a frame has none or all have the same. */
function layersBy(frames: Layer, read: Separator['read']): readonly Layer[] | null {
  const layers = new Map<number, FrameHeader[]>();
  for (const frame of frames) {
    const value = read(frame);
    if (value === null) return null;
    const layer = layers.get(value);
    if (layer === undefined) layers.set(value, [frame]);
    else layer.push(frame);
  }
  return layers.size < 2 ? null : [...layers].toSorted(([a], [b]) => a - b).map(([, layer]) => layer);
}

/** True where a layer has one frame at each of `positions` places. */
const isComplete = (layer: Layer, positions: number): boolean =>
  layer.length === positions && (groupByPosition(layer)?.length ?? 0) === positions;

/** One stack of the complete points in time, and what a scan that was broken off left; null where the layers are no points in time. */
function timeSeries({ frames, words }: FrameGroup, layers: readonly Layer[], positions: number): readonly StackPart[] | null {
  const complete = layers.filter((layer) => isComplete(layer, positions)).map(sortFrames);
  if (complete.length < 2 || complete.length * positions * 2 < frames.length) return null;
  const series = { frames: complete.flat(), words, ...pointsInTime(complete) };
  const rest = layers.filter((layer) => !isComplete(layer, positions)).flat();
  return rest.length === 0 ? [series] : [series, plain({ frames: rest, words: [...words, 'incomplete'] })];
}

/** A stack for each value, taken apart further where positions still come again; null where the value doesn't make whole stacks. */
function categories(group: FrameGroup, layers: readonly Layer[], positions: number, separator: Separator, left: readonly Separator[]) {
  if (layers.some((layer) => layer.length * 2 < positions)) return null;
  const isDynamic = layers.length >= fewestDynamics && separator.word(0).startsWith('acquisition');
  const dynamic = isDynamic ? timeSeries(group, layers, positions) : null;
  if (dynamic?.length === 1 && dynamic[0]?.isNumbered === false) return dynamic;
  return layers.flatMap((frames) => {
    const value = frames[0] === undefined ? null : separator.read(frames[0]);
    return separate({ frames, words: [...group.words, separator.word(value ?? 0)] }, left);
  });
}

/** Nothing tells the frames apart: the first of each position, then the second and so on, where all come equally often. */
function repeats(group: FrameGroup, positions: readonly Layer[]): readonly StackPart[] {
  const times = positions[0]?.length ?? 0;
  if (positions.some((frames) => frames.length !== times)) return [plain(group)];
  const ordered = positions.map((frames) => frames.toSorted(byMoment));
  const layers = Array.from({ length: times }, (_, time) => ordered.flatMap((frames) => frames.slice(time, time + 1)));
  const points = pointsInTime(layers);
  const series = { frames: layers.flat(), words: group.words, ...points };
  if (!points.isNumbered) return [series];
  if (positions.length === 1) return [plain(group)];
  if (times > mostPasses) return [series];
  return layers.map((frames, index) => plain({ frames, words: [...group.words, `pass ${index + 1}`] }));
}

const byMoment = (a: FrameHeader, b: FrameHeader): number =>
  (a.triggerMs ?? 0) - (b.triggerMs ?? 0) || (a.timeMs ?? 0) - (b.timeMs ?? 0) || byNumber(a, b);
