import { DicomError } from '../dicom/dicomError';

/** What a compressed picture says of itself before anything is decoded. */
export type Codestream = {
  readonly rows: number;
  readonly columns: number;
  readonly samples: number;
  readonly precision: number;
  /** JPEG 2000 only: whether its samples have a sign, and whether decoding turns YBR into RGB. */
  readonly signed: boolean;
  readonly turnsColour: boolean;
};

const damaged = (format: string): DicomError => new DicomError('malformed', `The ${format} data of a frame are damaged`);

const word = (bytes: Uint8Array, at: number): number => (bytes[at] ?? 0) * 256 + (bytes[at + 1] ?? 0);
const long = (bytes: Uint8Array, at: number): number => word(bytes, at) * 65536 + word(bytes, at + 2);

/** Reads the frame header of JPEG-LS (ITU-T T.87 C.2.2); throws `DicomError` where there is none. */
export function readJpegLsHeader(bytes: Uint8Array): Codestream {
  if (word(bytes, 0) !== 0xffd8) throw damaged('JPEG-LS');
  for (let at = 2; at + 10 < bytes.length; ) {
    const marker = word(bytes, at);
    if (marker < 0xff02) throw damaged('JPEG-LS');
    if (marker === 0xfff7) {
      const [rows, columns, samples = 0] = [word(bytes, at + 5), word(bytes, at + 7), bytes[at + 9]];
      return { rows, columns, samples, precision: bytes[at + 4] ?? 0, signed: false, turnsColour: false };
    }
    at += marker === 0xffff ? 1 : 2 + word(bytes, at + 2);
  }
  throw damaged('JPEG-LS');
}

/** The codestream of JPEG 2000 data, which some writers wrap in the boxes of a JP2 file against the standard. */
export function unwrapJ2k(bytes: Uint8Array): Uint8Array {
  for (let at = 0; at + 8 <= bytes.length && word(bytes, 0) !== 0xff4f; ) {
    const length = long(bytes, at);
    if (long(bytes, at + 4) === 0x6a703263) return bytes.subarray(at + (length === 1 ? 16 : 8));
    if (length < 8) break;
    at += length;
  }
  return bytes;
}

/** Reads the main header of JPEG 2000 (ITU-T T.800 A.5.1 and A.6.1); throws `DicomError` where it is damaged or of a kind that can't be shown. */
export function readJ2kHeader(bytes: Uint8Array): Codestream {
  if (long(bytes, 0) !== 0xff4fff51 || bytes.length < 42) throw damaged('JPEG 2000');
  const [x0, y0] = [long(bytes, 16), long(bytes, 20)];
  const samples = word(bytes, 40);
  const components = Array.from({ length: Math.min(samples, 4) }, (_, i) => bytes.subarray(42 + 3 * i, 45 + 3 * i));
  const [size = 0] = components[0] ?? [];
  if (samples < 1 || bytes.length < 42 + 3 * samples) throw damaged('JPEG 2000');
  if (x0 !== 0 || y0 !== 0 || components.some(([own, x, y]) => own !== size || x !== 1 || y !== 1))
    throw new DicomError('unsupported', "JPEG 2000 with subsampled or shifted components can't be shown");
  const precision = (size & 127) + 1;
  if (precision > 16) throw new DicomError('unsupported', `JPEG 2000 of ${precision} bits can't be shown`);
  return { rows: long(bytes, 12), columns: long(bytes, 8), samples, precision, signed: size > 127, turnsColour: hasColourTransform(bytes) };
}

function hasColourTransform(bytes: Uint8Array): boolean {
  for (let at = 2; at + 8 < bytes.length; at += 2 + word(bytes, at + 2)) {
    const marker = word(bytes, at);
    if (marker === 0xff52) return bytes[at + 8] === 1;
    if (marker < 0xff30 || marker === 0xff90) return false;
  }
  return false;
}

/** Throws `DicomError` where the tile-parts of JPEG 2000 data (T.800 A.4.2) are not all there, which not every codec finds. */
export function checkTileParts(bytes: Uint8Array): void {
  let at = 2;
  while (at + 12 <= bytes.length && word(bytes, at) !== 0xff90 && word(bytes, at) > 0xff00) at += 2 + word(bytes, at + 2);
  while (at + 12 <= bytes.length && word(bytes, at) === 0xff90) {
    const length = long(bytes, at + 6);
    // The last part may reach to the end without saying how long it is.
    if (length === 0) return;
    if (length < 14) throw damaged('JPEG 2000');
    at += length;
  }
  if (at > bytes.length || at < 14) throw new DicomError('truncated', 'The JPEG 2000 data of a frame end too early');
}
