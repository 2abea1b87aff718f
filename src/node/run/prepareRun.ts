import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type ChosenImages, chooseImages, countImages, type Dataset } from '../../core/experiment/chooseImages';
import { chooseTarget } from '../../core/experiment/chooseTarget';
import type { Experiment } from '../../core/experiment/experiment';
import type { TrainerImage } from '../../core/experiment/trainerJob';
import type { ReportProgress } from '../../core/progress';
import { labelFile, layout } from '../../core/project/layout';
import { UserError } from '../../core/userError';
import { completeHashes } from '../dataset/completeHashes';
import { type LocalFile, readLocalFiles } from '../dataset/localFiles';
import { imageFiles, readers, readImages, readLabels, readSplit } from '../dataset/readDataset';
import { networkFiles } from '../project/networkFiles';
import { readExperiment } from '../project/readExperiment';
import { readProject } from '../project/readProject';
import { readProtocol } from '../project/readProtocol';
import { writeModelTypes } from '../project/writeModelTypes';
import { checkSampling } from '../training/checkSampling';
import { engineNetwork, lossFor } from '../training/engineNetwork';
import { findTensorFlow } from '../training/findTensorFlow';
import type { RunPlan } from './runPlan';

const sha256 = (content: string): string => createHash('sha256').update(content).digest('hex');

async function chooseReader(root: string, wanted: string): Promise<string> {
  const known = await readers(root);
  const only = known[0];
  if (wanted !== '') {
    if (known.includes(wanted)) return wanted;
    throw new UserError(`data.reader names ${wanted}, but ${layout.labels} has labels of ${known.join(', ') || 'nobody'}.`);
  }
  if (only === undefined)
    throw new UserError(`There are no labels in ${layout.labels} yet; import them with \`radsteps import <folder> --labels <table>\`.`);
  if (known.length > 1)
    throw new UserError(`${known.length} readers have labelled (${known.join(', ')}); name one in the experiment as data.reader.`);
  return only;
}

/** One hash for all label files that the run uses: of lines "image hash", sorted. */
async function hashLabels(root: string, reader: string, images: readonly TrainerImage[]): Promise<string> {
  const lines: string[] = [];
  for (const { image } of images) lines.push(`${image} ${await hashText(root, labelFile(reader, image))}`);
  return sha256(`${lines.sort().join('\n')}\n`);
}

// With line feeds, so that a clone with other line endings has the same hash.
const hashText = async (root: string, path: string): Promise<string> =>
  sha256((await readFile(join(root, path), 'utf8')).replaceAll('\r\n', '\n'));

async function readDataset(root: string, reader: string): Promise<Dataset> {
  const [images, split, labels, files] = await Promise.all([readImages(root), readSplit(root), readLabels(root, reader), imageFiles(root)]);
  return { images, split, labels, files };
}

async function withHashes(
  root: string,
  { train, tuning, notes }: ChosenImages,
  report: ReportProgress,
  signal: AbortSignal,
): Promise<ChosenImages> {
  await completeHashes(
    root,
    [...train, ...tuning].map(({ image }) => image),
    report,
    signal,
  );
  const hashes = new Map((await readImages(root)).map(({ image, sha256: hash }) => [image, hash]));
  const files = await readLocalFiles(root);
  const stateOf = ([only, ...others]: readonly LocalFile[]) =>
    only === undefined || others.length > 0 ? {} : { state: { bytes: only.bytes, modified: only.modified } };
  const hashed = (images: readonly TrainerImage[]): readonly TrainerImage[] =>
    images.map((image) => ({ ...image, sha256: hashes.get(image.image) ?? image.sha256, ...stateOf(files.get(image.image) ?? []) }));
  return { train: hashed(train), tuning: hashed(tuning), notes };
}

/**
 * Reads an experiment and the project's data and makes them a plan: train and tuning part only, every image with file, content hash, target
 * and scaled inputs. UserError when something is missing; images that lack a label or file are counted in the notes.
 */
export async function prepareRun(
  root: string,
  name: string,
  sets: Readonly<Record<string, string>>,
  report: ReportProgress,
  signal: AbortSignal,
): Promise<RunPlan> {
  const { template } = await readProject(root);
  const { experiment, changed, sha256: experimentHash } = await readExperiment(root, name, sets);
  const { read, marks, ...task } = chooseTarget(experiment.data.target, await readProtocol(root));
  const files = await networkFiles(root, experiment.network);
  if (files.model !== undefined) await writeModelTypes(root);
  // Now, before there is a record: what can't be trained is bad input, not a failed run.
  await engineNetwork({ ...task, experiment, files });
  lossFor(task.task, experiment.train);
  if (experiment.engine.name === 'tensorflow') findTensorFlow(root, experiment.engine.backend);
  checkSampling({ ...task, experiment });
  const reader = await chooseReader(root, experiment.data.reader);
  const chosen = chooseImages(await readDataset(root, reader), { ...task, read, marks }, experiment.data.inputs);
  const { train, tuning, notes } = await withHashes(root, chosen, report, signal);
  const hashes = {
    images: await hashText(root, layout.images),
    split: await hashText(root, layout.split),
    labels: await hashLabels(root, reader, [...train, ...tuning]),
    experiment: experimentHash,
    ...(files.weights && { weights: files.weights.sha256 }),
    ...(files.model && { model: files.model.sha256 }),
  };
  const settings: Experiment = { ...experiment, data: { ...experiment.data, reader } };
  return {
    experiment: name.replace(/\.ya?ml$/, ''),
    template,
    settings,
    changed,
    hashes,
    data: { train: countImages(train), tuning: countImages(tuning) },
    notes,
    job: { ...task, experiment: settings, train, tuning, files, hashes },
  };
}
