import { DicomError } from '../dicom/dicomError';
import { decodeRle } from './decodeRle';
import type { Decoder } from './decoderOutput';
import { type DecoderOutput, splitPlanes } from './decoderOutput';
import { type Cells, cellsOf } from './nativeCells';
import { bitsOfFrame, type PixelLayout } from './pixelLayout';
import { storedValues } from './storedValues';

/** Cells in the file's own arrangement as a decoder's output. */
export function cellsOutput(cells: Cells, layout: PixelLayout, planar = layout.planar): DecoderOutput {
  return { planes: splitPlanes(storedValues(cells, layout), layout.samples, planar), bits: layout.bitsStored, colour: null };
}

/** Encapsulated uncompressed frames (PS3.5 A.4.11). */
export const decodePlain: Decoder = async (bytes, layout) => cellsOutput(littleEndianCells(bytes, layout), layout);

/** Deflated image frames (PS3.5 A.4.13). */
export const decodeDeflated: Decoder = async (bytes, layout, codecs) => {
  const needed = Math.ceil(bitsOfFrame(layout) / 8);
  const inflated = await codecs.inflate(bytes, needed + 1).catch(() => {
    throw new DicomError('malformed', 'The deflated data of a frame are damaged');
  });
  return cellsOutput(littleEndianCells(inflated, layout), layout);
};

/** RLE frames (PS3.5 annex G), whose planes always follow each other. */
export const decodeRuns: Decoder = async (bytes, layout) => {
  const cells = decodeRle(bytes, layout);
  return layout.bitsAllocated === 1 && cells instanceof Uint8Array
    ? cellsOutput(littleEndianCells(cells, layout), layout)
    : cellsOutput(cells, layout, true);
};

function littleEndianCells(bytes: Uint8Array, layout: PixelLayout): Cells {
  const bits = bitsOfFrame(layout);
  if (8 * bytes.length < bits) {
    const details = { expected: `${Math.ceil(bits / 8)} bytes`, found: `${bytes.length}` };
    throw new DicomError('truncated', 'A frame ends too early', details);
  }
  return cellsOf(bytes, layout, bits / layout.bitsAllocated, true);
}
