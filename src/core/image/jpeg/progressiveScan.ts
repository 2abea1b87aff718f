import type { BitReader } from './bitReader';
import { eachBlock } from './eachBlock';
import type { HuffmanTable } from './huffmanTable';
import { inverseDct } from './inverseDct';
import { damagedJpeg, type JpegFrame, type JpegScan, type JpegTables } from './jpegHeader';
import type { JpegPlane } from './jpegPlane';
import { zigzag } from './zigzag';

/** What lasts from block to block of a scan. */
type State = { readonly bits: BitReader; readonly predictions: Int32Array; run: number };

/** Decodes a scan of progressive coding (T.81 G.2) into the coefficients of its planes. */
export function progressiveScan(frame: JpegFrame, scan: JpegScan, planes: readonly JpegPlane[], tables: JpegTables, bits: BitReader): void {
  const { first, last, high, low, components } = scan;
  const isFirstOnly = first === 0 && last === 0;
  const isBand = first > 0 && first <= last && last < 64 && components.length === 1;
  if (!(isFirstOnly || isBand) || low > 13 || (high !== 0 && high !== low + 1)) throw damagedJpeg('a scan is impossible');
  const state: State = { bits, predictions: new Int32Array(4), run: 0 };
  const decode = isFirstOnly ? firstDecoder(state, scan, tables) : bandDecoder(state, scan, tables);
  eachBlock(
    frame,
    scan,
    planes,
    tables.restartInterval,
    bits,
    ({ coefficients, blockColumns }, place, row, column) => decode(coefficients, 64 * (row * blockColumns + column), place),
    () => {
      state.predictions.fill(0);
      state.run = 0;
    },
  );
}

type BlockDecoder = (coefficients: Int16Array, start: number, place: number) => void;

const present = (table: HuffmanTable | undefined): HuffmanTable => {
  if (table === undefined) throw damagedJpeg('a table is missing');
  return table;
};

function firstDecoder({ bits, predictions }: State, { components, high, low }: JpegScan, { dc }: JpegTables): BlockDecoder {
  if (high > 0) {
    return (coefficients, start) => {
      if (bits.bits(1) === 1) coefficients[start] = (coefficients[start] ?? 0) | (1 << low);
    };
  }
  const tables = components.map((component) => present(dc[component.dc]));
  return (coefficients, start, place) => {
    const size = bits.symbol(tables[place] ?? present(undefined));
    if (size > 16) throw damagedJpeg('a difference is too large');
    if (size > 0) predictions[place] = (predictions[place] ?? 0) + bits.difference(size);
    coefficients[start] = (predictions[place] ?? 0) << low;
  };
}

function bandDecoder(state: State, scan: JpegScan, { ac }: JpegTables): BlockDecoder {
  const table = present(ac[scan.components[0]?.ac ?? 0]);
  return scan.high === 0
    ? (coefficients, start) => decodeBand(state, scan, table, coefficients, start)
    : (coefficients, start) => refineBand(state, scan, table, coefficients, start);
}

function decodeBand(state: State, { first, last, low }: JpegScan, table: HuffmanTable, coefficients: Int16Array, start: number): void {
  if (state.run > 0) {
    state.run -= 1;
    return;
  }
  const { bits } = state;
  for (let k = first; k <= last; k += 1) {
    const symbol = bits.symbol(table);
    const zeros = symbol >>> 4;
    const digits = symbol & 15;
    if (digits === 0 && zeros < 15) {
      state.run = (1 << zeros) - 1 + (zeros > 0 ? bits.bits(zeros) : 0);
      return;
    }
    k += zeros;
    if (k > 63) throw damagedJpeg('a block is too long');
    if (digits > 0) coefficients[start + k] = bits.difference(digits) << low;
  }
}

/** Refines known coefficients by a bit and puts new ones between them (T.81 G.1.2.3). */
function refineBand(state: State, { first, last, low }: JpegScan, table: HuffmanTable, coefficients: Int16Array, start: number): void {
  const { bits } = state;
  const step = 1 << low;
  let k = first;
  while (state.run === 0 && k <= last) {
    const symbol = bits.symbol(table);
    const digits = symbol & 15;
    let zeros = symbol >>> 4;
    if (digits === 0 && zeros < 15) {
      state.run = (1 << zeros) + (zeros > 0 ? bits.bits(zeros) : 0);
      break;
    }
    const value = digits === 0 ? 0 : bits.bits(1) === 1 ? step : -step;
    for (; k <= last; k += 1) {
      const at = start + k;
      if ((coefficients[at] ?? 0) !== 0) refine(bits, coefficients, at, step);
      else if (zeros > 0) zeros -= 1;
      else {
        if (value !== 0) coefficients[at] = value;
        k += 1;
        break;
      }
    }
  }
  if (state.run === 0) return;
  for (; k <= last; k += 1) if ((coefficients[start + k] ?? 0) !== 0) refine(bits, coefficients, start + k, step);
  state.run -= 1;
}

function refine(bits: BitReader, coefficients: Int16Array, at: number, step: number): void {
  if (bits.bits(1) === 0) return;
  const value = coefficients[at] ?? 0;
  if ((Math.abs(value) & step) === 0) coefficients[at] = value + (value > 0 ? step : -step);
}

/** Turns the coefficients of all scans into samples. */
export function finishProgressive({ precision }: JpegFrame, planes: readonly JpegPlane[], { quantisation }: JpegTables): void {
  const block = new Int32Array(64);
  for (const { component, coefficients, samples, stride, blockRows, blockColumns } of planes) {
    const table = quantisation[component.table];
    if (table === undefined) throw damagedJpeg('a table is missing');
    for (let row = 0; row < blockRows; row += 1) {
      for (let column = 0; column < blockColumns; column += 1) {
        const start = 64 * (row * blockColumns + column);
        for (let k = 0; k < 64; k += 1) block[zigzag[k] ?? 0] = Math.imul(coefficients[start + k] ?? 0, table[k] ?? 0);
        inverseDct(block, precision, samples, 8 * (row * stride + column), stride);
      }
    }
  }
}
