import type { CodedImage } from './codedImage';
import { type CodeKernel, countsAt, greysAt, makeCodeKernel, roomAt } from './codeKernel';
import { codeRanks } from './codeRanks';
import { type Fit, type FitPlace, fitPlace } from './fitAffine';
import { fitCodes, resizeRows, type Size, type Taps, triangleTaps } from './resize';
import { type WindowSettings, windowCodes } from './windowPixels';

// The kernel reads four codes at a time, and at most three too many.
const slack = 8;

/** Each thread has its own, which keeps its memory for the next picture. */
let ofThread: CodeKernel | null = null;

/** Room for a file's bytes in a kernel's memory, until the next time; codes that lie in it need not be copied to be fitted by that kernel. */
export function fileRoom({ memory }: CodeKernel, bytes: number): Uint8Array {
  reserve(memory, roomAt + bytes + slack);
  return new Uint8Array(memory.buffer, roomAt, bytes);
}

/** A picture in codes, windowed and brought to a new size: what `windowPixels` and `fitPixels` make of it, but for single precision's rounding; by the thread's kernel unless given one. */
export function fitCodedImage(image: CodedImage, settings: WindowSettings, to: Size, fit: Fit, own?: CodeKernel): Float32Array {
  ofThread ??= makeCodeKernel();
  const kernel = own ?? ofThread;
  const { memory } = kernel;
  const { codes, greys } = image;
  const { length } = codes;
  const isThere = codes.buffer === memory.buffer;
  const codesAt = isThere ? codes.byteOffset : roomAt;
  if (!isThere) {
    reserve(memory, roomAt + 2 * length + slack);
    new Uint16Array(memory.buffer, roomAt, length).set(codes);
  }
  const counts = countCodes(kernel, codesAt, length);
  const values = windowCodes(image, settings, (shares) => codeRanks(counts, greys, shares));
  const place = fitPlace(image, to, fit);
  // Where new rows come in between, more than two of them need the same old one.
  if (place.inner.rows > image.rows) return fitCodes(codes, values, image, to, fit);
  return shrink(kernel, codesAt, values, image, to, place);
}

function reserve(memory: WebAssembly.Memory, bytes: number): void {
  const missing = Math.ceil((bytes - memory.buffer.byteLength) / 65536);
  if (missing > 0) memory.grow(missing);
}

/** How often each of the `length` codes at an address comes. */
function countCodes({ memory, count }: CodeKernel, codesAt: number, length: number): Uint32Array {
  const tables = new Uint32Array(memory.buffer, countsAt, 2 * 65536).fill(0);
  const whole = length - (length % 4);
  count(codesAt, codesAt + 2 * whole);
  const rest = new Uint16Array(memory.buffer, codesAt + 2 * whole, length - whole);
  for (const code of rest) tables[code] = (tables[code] ?? 0) + 1;
  const counts = new Uint32Array(65536);
  for (let code = 0; code < counts.length; code += 1) counts[code] = (tables[code] ?? 0) + (tables[65536 + code] ?? 0);
  return counts;
}

/** Resizes the loaded codes along their columns, row by row through memory, then the few rows that are left along theirs. */
function shrink(
  { memory, addRow }: CodeKernel,
  codesAt: number,
  values: Float32Array,
  from: Size,
  to: Size,
  { inner, top, left }: FitPlace,
): Float32Array {
  const down = triangleTaps(from.rows, inner.rows, Math.max(0, -top), Math.min(inner.rows, to.rows));
  const across = triangleTaps(from.columns, inner.columns, Math.max(0, -left), Math.min(inner.columns, to.columns));
  const rows = down.first.length;
  const lanes = 4 * Math.ceil(from.columns / 4);
  const sumsAt = 16 * Math.ceil((codesAt + 2 * from.rows * from.columns + slack) / 16);
  // One row more takes what goes to no row.
  reserve(memory, sumsAt + 4 * (rows + 1) * lanes);
  new Float32Array(memory.buffer, greysAt, values.length).set(values);
  const sums = new Float32Array(memory.buffer, sumsAt, (rows + 1) * lanes).fill(0);
  const sumAt = (row: number): number => sumsAt + 4 * row * lanes;
  for (const { row, first, weight, otherWeight } of rowUses(down)) {
    const codes = codesAt + 2 * row * from.columns;
    addRow(codes, codes + 2 * from.columns, sumAt(first), sumAt(first + 1), weight, otherWeight);
  }
  const narrow = resizeRows((row, into) => into.set(sums.subarray(row * lanes, row * lanes + from.columns)), from.columns, 0, rows, across);
  return placeRows(narrow, across.first.length, rows, to, Math.max(0, top), Math.max(0, left));
}

/** For each old row that is needed the first new row that needs it, and its weights in that one and in the next. */
function* rowUses({ first, end, weights }: Taps) {
  let [output, start] = [0, 0];
  const weightOf = (of: number, from: number, row: number): number =>
    of < first.length && row >= (first[of] ?? 0) && row < (end[of] ?? 0) ? (weights[from + row - (first[of] ?? 0)] ?? 0) : 0;
  const taps = (of: number): number => (end[of] ?? 0) - (first[of] ?? 0);
  for (let row = first[0] ?? 0; row < (end.at(-1) ?? 0); row += 1) {
    while ((end[output] ?? row + 1) <= row) {
      start += taps(output);
      output += 1;
    }
    const otherWeight = weightOf(output + 1, start + taps(output), row);
    yield { row, first: output, weight: weightOf(output, start, row), otherWeight };
  }
}

function placeRows(narrow: Float32Array, width: number, rows: number, to: Size, top: number, left: number): Float32Array {
  const result = new Float32Array(to.rows * to.columns);
  for (let row = 0; row < rows; row += 1) result.set(narrow.subarray(row * width, (row + 1) * width), (top + row) * to.columns + left);
  return result;
}
