import { realpath, stat } from 'node:fs/promises';
import { sep } from 'node:path';
import type { ImageTable } from '../../core/dataset/imageTable';
import type { Protocol } from '../../core/label/protocol';
import { UserError } from '../../core/userError';
import type { ImageKind } from '../images/imageKind';
import { type Local, readLocal } from '../project/local';
import { readProjectKey } from '../project/projectKey';
import { readProtocol } from '../project/readProtocol';
import { findFracAtlasTable } from './fracAtlas';
import { readImageTable } from './imageTableFile';
import type { ImportOptions } from './importImages';
import { type ImportRoot, importRoot } from './importRoot';
import { type LocalPath, readLocalPaths } from './localPaths';
import { readTableText } from './readTableText';

/** All that an import knows before it reads the first image. */
export type ImportPlan = {
  readonly root: string;
  /** The imported folder, a real path. */
  readonly folder: string;
  readonly place: ImportRoot;
  readonly local: Local;
  readonly key: Uint8Array;
  readonly table: ImageTable;
  readonly paths: readonly LocalPath[];
  readonly kinds: readonly ImageKind[];
  /** Where labels come from; null for an import without labels. */
  readonly labels: LabelSource | null;
  readonly keepNames: boolean;
  readonly reader: string;
};

/** A table in CSV, or the folder itself in FracAtlas' layout with its own table. */
export type LabelSource = { readonly table: string; readonly text: string; readonly isFracAtlas: boolean; readonly protocol: Protocol };

/** Checks the arguments and the project; throws UserError, and has changed nothing but (at most) made the project's key. */
export async function planImport(root: string, source: string, options: ImportOptions): Promise<ImportPlan> {
  const reader = options.reader ?? 'import';
  if (!/^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$/.test(reader))
    throw new UserError(`The reader "${reader}" must be a short name of letters, digits, ".", "_" and "-".`);
  const folder = await realFolder(source);
  const fracAtlas = options.layout === 'auto' || options.layout === 'fracatlas' ? await findFracAtlasTable(folder) : null;
  if (options.layout === 'fracatlas' && fracAtlas === null)
    throw new UserError(
      `${source} is not FracAtlas: it needs the folders images/Fractured and images/Non_fractured and a table dataset.csv.`,
    );
  const labels = await labelSource(root, options.labels, fracAtlas);
  const local = await readLocal(root);
  return {
    root: await realpath(root),
    folder,
    place: importRoot(local.roots, folder),
    local,
    table: await readImageTable(root),
    paths: await readLocalPaths(root),
    kinds: options.layout === 'dicom' ? ['dicom'] : options.layout === 'files' ? ['png', 'jpeg'] : ['dicom', 'png', 'jpeg'],
    labels,
    keepNames: options.keepNames ?? fracAtlas !== null,
    reader,
    key: await readProjectKey(root),
  };
}

async function realFolder(source: string): Promise<string> {
  const folder = await realpath(source).catch(() => null);
  if (folder === null) throw new UserError(`There is no folder ${source}: give the folder that holds the images.`);
  if (!(await stat(folder)).isDirectory()) throw new UserError(`${source} is a file: give the folder that holds the images.`);
  return folder;
}

async function labelSource(root: string, table: string | undefined, fracAtlas: string | null): Promise<LabelSource | null> {
  const file = table ?? fracAtlas;
  if (file === null) return null;
  return { table: file, text: await readTableText(file), isFracAtlas: table === undefined, protocol: await readProtocol(root) };
}

/** A file's path from its root in `local.yaml`. */
export const pathFromRoot = ({ place }: ImportPlan, path: string): string => (place.prefix === '' ? path : `${place.prefix}/${path}`);

/** True for an absolute path in the imported folder. */
export const isInFolder = ({ folder }: Pick<ImportPlan, 'folder'>, file: string): boolean =>
  file.startsWith(folder.endsWith(sep) ? folder : folder + sep);
