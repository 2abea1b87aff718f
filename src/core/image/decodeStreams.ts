import { DicomError } from '../dicom/dicomError';
import { decodeInWasm, type WasmPicture } from './codecModule';
import type { CodecName, Codecs } from './codecs';
import { checkTileParts, readJ2kHeader, readJpegLsHeader, unwrapJ2k } from './codestream';
import { checkSize, type Decoder, type DecoderOutput, splitPlanes } from './decoderOutput';
import { decodeJpeg } from './jpeg/decodeJpeg';
import type { PixelLayout } from './pixelLayout';
import { storedValues } from './storedValues';
import { streamValues } from './streamValues';

/** JPEG of all kinds but JPEG-LS and JPEG 2000: the data say themselves which it is. */
export const decodeJpegFrame: Decoder = async (bytes, layout) => {
  const { rows, columns, precision, planes, colour } = decodeJpeg(bytes, layout);
  checkSize(layout, { rows, columns, samples: planes.length });
  const values = planes.map((plane) => streamValues(plane, layout, precision));
  return { planes: values.map((plane) => plane.values), bits: Math.max(...values.map(({ bits }) => bits)), colour };
};

/** JPEG-LS, lossless and near-lossless. */
export const decodeJpegLs: Decoder = async (bytes, layout, codecs) => {
  const header = readJpegLsHeader(bytes);
  checkSize(layout, header);
  const picture = await decodeInWasm('charls', closed(bytes), codecs);
  const { values, bits } = streamValues(samplesOf(picture, layout), layout, header.precision);
  return { planes: splitPlanes(values, layout.samples, picture.planar), bits, colour: null };
};

/** Data with two end markers: without one the codec reads on through all of its memory, for minutes. */
function closed(bytes: Uint8Array): Uint8Array {
  const whole = new Uint8Array(bytes.length + 4);
  whole.set(bytes);
  whole.set([0xff, 0xd9, 0xff, 0xd9], bytes.length);
  return whole;
}

/** JPEG 2000 (part 1). */
export const decodeJ2k: Decoder = (bytes, layout, codecs) => decodeCodestream('openjpeg', bytes, layout, codecs);

/** High-throughput JPEG 2000. */
export const decodeHtj2k: Decoder = (bytes, layout, codecs) => decodeCodestream('openjph', bytes, layout, codecs);

async function decodeCodestream(name: CodecName, bytes: Uint8Array, layout: PixelLayout, codecs: Codecs): Promise<DecoderOutput> {
  const codestream = unwrapJ2k(bytes);
  const header = readJ2kHeader(codestream);
  checkSize(layout, header);
  if (name === 'openjph') checkTileParts(codestream);
  const picture = await decodeInWasm(name, codestream, codecs);
  const samples = samplesOf(picture, layout);
  const { precision, signed } = header;
  const colour = header.turnsColour ? 'RGB' : null;
  // Where the data have a sign they are believed, whatever the file says.
  const { values, bits } = signed
    ? {
        values: storedValues(samples, { ...layout, kind: 'integer', signed, bitsStored: precision, highBit: precision - 1 }),
        bits: precision,
      }
    : streamValues(samples, { ...layout, bitsStored: layout.signed ? precision : layout.bitsStored }, precision);
  return { planes: splitPlanes(values, layout.samples, picture.planar), bits, colour };
}

/** A codec's samples without sign. */
function samplesOf(picture: WasmPicture, layout: PixelLayout): Uint8Array | Uint16Array {
  checkSize(layout, picture);
  const { bytes, precision } = picture;
  const size = precision <= 8 ? 1 : 2;
  const count = layout.rows * layout.columns * layout.samples;
  if (bytes.length < count * size) throw new DicomError('truncated', 'The data of a compressed picture end too early');
  return size === 1 ? bytes.subarray(0, count) : new Uint16Array(bytes.buffer, 0, count);
}
