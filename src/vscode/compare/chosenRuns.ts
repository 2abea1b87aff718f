import { isRunName } from '../../core/experiment/runName';
import { UserError } from '../../core/userError';

export const mostRuns = 20;

const runOf = (value: unknown): readonly string[] =>
  typeof value === 'object' && value !== null && 'run' in value && typeof value.run === 'string' ? [value.run] : [];

/** The runs that a command is given: `{ runs }` in their order, or a tree's item with all that are selected beside it, the oldest first: the newer ones are held against it. */
export function chosenRuns(wanted: unknown, selected: unknown): readonly string[] {
  const named = typeof wanted === 'object' && wanted !== null && 'runs' in wanted && Array.isArray(wanted.runs) ? wanted.runs : [];
  const items = Array.isArray(selected) ? selected.flatMap(runOf).toSorted() : [];
  const runs = named.length > 0 ? named.filter((run) => typeof run === 'string') : items.length > 1 ? items : runOf(wanted);
  return [...new Set(runs)].filter(isRunName);
}

/** The runs as they are; UserError where they are too few or too many to compare. */
export function requireComparable(runs: readonly string[]): readonly string[] {
  if (runs.length > mostRuns) throw new UserError(`${runs.length} runs are too many to compare: choose 2 to ${mostRuns}.`);
  if (runs.length < 2) throw new UserError(`Choose 2 to ${mostRuns} runs to compare; ${runs.length === 1 ? 'one' : 'none'} is chosen.`);
  return runs;
}
