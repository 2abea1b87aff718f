import { promoted } from './sweepTrials';

/** Epochs that a sweep trains in all: without halving every run to its end, with it fewer after each rung. */
export function sweepEpochs(runs: number, rungs: readonly number[], factor: number | null): number {
  let [going, before, sum] = [runs, 0, 0];
  for (const rung of rungs) {
    sum += going * (rung - before);
    before = rung;
    if (factor !== null) going = promoted(going, { factor });
  }
  return sum;
}

/** What a finished run took, for an estimate. */
export type KnownTime = { readonly seconds: number; readonly epochs: number };

/** Seconds that so many epochs may take, by the median second an epoch of known runs, so many runs at once (which share the processor, so at best that much faster); null without a known run. */
export function estimateSeconds(epochs: number, known: readonly KnownTime[], atOnce: number): number | null {
  const each = known
    .filter(({ seconds, epochs: count }) => seconds > 0 && count > 0)
    .map(({ seconds, epochs: count }) => seconds / count)
    .sort((a, b) => a - b);
  const middle = each[Math.floor(each.length / 2)];
  return middle === undefined ? null : (middle * epochs) / Math.max(1, atOnce);
}
