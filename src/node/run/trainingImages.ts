import { join } from 'node:path';
import { type ChosenImages, chooseImages } from '../../core/experiment/chooseImages';
import { chooseTarget, type Target } from '../../core/experiment/chooseTarget';
import { parseFoldTable } from '../../core/experiment/foldTable';
import { classesOf, parsePredictions } from '../../core/experiment/predictionTable';
import type { RunRecord } from '../../core/experiment/runRecord';
import type { TrainerImage } from '../../core/experiment/trainerJob';
import type { ReportProgress } from '../../core/progress';
import { foldsTable, layout, runFolder } from '../../core/project/layout';
import { UserError } from '../../core/userError';
import { completeHashes } from '../dataset/completeHashes';
import { readLocalFiles } from '../dataset/localFiles';
import { imageFiles, readImages, readLabels, readSplit, sha256 } from '../dataset/readDataset';
import { readIfThere } from '../dataset/readIfThere';
import { readProtocol } from '../project/readProtocol';

/** The images that a run's network was trained on and that are here, with hash and state; what its label says of an image in words; and what must be known of both. */
export type TrainingImages = {
  readonly images: readonly TrainerImage[];
  readonly wordsOf: (image: string) => string;
  readonly notes: readonly string[];
};

/** Finds them by the project's split and labels of today, or, of the run of a fold, by what it and its cross-validation have predicted; UserError where there are none. */
export async function readTrainingImages(
  root: string,
  record: RunRecord,
  report: ReportProgress,
  signal: AbortSignal,
): Promise<TrainingImages> {
  const target = chooseTarget(record.settings.data.target, await readProtocol(root));
  const [rows, split, labels, files] = await Promise.all([
    readImages(root),
    readSplit(root),
    readLabels(root, record.settings.data.reader),
    imageFiles(root),
  ]);
  const chosen = chooseImages({ images: rows, split, labels, files }, target, record.settings.data.inputs);
  const images = record.fold === undefined ? chosen.train : await trainedInFold(root, record, chosen);
  const names = images.map(({ image }) => image);
  await completeHashes(root, names, report, signal);
  const wordsOf = (image: string): string => {
    const label = labels.get(image);
    const value = label?.status === 'final' ? target.read(label) : null;
    return value === null ? '' : labelWords(target, value);
  };
  return { images: await withStates(root, images), wordsOf, notes: await notesOn(root, record) };
}

async function withStates(root: string, images: readonly TrainerImage[]): Promise<readonly TrainerImage[]> {
  const hashes = new Map((await readImages(root)).map(({ image, sha256: hash }) => [image, hash]));
  const files = await readLocalFiles(root);
  return images.map((image) => {
    const [only, ...others] = files.get(image.image) ?? [];
    const state = only === undefined || others.length > 0 ? {} : { state: { bytes: only.bytes, modified: only.modified } };
    return { ...image, sha256: hashes.get(image.image) ?? image.sha256, ...state };
  });
}

async function notesOn(root: string, { run, hashes }: RunRecord): Promise<readonly string[]> {
  const split = ((await readIfThere(join(root, layout.split))) ?? '').replaceAll('\r\n', '\n');
  return sha256(split) === hashes.split
    ? []
    : [`The split has changed since run ${run}: these are images of today's training part, and the run may not have seen all of them.`];
}

/** All images but those that the run has tuned with and those that it was not to see. */
async function trainedInFold(root: string, { run, fold }: RunRecord, { train, tuning }: ChosenImages): Promise<readonly TrainerImage[]> {
  const tuned = await readIfThere(join(root, runFolder(run), 'predictions.csv'));
  const file = foldsTable(fold?.group ?? '');
  const held = await readIfThere(join(root, file));
  if (tuned === null || held === null)
    throw new UserError(`Run ${run} is a fold of ${fold?.group}, which has not ended yet, so it isn't known which images it has seen.`);
  const unseen = new Set([
    ...parsePredictions(tuned, classesOf(tuned)).map(({ image }) => image),
    ...parseFoldTable(file, held, classesOf(held)).flatMap((row) => (row.run === run ? [row.image] : [])),
  ]);
  return [...train, ...tuning].filter(({ image }) => !unseen.has(image)).sort((a, b) => (a.image < b.image ? -1 : 1));
}

/** What a label says of the target, in words. */
function labelWords({ task, unit, classes, target }: Target, value: number): string {
  if (task === 'regression') return unit === '' ? String(value) : `${value} ${unit}`;
  if (task === 'classification') return classes[value] ?? '';
  return value === 0 ? `no ${target}` : `${value} ${target}`;
}
