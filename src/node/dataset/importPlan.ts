import { realpath, stat } from 'node:fs/promises';
import { sep } from 'node:path';
import type { ImageTable } from '../../core/dataset/imageTable';
import type { LayoutName } from '../../core/dataset/layoutName';
import type { Protocol } from '../../core/label/protocol';
import { UserError } from '../../core/userError';
import type { ImageKind } from '../images/imageKind';
import { type Local, readLocal } from '../project/local';
import { readProjectKey } from '../project/projectKey';
import { readProtocol } from '../project/readProtocol';
import { findFolderTable } from './findFolderTable';
import { readImageTable } from './imageTableFile';
import type { ImportOptions } from './importImages';
import { type ImportRoot, importRoot } from './importRoot';
import { type LocalPath, readLocalPaths } from './localPaths';
import type { PublicLayout } from './publicLayout';
import { publicLayouts } from './publicLayouts';
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
  /** What the user should know of where labels come from. */
  readonly notes: readonly string[];
  /** The folder's public layout, if it has one. */
  readonly layout: PublicLayout | null;
  /** Other public layouts that lie in the folder, too, and that this import passes over. */
  readonly otherLayouts: readonly PublicLayout[];
  readonly keepNames: boolean;
  readonly reader: string;
};

/** A table in CSV, or the folder itself in a public layout with its own tables (absolute paths). */
export type LabelSource = { readonly protocol: Protocol; readonly tables: readonly string[] } & (
  | { readonly kind: 'table'; readonly table: string; readonly text: string }
  | { readonly kind: 'layout'; readonly layout: PublicLayout }
);

/** Checks the arguments and the project; throws UserError, and has changed nothing but (at most) made the project's key. */
export async function planImport(root: string, source: string, options: ImportOptions): Promise<ImportPlan> {
  const reader = options.reader ?? 'import';
  if (!/^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$/.test(reader))
    throw new UserError(`The reader "${reader}" must be a short name of letters, digits, ".", "_" and "-".`);
  const folder = await realFolder(source);
  const found = await findLayout(source, folder, options.layout);
  const { labels, notes } = await labelSource(root, folder, { given: options.labels, reader, found });
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
    notes,
    layout: found?.layout ?? null,
    otherLayouts: found === null || options.layout !== 'auto' ? [] : await layoutsAfter(found.layout, folder),
    keepNames: options.keepNames ?? found !== null,
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

type FoundLayout = { readonly layout: PublicLayout; readonly tables: readonly string[] };

async function findLayout(source: string, folder: string, wanted: LayoutName): Promise<FoundLayout | null> {
  for (const layout of publicLayouts) {
    if (wanted !== 'auto' && wanted !== layout.name) continue;
    const tables = await layout.find(folder);
    if (tables !== null) return { layout, tables };
    const missing = wanted === layout.name ? ((await layout.missing?.(folder)) ?? '') : '';
    if (wanted === layout.name)
      throw new UserError(`${source} is not ${layout.title}: it needs ${layout.needs}${missing === '' ? '' : `, but has ${missing}`}.`);
  }
  return null;
}

async function layoutsAfter(layout: PublicLayout, folder: string): Promise<readonly PublicLayout[]> {
  const others = publicLayouts.slice(publicLayouts.indexOf(layout) + 1);
  const found = await Promise.all(others.map(async (other) => ((await other.find(folder)) === null ? [] : [other])));
  return found.flat();
}

type FoundLabels = Pick<ImportPlan, 'labels' | 'notes'>;
type LabelChoice = { readonly given: ImportOptions['labels']; readonly reader: string; readonly found: FoundLayout | null };

/** The given table before the layout's labels, and these before a table in the folder. */
async function labelSource(root: string, folder: string, { given, reader, found }: LabelChoice): Promise<FoundLabels> {
  if (given === false) return { labels: null, notes: [] };
  if (given !== undefined) return { labels: tableSource(given, await readTableText(given), await readProtocol(root)), notes: [] };
  if (found !== null) return { labels: { kind: 'layout', ...found, protocol: await readProtocol(root) }, notes: [] };
  const protocol = await readProtocol(root).catch(() => null);
  if (protocol === null) return { labels: null, notes: [] };
  const { table, notes } = await findFolderTable(folder, protocol, reader);
  return { labels: table === null ? null : tableSource(table.file, table.text, protocol), notes };
}

const tableSource = (table: string, text: string, protocol: Protocol): LabelSource => ({
  kind: 'table',
  table,
  tables: [table],
  text,
  protocol,
});

/** A file's path from its root in `local.yaml`. */
export const pathFromRoot = ({ place }: ImportPlan, path: string): string => (place.prefix === '' ? path : `${place.prefix}/${path}`);

/** True for an absolute path in the imported folder. */
export const isInFolder = ({ folder }: Pick<ImportPlan, 'folder'>, file: string): boolean =>
  file.startsWith(folder.endsWith(sep) ? folder : folder + sep);
