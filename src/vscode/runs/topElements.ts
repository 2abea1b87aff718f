import type { RunListing } from '../../core/experiment/runListing';

/** An element of the tree: a run, or with `isSweep` a sweep, whose name stands where a run's does and in `group`. */
export type RunElement = { readonly run?: string; readonly group?: string; readonly isSweep?: boolean };

/** Runs by themselves and sweeps, newest first: a sweep stands where its newest run would. */
export function topElements(listings: readonly RunListing[]): readonly RunElement[] {
  const seen = new Set<string>();
  return listings.flatMap(({ run, sweep }): readonly RunElement[] => {
    if (sweep === undefined) return [{ run }];
    if (seen.has(sweep.group)) return [];
    seen.add(sweep.group);
    return [{ run: sweep.group, group: sweep.group, isSweep: true }];
  });
}
