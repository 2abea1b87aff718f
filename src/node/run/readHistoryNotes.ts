import type { RunListing } from '../../core/experiment/runListing';
import { findRepository, isRepository } from '../git/repository';
import { type FoundNotes, readForeignNotes, readRunNotes } from './runNotes';

/** What people noted of these runs: in the working tree, and of a run that only other branches have, what stands on the first of them unless this one says something. */
export async function readHistoryNotes(root: string, runs: readonly Pick<RunListing, 'run' | 'refs'>[]): Promise<FoundNotes> {
  const own = await readRunNotes(root);
  const asked = runs.flatMap(({ run, refs = [] }) => {
    const [ref] = refs;
    return ref === undefined || own.notes.has(run) ? [] : [{ run, ref }];
  });
  const repository = asked.length === 0 ? null : await findRepository(root);
  if (repository === null || !isRepository(repository)) return own;
  return { notes: new Map([...(await readForeignNotes(repository, asked)), ...own.notes]), problems: own.problems };
}
