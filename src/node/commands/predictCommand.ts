import { stat } from 'node:fs/promises';
import { dirname, extname, join } from 'node:path';
import { formatPredictedFiles } from '../../core/experiment/predictionTable';
import { formatLabel } from '../../core/label/labelFile';
import { UserError } from '../../core/userError';
import { mapBounded } from '../dataset/mapBounded';
import { writeBeside } from '../files/writeBeside';
import { findProject } from '../project/findProject';
import { isInProject, predictRun, type RunPredictions } from '../run/predictRun';
import type { CommandContext, CommandResult } from './context';

/** Files written together: each waits for the disk, not for the processor. */
const waitingForTheDisk = 16;

/** `radsteps predict <run> <files...>`. */
export async function predictCommand(
  { host, folder, path, output }: CommandContext,
  [run = '', ...words]: readonly string[],
  options: { readonly out?: string; readonly marks?: string },
): Promise<CommandResult> {
  const root = await findProject(folder);
  const out = await checkedPlace(options.out, path, '--out');
  const folderOfMarks = (await checkedPlace(options.marks, path, '--marks')) ?? (out === null ? null : besideTable(out));
  const names = (await liesInProject(root, out, folderOfMarks)) ? 'pseudonyms' : 'paths';
  const done = await predictRun(root, run, words.map(path), names, output.progress, host.signal);
  const marks = done.labels === null ? null : folderOfMarks;
  if (marks !== null) await writeMarks(marks, done, host.signal);
  const table = tableOf(done, marks !== null);
  if (out !== null) await writeBeside(out, table);
  const { rows, predicted, problems, unit } = done;
  const result = { run, unit, predicted, problems, rows };
  if (out === null) return { result, text: table };
  const about = unit === '' ? '' : ` (in ${unit})`;
  const lines = [`${predicted} images predicted${about}, ${problems} could not be read; the table is ${out}.`];
  if (marks !== null) lines.push(`Boxes or masks of each image are in ${marks}.`);
  if (names === 'pseudonyms')
    lines.push('This lies in the project, so images are named by the index and by pseudonyms, not by their files.');
  return { result, text: lines.join('\n') };
}

/** The absolute path of an option's file or folder; UserError unless the folder above it exists. */
async function checkedPlace(word: string | undefined, path: (word: string) => string, option: string): Promise<string | null> {
  if (word === undefined) return null;
  const place = path(word);
  if ((await stat(dirname(place)).catch(() => null))?.isDirectory()) return place;
  throw new UserError(`${dirname(place)} is no folder; ${option} needs one that exists.`);
}

/** True where the table or the marks would; a folder that is there already may be a link. */
async function liesInProject(root: string, out: string | null, marks: string | null): Promise<boolean> {
  const there = marks === null ? null : await stat(marks).catch(() => null);
  if (marks !== null && there !== null && !there.isDirectory())
    throw new UserError(`${marks} is a file, but boxes and masks need a folder; name another one by --marks.`);
  const places = [out, marks !== null && there !== null ? join(marks, 'any') : marks].filter((place) => place !== null);
  return (await Promise.all(places.map((place) => isInProject(root, place)))).includes(true);
}

/** "predicted.csv" has its label files in "predicted". */
const besideTable = (out: string): string => (extname(out) === '' ? `${out}-marks` : out.slice(0, -extname(out).length));

async function writeMarks(folder: string, { labels }: RunPredictions, signal: AbortSignal): Promise<void> {
  const files = (labels ?? []).filter((entry) => entry !== null);
  await mapBounded(files, ({ file, label }) => writeBeside(join(folder, file), formatLabel(label)), signal, waitingForTheDisk);
}

const tableOf = ({ rows, classes, labels }: RunPredictions, withFiles: boolean): string =>
  formatPredictedFiles(rows, classes, withFiles && labels !== null ? labels.map((entry) => entry?.file ?? '') : undefined);
