import type { BitReader } from './bitReader';
import { eachBlock } from './eachBlock';
import type { HuffmanTable } from './huffmanTable';
import { inverseDct } from './inverseDct';
import { damagedJpeg, type JpegFrame, type JpegScan, type JpegTables } from './jpegHeader';
import type { JpegPlane } from './jpegPlane';
import { zigzag } from './zigzag';

/** A component's tables in a scan. */
type BlockTables = { readonly dc: HuffmanTable; readonly ac: HuffmanTable; readonly quantisation: Uint16Array };

/** Decodes a scan of sequential coding (T.81 F.2) into the samples of its planes. */
export function sequentialScan(frame: JpegFrame, scan: JpegScan, planes: readonly JpegPlane[], tables: JpegTables, bits: BitReader): void {
  const chosen = scan.components.map(({ index, dc, ac }) => blockTables(planes[index], tables, dc, ac));
  const predictions = new Int32Array(4);
  const block = new Int32Array(64);
  eachBlock(
    frame,
    scan,
    planes,
    tables.restartInterval,
    bits,
    ({ samples, stride }, place, row, column) => {
      const own = chosen[place] ?? chosen[0];
      if (own === undefined) return;
      predictions[place] = decodeBlock(bits, own, predictions[place] ?? 0, block);
      inverseDct(block, frame.precision, samples, 8 * (row * stride + column), stride);
    },
    () => predictions.fill(0),
  );
}

function blockTables(plane: JpegPlane | undefined, { dc, ac, quantisation }: JpegTables, dcTable: number, acTable: number): BlockTables {
  const found = { dc: dc[dcTable], ac: ac[acTable], quantisation: quantisation[plane?.component.table ?? 0] };
  if (found.dc === undefined || found.ac === undefined || found.quantisation === undefined) throw damagedJpeg('a table is missing');
  return { dc: found.dc, ac: found.ac, quantisation: found.quantisation };
}

/** Fills `block` with dequantised coefficients and gives the new prediction of the first one. */
function decodeBlock(bits: BitReader, { dc, ac, quantisation }: BlockTables, prediction: number, block: Int32Array): number {
  block.fill(0);
  const size = bits.symbol(dc);
  if (size > 16) throw damagedJpeg('a difference is too large');
  const level = size === 0 ? prediction : prediction + bits.difference(size);
  block[0] = level * (quantisation[0] ?? 0);
  for (let k = 1; k < 64; k += 1) {
    const symbol = bits.symbol(ac);
    const digits = symbol & 15;
    if (digits === 0) {
      if (symbol !== 0xf0) break;
      k += 15;
      continue;
    }
    k += symbol >>> 4;
    if (k > 63) throw damagedJpeg('a block is too long');
    block[zigzag[k] ?? 0] = Math.imul(bits.difference(digits), quantisation[k] ?? 0);
  }
  return level;
}
