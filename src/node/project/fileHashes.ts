import { createHash } from 'node:crypto';
import { compareText } from '../../core/dataset/compareText';
import { parseTable } from '../../core/dataset/table';
import { layout } from '../../core/project/layout';
import { readTextIfThere } from './readText';

const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');

/**
 * The hash that tasks made from a project's file note: SHA-256 (hex) of its text with line feeds; of `images.csv` that of its images and patients
 * alone, since content hashes come later; null where there is no such file.
 */
export async function stateHash(root: string, file: string): Promise<string | null> {
  const text = await readTextIfThere(root, file);
  if (text === null) return null;
  if (file !== layout.images) return sha256(text.replaceAll('\r\n', '\n'));
  const { rows } = parseTable(file, text, ['image', 'patient']);
  const identity = rows.map(({ cells }) => `${cells.image},${cells.patient}\n`).toSorted(compareText);
  return sha256(identity.join(''));
}
