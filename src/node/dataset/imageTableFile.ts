import { join } from 'node:path';
import { formatImageTable, type ImageTable, parseImageTable } from '../../core/dataset/imageTable';
import { layout } from '../../core/project/layout';
import { writeBeside } from '../files/writeBeside';
import { readIfThere } from './readIfThere';

/** The project's `images.csv`; an empty table where there is none yet. */
export async function readImageTable(root: string): Promise<ImageTable> {
  const text = await readIfThere(join(root, layout.images));
  return text === null || text.trim() === '' ? { rows: [], extraColumns: [] } : parseImageTable(text);
}

/** Replaces `images.csv`, unless it says the same already. */
export async function writeImageTable(root: string, table: ImageTable): Promise<void> {
  const file = join(root, layout.images);
  const text = formatImageTable(table);
  if (text !== (await readIfThere(file))) await writeBeside(file, text);
}
