import { readFile } from 'node:fs/promises';
import { join, relative, sep } from 'node:path';
import { parseSeriesTable } from '../../core/dataset/seriesTable';
import { parseTable } from '../../core/dataset/table';
import { layout } from '../../core/project/layout';
import { readLocal } from '../project/local';

/** An image of a project with its files on this machine, in the order of its instances. */
export type ImageFiles = { readonly image: string; readonly files: readonly string[] };

/**
 * The files of an image in the order of its series' list; none where this machine has none. Only the image's own rows are parsed: there may be
 * a million others.
 */
export async function filesOfImage(root: string, image: string): Promise<readonly string[]> {
  return (await instancesOfImage(root, image)).map(({ file }) => file);
}

/** A file of an image, with the pseudonym of the instance that it is ('' where the image is one file without one). */
export type ImageInstance = { readonly instance: string; readonly file: string };

/** The files of an image with their instances, in the order of its series' list; none where this machine has none. */
export async function instancesOfImage(root: string, image: string): Promise<readonly ImageInstance[]> {
  const text = await textIfThere(join(root, layout.paths));
  const rows = await rowsOf(root, text, startsOf(text, image));
  if (rows.length < 2) return rows;
  const name = `${layout.series}/${image}.csv`;
  const list = await textIfThere(join(root, name));
  const order = new Map(list === '' ? [] : parseSeriesTable(list, name).map(({ instance }, index) => [instance, index]));
  const place = ({ instance }: Row): number => order.get(instance) ?? order.size;
  return rows.toSorted((a, b) => place(a) - place(b));
}

/** The image to which a file belongs, with all its files; null where the project doesn't know the file. */
export async function imageOfFile(root: string, file: string): Promise<ImageFiles | null> {
  const { roots } = await readLocal(root);
  const text = await textIfThere(join(root, layout.paths));
  for (const folder of Object.values(roots)) {
    const path = relative(folder, file).split(sep).join('/');
    if (path === '' || path.startsWith('../')) continue;
    const rows = await rowsOf(root, text, startsHolding(text, path));
    const own = rows.find((row) => row.file === file);
    if (own !== undefined) return { image: own.image, files: await filesOfImage(root, own.image) };
  }
  return null;
}

async function textIfThere(file: string): Promise<string> {
  try {
    return await readFile(file, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return '';
    throw error;
  }
}

/** Where the lines of an image begin; the table is sorted by image. */
function startsOf(text: string, image: string): readonly number[] {
  const quoted = /[",\n]/.test(image) ? `"${image.replaceAll('"', '""')}"` : image;
  return startsWhere(text, `\n${quoted},`, (at) => at + 1);
}

const startsHolding = (text: string, path: string): readonly number[] =>
  startsWhere(text, path.replaceAll('"', '""'), (at) => text.lastIndexOf('\n', at) + 1);

function startsWhere(text: string, part: string, lineOf: (at: number) => number): readonly number[] {
  const starts: number[] = [];
  for (let at = text.indexOf(part); at >= 0; at = text.indexOf(part, at + part.length)) starts.push(lineOf(at));
  return starts;
}

type Row = { readonly image: string; readonly instance: string; readonly file: string };

async function rowsOf(root: string, text: string, starts: readonly number[]): Promise<readonly Row[]> {
  if (starts.length === 0) return [];
  const { roots } = await readLocal(root);
  const lineFrom = (start: number): string => text.slice(start, (text.indexOf('\n', start) + 1 || text.length + 1) - 1);
  const table = [lineFrom(0), ...starts.map(lineFrom)].join('\n');
  return parseTable(layout.paths, table, ['image', 'instance', 'root', 'path']).rows.flatMap(({ cells }) => {
    const folder = roots[cells.root ?? ''];
    return folder === undefined ? [] : [{ image: cells.image ?? '', instance: cells.instance ?? '', file: join(folder, cells.path ?? '') }];
  });
}
