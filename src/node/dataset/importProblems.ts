import { join, sep } from 'node:path';
import { compareText } from '../../core/dataset/compareText';
import { formatTable, parseTable } from '../../core/dataset/table';
import { problemFileName } from '../../core/identity/pseudonym';
import { layout } from '../../core/project/layout';
import { writeBeside } from '../files/writeBeside';
import type { FileProblem } from './foundFile';
import { nativeKey } from './nativeKey';
import { readIfThere } from './readIfThere';

export type ProblemUpdate = {
  /** The imported folder (absolute): what earlier imports of it or of a part of it found is replaced. */
  readonly folder: string;
  /** Path of every file that was looked at, as problems name it: on a machine that never saw the earlier import these tell what it replaces. */
  readonly looked: readonly string[];
  /** Of the folder's files (absolute) those that were not looked at: another data set beside the imported one keeps its problems. */
  readonly isPassedOver?: (file: string) => boolean;
  readonly problems: readonly FileProblem[];
  readonly keepNames: boolean;
  readonly key: Uint8Array;
};

/** Writes `3-data/import-problems.csv`, and beside it on this machine only the paths that its names stand for. */
export async function writeImportProblems(root: string, update: ProblemUpdate): Promise<void> {
  const key = nativeKey(update.key);
  const named = update.problems.map((problem) => ({
    name: update.keepNames ? problem.path : problemFileName(key, problem.path),
    ...problem,
  }));
  const paths = await readRows(root, layout.problemPaths, ['file', 'path']);
  const { isPassedOver = () => false } = update;
  const inFolder = paths.filter(({ path = '' }) => path.startsWith(update.folder + sep) && !isPassedOver(path)).map((row) => row.file);
  const gone = new Set([...inFolder, ...update.looked, ...update.looked.map((path) => problemFileName(key, path))]);
  const stay = <T extends Readonly<Record<string, string>>>(rows: readonly T[]): readonly T[] => rows.filter((row) => !gone.has(row.file));
  const problems = [
    ...stay(await readRows(root, layout.importProblems, ['file', 'reason'])),
    ...named.map(({ name, reason }) => ({ file: name, reason })),
  ];
  const places = [...stay(paths), ...new Map(named.map(({ name, file }) => [name, { file: name, path: file }])).values()];
  await replaceRows(root, layout.importProblems, ['file', 'reason'], problems);
  await replaceRows(root, layout.problemPaths, ['file', 'path'], places);
}

async function readRows(root: string, file: string, columns: readonly string[]): Promise<readonly Readonly<Record<string, string>>[]> {
  const text = await readIfThere(join(root, file));
  return text === null || text.trim() === '' ? [] : parseTable(file, text, columns).rows.map(({ cells }) => cells);
}

async function replaceRows(
  root: string,
  file: string,
  columns: readonly string[],
  rows: readonly Readonly<Record<string, string>>[],
): Promise<void> {
  const text = formatTable(
    columns,
    rows.toSorted((a, b) => compareText(a.file ?? '', b.file ?? '')),
  );
  const old = await readIfThere(join(root, file));
  if (text !== old && (rows.length > 0 || old !== null)) await writeBeside(join(root, file), text);
}
