import { join } from 'node:path';
import type { RunRecord } from '../../core/experiment/runRecord';
import type { JobFile } from '../../core/experiment/trainerJob';
import { layout } from '../../core/project/layout';
import { UserError } from '../../core/userError';
import { readIfThere } from '../dataset/readIfThere';
import { writeBeside } from '../files/writeBeside';
import { readBlobs } from '../git/readBlobs';
import { findRepository, isRepository } from '../git/repository';
import { hashModel } from '../project/networkFiles';

/** The project's own network as a run used it: the file of today, or else the one that git keeps of that day, put into the cache; throws UserError where neither is the run's. */
export async function runModelFile(root: string, { run, hashes, snapshot, parent }: RunRecord): Promise<JobFile> {
  const sha256 = hashes.model ?? '';
  const kept = join(root, layout.cache, 'models', `${sha256}.mjs`);
  for (const file of [join(root, layout.model), kept]) {
    const text = await readIfThere(file);
    if (text !== null && hashModel(text) === sha256) return { file, sha256 };
  }
  const text = (await committedTexts(root, [snapshot, parent])).find((found) => hashModel(found) === sha256);
  if (text === undefined)
    throw new UserError(
      `${layout.model} has changed since run ${run}, and git keeps no version of it that the run used; \`radsteps reproduce ${run}\` trains it again where its commit is known.`,
    );
  await writeBeside(kept, text);
  return { file: kept, sha256 };
}

async function committedTexts(root: string, commits: readonly (string | null)[]): Promise<readonly string[]> {
  const repository = await findRepository(root);
  if (!isRepository(repository)) return [];
  const names = commits.flatMap((commit) => (commit === null ? [] : [`${commit}:${repository.prefix}${layout.model}`]));
  return [...(await readBlobs(repository, names)).values()].filter((text) => text !== null);
}
