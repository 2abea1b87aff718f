import type { FrameHeader } from './frameHeader';

/** When each of the groups of a time series was taken, milliseconds from the R wave where there is a trigger, else from the first group. */
export function pointsInTime(layers: readonly (readonly FrameHeader[])[]): {
  readonly timesMs: readonly number[];
  readonly isNumbered: boolean;
} {
  const triggers = momentsOf(layers, ({ triggerMs }) => triggerMs);
  if (triggers !== null) return { timesMs: triggers, isNumbered: false };
  const [first = 0, ...others] = momentsOf(layers, ({ timeMs }) => timeMs) ?? [];
  if (others.length > 0) return { timesMs: [0, ...others.map((moment) => rounded(moment - first))], isNumbered: false };
  return { timesMs: layers.map((_, index) => index), isNumbered: true };
}

/** The earliest moment of each group; null where one is missing or they don't follow one another. */
function momentsOf(layers: readonly (readonly FrameHeader[])[], momentOf: (frame: FrameHeader) => number | null): readonly number[] | null {
  const moments = layers.map((layer) => layer.map((frame) => momentOf(frame) ?? Number.NaN).reduce((a, b) => Math.min(a, b), Infinity));
  const follow = moments.every((moment, index) => Number.isFinite(moment) && (index === 0 || moment > (moments[index - 1] ?? 0)));
  return follow ? moments.map(rounded) : null;
}

const rounded = (moment: number): number => Math.round(moment * 1000) / 1000;
