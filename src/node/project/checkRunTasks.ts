import { createHash } from 'node:crypto';
import { join } from 'node:path';
import { parseRecord } from '../../core/experiment/recordFile';
import { isRunName } from '../../core/experiment/runName';
import { layout, runFolder } from '../../core/project/layout';
import { type CheckedTask, checkFiles, counted, done, entries, open, stale } from './checkedTask';
import { listExperiments, readExperiment } from './readExperiment';
import { readProtocol } from './readProtocol';
import { readTextIfThere } from './readText';

/** There is an experiment, and each learns a label that the protocol declares. */
export async function checkExperiments(root: string): Promise<CheckedTask> {
  const names = await listExperiments(root);
  if (names.length === 0) return open('no experiment yet');
  const labels = new Set((await readProtocol(root)).labels.map(({ name }) => name));
  for (const name of names) {
    const { target } = (await readExperiment(root, name, {})).experiment.data;
    if (!labels.has(target)) return open(`${name}.yaml has the target "${target}", which protocol.md does not declare`);
  }
  return done(names.join(', '));
}

/** A run has finished; stale where the newest one was trained with another split than the present one. */
export async function checkRun(root: string): Promise<CheckedTask> {
  const runs = (await entries(join(root, layout.runs))).filter(isRunName).sort().reverse();
  // Newest first, so that a long history costs one look.
  for (const run of runs) {
    const record = await recordOf(root, run);
    if (record?.state !== 'finished') continue;
    const split = await readTextIfThere(root, layout.split);
    const isOld =
      split !== null &&
      record.split !== undefined &&
      record.split !== createHash('sha256').update(split.replaceAll('\r\n', '\n')).digest('hex');
    return isOld ? stale(`the newest finished run, ${run}, was trained with another split.csv`) : done(counted(runs.length, 'run'));
  }
  return open(runs.length === 0 ? 'no run yet' : `${counted(runs.length, 'run')}, none finished`);
}

/** The card is complete and names a run that has finished. */
export async function checkCard(root: string, files: readonly string[]): Promise<CheckedTask> {
  const complete = await checkFiles(root, files);
  if (complete.state === 'open') return complete;
  const text = (await readTextIfThere(root, files[0] ?? '')) ?? '';
  const named = [...new Set(text.match(/\b\d{8}-\d{6}-[\w-]+/g) ?? [])].filter(isRunName);
  if (named.length === 0) return open('model-card.md names no run');
  for (const run of named) if ((await recordOf(root, run))?.state === 'finished') return done(run);
  return open(`${named[0]}, which model-card.md names, is no finished run`);
}

async function recordOf(root: string, run: string): Promise<{ readonly state: string; readonly split: string | undefined } | null> {
  try {
    const record = parseRecord((await readTextIfThere(root, `${runFolder(run)}/record.json`)) ?? '', run);
    return { state: record.state, split: record.hashes.split };
  } catch {
    return null;
  }
}
