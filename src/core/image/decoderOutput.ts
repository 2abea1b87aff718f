import { DicomError } from '../dicom/dicomError';
import type { Codecs } from './codecs';
import type { StoredValues } from './frame';
import type { PixelLayout } from './pixelLayout';

/** What a decoder gives: stored values as in `DecodedSamples`, their bits, and whether three samples are RGB or YBR where the data themselves say so. */
export type DecoderOutput = {
  readonly planes: readonly StoredValues[];
  readonly bits: number;
  readonly colour: 'RGB' | 'YBR' | null;
};

/** Decodes the bytes of one frame; throws `DicomError`. */
export type Decoder = (bytes: Uint8Array, layout: PixelLayout, codecs: Codecs) => Promise<DecoderOutput>;

/** Throws `DicomError` where a compressed picture is not what the file says, before room is made for it. */
export function checkSize(
  { rows, columns, samples }: PixelLayout,
  found: { readonly rows: number; readonly columns: number; readonly samples: number },
): void {
  const text = (size: typeof found): string => `${size.columns} x ${size.rows} pixels of ${size.samples}`;
  if (found.rows === rows && found.columns === columns && found.samples === samples) return;
  const details = { expected: text({ rows, columns, samples }), found: text(found) };
  throw new DicomError('malformed', 'A compressed picture has another size than the file says', details);
}

/** The parts of `values`, whose planes follow each other. */
export function splitPlanes(values: StoredValues, samples: number, planar: boolean): readonly StoredValues[] {
  if (samples === 1 || !planar) return [values];
  const plane = values.length / samples;
  return Array.from({ length: samples }, (_, i) => values.subarray(i * plane, (i + 1) * plane));
}
