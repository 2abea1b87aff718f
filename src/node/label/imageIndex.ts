import { type FileMatch, indexFiles } from '../../core/dataset/fileIndex';
import type { ImageRow } from '../../core/dataset/imageRow';
import { readLocalFiles } from '../dataset/localFiles';
import { readImages } from '../dataset/readDataset';

/** A project's images, and what finds one by the name that a foreign file gives it. */
export type ImageIndex = { readonly find: (file: string) => FileMatch<string>; readonly rows: ReadonlyMap<string, ImageRow> };

/** Images by their names and their files' names; a file that is no image's never matches by chance, for the whole path is compared as far as it goes. */
export async function imageIndex(root: string): Promise<ImageIndex> {
  const rows = new Map((await readImages(root)).map((row) => [row.image, row]));
  const byName = indexFiles([...rows.keys()].map((image) => ({ path: image, target: image })));
  const files = [...(await readLocalFiles(root))].flatMap(([image, list]) => list.map(({ path }) => ({ path, target: image })));
  const byFile = indexFiles(files.filter(({ target }) => rows.has(target)));
  return {
    rows,
    find: (file) => {
      const stem = file.replace(/\.(txt|xml|nii|nii\.gz)$/i, '');
      const named = byName(stem.replace(/\.(png|jpe?g|dcm|bmp|tiff?)$/i, ''));
      return 'found' in named ? named : byFile(stem);
    },
  };
}
