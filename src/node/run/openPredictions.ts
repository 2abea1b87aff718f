import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { classesOf, type PredictionRow, parsePredictions } from '../../core/experiment/predictionTable';
import type { RunRecord } from '../../core/experiment/runRecord';
import type { Mark } from '../../core/label/label';
import { parseLabel } from '../../core/label/labelFile';
import { predictedLabelFile, runFolder } from '../../core/project/layout';
import { findRepository, isRepository } from '../git/repository';
import { readRecord } from './readRecord';
import { findRun, type RunSource } from './runSource';

/** What a run predicted, wherever its record lies. */
export type OpenedPredictions = {
  readonly record: RunRecord;
  readonly classes: readonly string[];
  /** By image; null where the run has no table of predictions. */
  readonly rows: ReadonlyMap<string, PredictionRow> | null;
  /** The marks that it predicted for an image; null where it has none of it. Throws UserError where they are damaged. */
  readonly marksOf: (image: string) => Promise<readonly Mark[] | null>;
};

/** Opens the predictions of a run of the working tree, or with `mayAskGit` of another branch; throws UserError where there is no such run, or it is damaged. */
export async function openPredictions(root: string, run: string, mayAskGit: boolean): Promise<OpenedPredictions> {
  const { record, file } = await sourceOf(root, run, mayAskGit);
  const text = (await file('predictions.csv'))?.toString('utf8') ?? null;
  const classes = record.task === 'classification' && text !== null ? classesOf(text) : [];
  const marksOf = async (image: string): Promise<readonly Mark[] | null> => {
    const name = predictedLabelFile(image);
    const label = await file(name);
    return label === null ? null : parseLabel(label.toString('utf8'), `${runFolder(run)}/${name}`).marks;
  };
  const rows = text === null ? null : new Map(parsePredictions(text, classes).map((row) => [row.image, row]));
  return { record, classes, rows, marksOf };
}

async function sourceOf(root: string, run: string, mayAskGit: boolean): Promise<Pick<RunSource, 'record' | 'file'>> {
  const repository = mayAskGit ? await findRepository(root) : null;
  if (repository !== null && isRepository(repository)) return findRun(root, repository, run);
  const record = await readRecord(root, run);
  return { record, file: (name) => readFile(join(root, runFolder(run), name)).catch(() => null) };
}

/** Of runs of the working tree those whose table of predictions has the image, in their order. */
export async function runsThatPredicted(root: string, runs: readonly string[], image: string): Promise<readonly string[]> {
  const cell = /[",\n]/.test(image) ? `"${image.replaceAll('"', '""')}"` : image;
  const has = async (run: string): Promise<boolean> => {
    const text = await readFile(join(root, runFolder(run), 'predictions.csv'), 'utf8').catch(() => '');
    return text.includes(`\n${cell},`);
  };
  const found = await Promise.all(runs.map(has));
  return runs.filter((_, index) => found[index]);
}
