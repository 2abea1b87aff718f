import { DicomError } from '../dicom/dicomError';
import { frameSpans, type Span } from '../dicom/fragments';
import type { DicomFile } from '../dicom/readDicom';
import type { TransferSyntax } from '../dicom/transferSyntax';
import { decoderOf } from './decoders';
import { nativeSpan } from './nativeCells';
import { type Palette, readPalette } from './palette';
import { checkColour, type PixelLayout, pixelLayout } from './pixelLayout';

/** The pixels of a file in memory: how they lie, and where each frame's bytes are. */
export type PixelSource = {
  readonly file: DicomFile;
  readonly layout: PixelLayout;
  readonly syntax: TransferSyntax;
  readonly palette: Palette | null;
  /** The bytes of a frame (from 0) in `file.dataset.bytes`, in order; frames of single bits share bytes. Throws `DicomError` where they are not there. */
  readonly spans: (frame: number) => readonly Span[];
};

/** Pixels of a compressed frame for which room is made; about five times those of the largest mammogram. */
const mostPixels = 2 ** 27;

/** Opens the pixels of a file; throws `DicomError` where it has none, or none that RadSteps can show. */
export function openPixels(file: DicomFile): PixelSource {
  const layout = pixelLayout(file);
  checkColour(layout);
  const palette = layout.photometric === 'PALETTE COLOR' ? readPalette(file.dataset, layout.signed) : null;
  const spans = file.syntax.encapsulated ? compressedSpans(file, layout) : (frame: number) => [nativeSpan(file, layout, frame)];
  return { file, layout, syntax: file.syntax, palette, spans };
}

function compressedSpans(file: DicomFile, layout: PixelLayout): PixelSource['spans'] {
  decoderOf(file.syntax);
  const { rows, columns, frames } = layout;
  if (rows * columns > mostPixels)
    throw new DicomError('unsupported', `A compressed picture of ${columns} x ${rows} pixels is too large to be shown`);
  const found = frameSpans(file, frames);
  return (frame) => {
    const spans = found[frame];
    if (!(frame >= 0 && frame < frames)) throw new DicomError('no-image', `There is no frame ${frame + 1} among ${frames}`);
    if (spans === undefined) throw new DicomError('truncated', `The pixel data end before frame ${frame + 1}`);
    return spans;
  };
}
