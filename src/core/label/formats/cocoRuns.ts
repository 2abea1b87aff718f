import type { Size } from '../../image/resize';
import { fillRuns, type MaskRuns, runsOfBitmap } from '../maskRuns';

/** The lengths of runs as COCO counts them: down the columns, column after column, in turns outside and inside, the first outside. */
export function cocoCounts(runs: MaskRuns, size: Size): readonly number[] {
  const bitmap = new Uint8Array(size.rows * size.columns);
  fillRuns(runs, size, bitmap);
  const counts: number[] = [];
  let [inside, count] = [0, 0];
  for (let column = 0; column < size.columns; column++)
    for (let at = column; at < bitmap.length; at += size.columns) {
      if (bitmap[at] !== inside) {
        counts.push(count);
        [inside, count] = [1 - inside, 0];
      }
      count += 1;
    }
  return [...counts, count];
}

/** The mask that COCO's counts say; null where they don't fill the image exactly. */
export function runsOfCocoCounts(counts: readonly number[], size: Size): MaskRuns | null {
  const pixels = size.rows * size.columns;
  const isWhole = counts.every((count) => Number.isSafeInteger(count) && count >= 0);
  if (!isWhole || counts.reduce((sum, count) => sum + count, 0) !== pixels) return null;
  const bitmap = new Uint8Array(pixels);
  let at = 0;
  for (const [index, count] of counts.entries()) {
    const end = at + count;
    for (; index % 2 === 1 && at < end; at++) bitmap[(at % size.rows) * size.columns + Math.floor(at / size.rows)] = 1;
    at = end;
  }
  return runsOfBitmap(bitmap, size);
}

/** COCO's compressed text of counts (cocoapi, maskApi.c, rleToString): five bits a letter, from the fourth count on as differences to the one before last. */
export function packCounts(counts: readonly number[]): string {
  let text = '';
  for (const [index, count] of counts.entries()) {
    let rest = index > 2 ? count - (counts[index - 2] ?? 0) : count;
    for (let more = true; more; ) {
      const bits = rest & 0x1f;
      rest >>= 5;
      more = (bits & 0x10) === 0 ? rest !== 0 : rest !== -1;
      text += String.fromCharCode((more ? bits | 0x20 : bits) + 48);
    }
  }
  return text;
}

/** The counts of COCO's compressed text; null where it ends too early or holds another letter. */
export function unpackCounts(text: string): readonly number[] | null {
  const counts: number[] = [];
  for (let at = 0; at < text.length; ) {
    let [value, shift, more] = [0, 0, true];
    while (more) {
      const letter = text.charCodeAt(at++) - 48;
      if (!(letter >= 0 && letter < 64) || shift > 30) return null;
      value |= (letter & 0x1f) << shift;
      shift += 5;
      more = (letter & 0x20) !== 0;
      if (!more && (letter & 0x10) !== 0 && shift < 32) value |= -1 << shift;
    }
    counts.push(counts.length > 2 ? value + (counts[counts.length - 2] ?? 0) : value);
  }
  return counts;
}
