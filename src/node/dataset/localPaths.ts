import { join } from 'node:path';
import { compareText } from '../../core/dataset/compareText';
import { formatTable, parseTable } from '../../core/dataset/table';
import { layout } from '../../core/project/layout';
import { writeBeside } from '../files/writeBeside';
import { readIfThere } from './readIfThere';

/** Where a file of an image lies on this machine: a row of `.radsteps/paths.csv`. */
export type LocalPath = {
  readonly image: string;
  /** Pseudonym of the instance where the image is a series, else ''. */
  readonly instance: string;
  /** Name of a root in `local.yaml`, and the path from it with forward slashes. */
  readonly root: string;
  readonly path: string;
  /** Size and time of the last change (milliseconds) when it was last read: while both stay, its hash stays. */
  readonly bytes: number;
  readonly modified: number;
};

const columns = ['image', 'instance', 'root', 'path', 'bytes', 'modified'];

/** The paths of this machine; none where nothing was imported here. */
export async function readLocalPaths(root: string): Promise<readonly LocalPath[]> {
  const text = await readIfThere(join(root, layout.paths));
  if (text === null) return [];
  return parseTable(layout.paths, text, columns).rows.map(({ cells }) => ({
    image: cells.image ?? '',
    instance: cells.instance ?? '',
    root: cells.root ?? '',
    path: cells.path ?? '',
    bytes: Number(cells.bytes),
    modified: Number(cells.modified),
  }));
}

/** Replaces the paths of this machine. */
export async function writeLocalPaths(root: string, paths: readonly LocalPath[]): Promise<void> {
  const rows = paths
    .toSorted((a, b) => compareText(a.image, b.image) || compareText(a.instance, b.instance))
    .map((path) => ({ ...path, bytes: String(path.bytes), modified: String(path.modified) }));
  await writeBeside(join(root, layout.paths), formatTable(columns, rows));
}
