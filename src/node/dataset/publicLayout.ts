import type { ImageRow } from '../../core/dataset/imageRow';
import type { LayoutName } from '../../core/dataset/layoutName';
import type { Protocol } from '../../core/label/protocol';
import type { FindImage, ImportedLabels } from './importedLabels';

/** What a layout has to read labels from. */
export type LayoutInput = {
  /** The imported folder, a real path. */
  readonly folder: string;
  /** The tables that `find` has found, absolute. */
  readonly tables: readonly string[];
  readonly protocol: Protocol;
  /** The project's key, for pseudonyms. */
  readonly key: Uint8Array;
  readonly find: FindImage;
  /** By an image's name: the path of its file from the folder, and its size. */
  readonly images: ReadonlyMap<string, LayoutImage>;
};

export type LayoutImage = { readonly path: string; readonly facts: Pick<ImageRow, 'rows' | 'columns'> };

/** The folder layout of a public data set: how it is recognised, which of its files are images, and how its labels are read. */
export type PublicLayout = {
  readonly name: LayoutName;
  /** The data set's name for people. */
  readonly title: string;
  /** What a folder of this layout needs, to follow "it needs". */
  readonly needs: string;
  /** The absolute paths of its tables (there may be none); null for a folder of another layout. */
  readonly find: (folder: string) => Promise<readonly string[] | null>;
  /** True for the path (from the folder, with slashes) of a file that may be an image. */
  readonly isImage: (path: string) => boolean;
  /** What of that a folder lacks, to follow "it has"; for a layout that was asked for. */
  readonly missing?: (folder: string) => Promise<string>;
  /** A kept name for the file at a path, where its stem alone is no name. */
  readonly stemOf?: (path: string) => string;
  readonly read: (input: LayoutInput) => Promise<ImportedLabels>;
};
