import type { FrameHeader } from './frameHeader';
import { isVolume } from './isVolume';
import { planeName } from './slicePlane';
import { byNumber } from './sortFrames';
import { splitKinds } from './splitKinds';
import { type StackPart, splitRepeats } from './splitRepeats';

/** Frames that are scrolled through as one, in order; a time series is `timesMs.length` groups of equal size, one after the other. */
export type SeriesStack = {
  /** What tells it from the others of its series, such as `echo 2, axial, 24 slices`; free of identifiers. */
  readonly label: string;
  readonly frames: readonly { readonly file: number; readonly frame: number }[];
  /** Milliseconds; empty where it is no time series. */
  readonly timesMs: readonly number[];
  /** True where the slices (of one point in time) are parallel, evenly spaced and one above the other. */
  readonly isVolume: boolean;
};

/**
 * The stacks of one series, in the scanner's order: split by size, kind of image, stack, echo and orientation, then, where a position comes
 * again, by what tells the frames apart (echo time, diffusion weighting, acquisition), points in time becoming groups of one stack.
 */
export function splitStacks(frames: readonly FrameHeader[]): readonly SeriesStack[] {
  const parts = splitKinds(frames.toSorted(byNumber)).flatMap(splitRepeats);
  return withDifferentLabels(parts.map(stackOf));
}

function stackOf(part: StackPart): SeriesStack {
  const { frames, timesMs } = part;
  const slices = timesMs.length > 0 ? frames.length / timesMs.length : frames.length;
  return {
    label: labelOf(part, slices),
    frames: frames.map(({ file, frame }) => ({ file, frame })),
    timesMs,
    isVolume: isVolume(frames.slice(0, slices)),
  };
}

const counted = (count: number, one: string): string => `${count} ${one}${count === 1 ? '' : 's'}`;

function labelOf({ words, frames, timesMs, isNumbered }: StackPart, slices: number): string {
  const [first] = frames;
  const plane = first === undefined || first.orientation === null ? [] : [planeName(first.orientation)];
  const isPlaced = plane.length > 0 && first?.positionMm !== null;
  const times = timesMs.length === 0 ? [] : [counted(timesMs.length, 'point') + (isNumbered ? ' in time, numbered' : ' in time')];
  const count = counted(slices, isPlaced ? 'slice' : slices === 1 && timesMs.length === 0 ? 'image' : 'frame');
  return [...words, ...plane, count, ...times].join(', ');
}

function withDifferentLabels(stacks: readonly SeriesStack[]): readonly SeriesStack[] {
  const seen = new Map<string, number>();
  return stacks.map((stack) => {
    const times = (seen.get(stack.label) ?? 0) + 1;
    seen.set(stack.label, times);
    return times === 1 ? stack : { ...stack, label: `${stack.label} (${times})` };
  });
}
