import { formatDuration } from '../../core/experiment/formatDuration';
import type { RunListing } from '../../core/experiment/runListing';
import type { Sweep } from '../../core/experiment/sweep';
import { estimateSeconds, sweepEpochs } from '../../core/experiment/sweepEstimate';

/** What `radsteps sweep --dry-run` answers. */
export type SweepDryRun = { readonly sweep: Sweep; readonly rungs: readonly number[]; readonly trials: readonly unknown[] };

const knownTimes = (listings: readonly RunListing[], experiment: string) =>
  listings.flatMap(({ experiment: own, state, seconds, epochs }) =>
    own === experiment && state === 'finished' && seconds !== null && epochs !== null ? [{ seconds, epochs }] : [],
  );

/** "about 12 min by 3 finished runs of quick"; says so where no run is known. */
export function durationWords(
  { sweep, rungs, trials }: SweepDryRun,
  listings: readonly RunListing[],
  experiment: string,
  atOnce: number,
): string {
  const known = knownTimes(listings, experiment);
  const epochs = sweepEpochs(trials.length, rungs, sweep.halving?.factor ?? null);
  const seconds = estimateSeconds(epochs, known, atOnce);
  if (seconds === null) return `how long is not known: no run of ${experiment} has finished yet`;
  const least = atOnce > 1 ? 'at best ' : '';
  return `about ${least}${formatDuration(seconds)}, by ${known.length} finished ${known.length === 1 ? 'run' : 'runs'} of ${experiment}`;
}
