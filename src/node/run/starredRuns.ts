import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { isRunName } from '../../core/experiment/runName';
import { layout, runNotesFile } from '../../core/project/layout';
import { mapBounded } from '../dataset/mapBounded';
import { readIfThere } from '../dataset/readIfThere';

const atOnce = 64;

/** The runs that somebody gave a star; one whose notes are in an unsolved merge counts where either side gave it. */
export async function starredRuns(root: string): Promise<readonly string[]> {
  const names = await readdir(join(root, layout.runNotes)).catch(() => []);
  const runs = names
    .filter((name) => name.endsWith('.yaml'))
    .map((name) => name.slice(0, -'.yaml'.length))
    .filter(isRunName);
  // Read as text, so that a damaged file can't lose its run's weights.
  const stars = await mapBounded(
    runs,
    async (run) => /^starred:\s*true\b/m.test((await readIfThere(join(root, runNotesFile(run)))) ?? ''),
    undefined,
    atOnce,
  );
  return runs.filter((_, index) => stars[index]);
}
