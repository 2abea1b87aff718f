import { readdir, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { FoldEntry } from '../../core/experiment/foldsRecord';
import { isRunName } from '../../core/experiment/runName';
import { planTidy, type TidyFile, type TidyPlan } from '../../core/experiment/tidyPlan';
import { layout, localRunFolder } from '../../core/project/layout';
import { chooseRuns, type RunChoice } from './chooseRuns';
import { listGroups } from './listGroups';
import { listSweeps } from './listSweeps';
import { readHistory } from './readHistory';
import { starredRuns } from './starredRuns';
import { noteTidied } from './tidied';

/** Which runs to tidy up, and how many of the best keep their files. */
export type TidyRequest = RunChoice & { readonly keepBest: number };

/** What removing did: the files that are gone, and those that could not be removed. */
export type Tidied = { readonly removed: readonly TidyFile[]; readonly bytes: number; readonly problems: readonly string[] };

const checkpointFile = (root: string, run: string): string => join(root, localRunFolder(run), 'checkpoint.bin');
const weightsFile = (root: string, sha256: string): string => join(root, layout.weights, `${sha256}.onnx`);

const sizeOf = async (file: string): Promise<number | null> => (await stat(file).catch(() => null))?.size ?? null;

async function sizes(names: readonly string[], fileOf: (name: string) => string): Promise<ReadonlyMap<string, number>> {
  const found = await Promise.all(names.map(async (name) => [name, await sizeOf(fileOf(name))] as const));
  return new Map(found.flatMap(([name, size]) => (size === null ? [] : [[name, size] as const])));
}

/**
 * Whose files the next step of a cross-validation or sweep needs, as names of groups and of runs: all of one that goes on or can't be read, and a fold that has not
 * predicted yet.
 */
async function neededByGroups(root: string): Promise<ReadonlySet<string>> {
  const [folds, sweeps] = await Promise.all([listGroups(root), listSweeps(root)]);
  const unpredicted = ({ run, state, predicted }: FoldEntry): readonly string[] =>
    run !== null && state === 'finished' && predicted === null ? [run] : [];
  return new Set([
    ...folds.flatMap(({ group, record }) => (record === null || record.state === 'running' ? [group] : record.folds.flatMap(unpredicted))),
    ...sweeps.flatMap(({ group, record }) => (record === null || record.state === 'running' || record.state === 'paused' ? [group] : [])),
  ]);
}

/** Tells what of chosen runs can be removed on this machine, and what stays and why; nothing is touched. UserError for a name or filter that fits nothing. */
export async function planTidyRuns(root: string, request: TidyRequest): Promise<TidyPlan> {
  const history = await readHistory(root, { all: true }, (run) => run);
  const chosen = chooseRuns(history, request);
  const needed = await neededByGroups(root);
  const groupOf = ({ fold, sweep }: (typeof history)[number]['listing']): string => (fold ?? sweep)?.group ?? '';
  const unfinished = chosen.flatMap(({ listing }) =>
    needed.has(groupOf(listing)) || needed.has(listing.run)
      ? [[listing.run, `${groupOf(listing)}, which it belongs to, has not ended.`] as const]
      : [],
  );
  const kept = new Map([...unfinished, ...(await starredRuns(root)).map((run) => [run, 'It has a star.'] as const)]);
  const [models, locals] = await Promise.all(
    [layout.weights, layout.localRuns].map((folder) => readdir(join(root, folder)).catch(() => [])),
  );
  const shas = (models ?? []).flatMap((name) => /^([0-9a-f]{64})\.onnx$/.exec(name)?.[1] ?? []);
  return planTidy({
    records: history.flatMap(({ record }) => record ?? []),
    chosen: new Set(chosen.map(({ listing }) => listing.run)),
    kept,
    keepBest: request.keepBest,
    weights: await sizes(shas, (sha) => weightsFile(root, sha)),
    checkpoints: await sizes((locals ?? []).filter(isRunName), (run) => checkpointFile(root, run)),
  });
}

/** Removes what a plan names, as far as a look right now still allows it, and notes it; the records stay. */
export async function tidyRuns(root: string, request: TidyRequest, { remove }: TidyPlan): Promise<Tidied> {
  const now = await planTidyRuns(root, request);
  const agreed = new Set(remove.map(({ kind, name }) => `${kind} ${name}`));
  const files = now.remove.filter(({ kind, name }) => agreed.has(`${kind} ${name}`));
  if (files.length > 0) await noteTidied(root, files, new Date().toISOString());
  const removed: TidyFile[] = [];
  const problems: string[] = [];
  for (const file of files) {
    const path = file.kind === 'weights' ? weightsFile(root, file.name) : checkpointFile(root, file.name);
    try {
      await rm(path, { force: true });
      removed.push(file);
    } catch (error) {
      const code = error instanceof Error && 'code' in error ? error.code : '';
      problems.push(`The ${file.kind} of ${file.runs.join(', ')} could not be removed (${code}).`);
    }
  }
  return { removed, bytes: removed.reduce((sum, { bytes }) => sum + bytes, 0), problems };
}
