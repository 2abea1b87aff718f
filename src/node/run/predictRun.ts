import { realpath, stat } from 'node:fs/promises';
import { basename, dirname, join, sep } from 'node:path';
import type { ImageRow } from '../../core/dataset/imageRow';
import type { PredictionRow } from '../../core/experiment/predictionTable';
import { scaleInputs } from '../../core/experiment/scaleInputs';
import { isDrawnTask } from '../../core/experiment/taskName';
import { problemFileName } from '../../core/identity/pseudonym';
import type { Label, Mark } from '../../core/label/label';
import type { ReportProgress } from '../../core/progress';
import { UserError } from '../../core/userError';
import { mapBounded } from '../dataset/mapBounded';
import { imageFiles, readImages } from '../dataset/readDataset';
import { walkFolder } from '../dataset/walkFolder';
import { readImageHeader } from '../images/readHeader';
import { readProjectKey } from '../project/projectKey';
import { modelLabel } from '../training/drawnPrediction';
import { type FileToPredict, predictFiles } from '../training/predictFiles';
import { labelFileNames } from './labelFileNames';
import { openPreparedImages } from './preparedImages';
import { readRecord } from './readRecord';
import { readRunWeights } from './runWeights';

/** What a run's model says of files, in the files' order. */
export type RunPredictions = {
  readonly run: string;
  readonly unit: string;
  readonly predicted: number;
  readonly problems: number;
  readonly rows: readonly (PredictionRow & { readonly marks?: readonly Mark[] })[];
  /** The columns of probabilities. */
  readonly classes: readonly string[];
  /** Of a network for boxes or masks, one a row: a file name and the label for it; null where a file could not be read. Null for other networks. */
  readonly labels: readonly ({ readonly file: string; readonly label: Label } | null)[] | null;
};

/** How the rows name their images: by path, or (for a table inside the project) by the index's names and pseudonyms only. */
export type RowNames = 'paths' | 'pseudonyms';

const imageExtension = /\.(png|jpe?g|dcm|dicom|ima)$/i;

/** A path given by the user and the files it stands for; files of a folder that are no images are left out. Throws UserError where there is nothing. */
export async function filesOf(path: string, signal: AbortSignal): Promise<readonly string[]> {
  const info = await stat(path).catch(() => null);
  if (info === null) throw new UserError(`${path} does not exist; name image files or folders.`);
  if (!info.isDirectory()) return [path];
  const { files } = await walkFolder(await realpath(path), '', signal);
  const images = files.filter(({ path: name }) => imageExtension.test(name) || !basename(name).includes('.'));
  if (images.length === 0) throw new UserError(`${path} holds no DICOM, PNG or JPEG file.`);
  return images.map(({ file }) => file);
}

type Scalars = Pick<ImageRow, 'sex' | 'ageYears'>;

/** Sex and age of a file: from the index where it is known there, else from its own header. */
async function scalarsOf(file: string, known: ReadonlyMap<string, ImageRow>): Promise<Scalars> {
  return known.get(file) ?? (await readImageHeader(file).catch(() => ({ sex: '' as const, ageYears: null })));
}

async function indexedFiles(root: string): Promise<ReadonlyMap<string, ImageRow>> {
  const images = await readImages(root);
  const rows = new Map(images.map((row) => [row.image, row]));
  const files = await imageFiles(root);
  return new Map(
    [...files].flatMap(([image, file]) => {
      const row = rows.get(image);
      return row === undefined ? [] : [[file, row] as const];
    }),
  );
}

async function nameRows(root: string, names: RowNames, known: ReadonlyMap<string, ImageRow>): Promise<(file: string) => string> {
  if (names === 'paths') return (file) => file;
  const key = await readProjectKey(root);
  return (file) => known.get(file)?.image ?? problemFileName(key, file);
}

/** True where a file would lie in the project, where git sees it; links in the paths are followed. */
export async function isInProject(root: string, file: string): Promise<boolean> {
  const [project, place] = await Promise.all([realpath(root), realpath(dirname(file))]);
  const target = join(place, basename(file));
  return target.startsWith(project + sep) && !target.startsWith(join(project, '.radsteps') + sep);
}

/** Applies the model of a run to files and folders (absolute paths): one row an image, unreadable ones with the reason. UserError without a run, weights or files. */
export async function predictRun(
  root: string,
  run: string,
  paths: readonly string[],
  names: RowNames,
  report: ReportProgress,
  signal: AbortSignal,
): Promise<RunPredictions> {
  const record = await readRecord(root, run);
  const { weights, about } = await readRunWeights(root, record);
  const files = (await Promise.all(paths.map((path) => filesOf(path, signal)))).flat();
  const known = await indexedFiles(root);
  const nameOf = await nameRows(root, names, known);
  const inputs = record.settings.data.inputs;
  const wanted = await mapBounded(
    files,
    async (file): Promise<FileToPredict> => ({
      name: nameOf(file),
      file,
      inputs: inputs.length === 0 ? [] : (scaleInputs(inputs, await scalarsOf(file, known)) ?? []),
    }),
    signal,
  );
  const { task, classes, unit } = about;
  const images = await openPreparedImages(root, files, record.settings.image, report, signal);
  const model = { weights, experiment: record.settings, task, classes, unit };
  const rows = await predictFiles(model, wanted, report, signal, images.prepare).finally(images.close);
  const problems = rows.filter(({ problem }) => problem !== '').length;
  const common = { run, unit, predicted: rows.length - problems, problems, classes: task === 'classification' ? classes : [] };
  if (!isDrawnTask(task)) return { ...common, rows: rows.map(({ marks: _, ...row }) => row), labels: null };
  const fileNames = labelFileNames(
    wanted.map(({ file, name }) => ({ file, image: names === 'pseudonyms' ? name : (known.get(file)?.image ?? null) })),
  );
  const labels = rows.map(({ image, marks, problem }, index) =>
    problem === '' ? { file: fileNames[index] ?? '', label: modelLabel(run, image, marks) } : null,
  );
  return { ...common, rows: rows.map((row, index) => ({ ...row, marks: labels[index]?.label.marks ?? [] })), labels };
}
