import type { Span } from '../dicom/fragments';
import type { DicomFile } from '../dicom/readDicom';
import type { TransferSyntax } from '../dicom/transferSyntax';
import { nativeSpan } from './nativeCells';
import { type PixelLayout, pixelLayout } from './pixelLayout';

/** The pixels of a file in memory: how they lie, and where each frame's bytes are. */
export type PixelSource = {
  readonly file: DicomFile;
  readonly layout: PixelLayout;
  readonly syntax: TransferSyntax;
  /** The bytes of a frame (from 0) in `file.dataset.bytes`, in order; frames of single bits share bytes. Throws `DicomError` where they are not there. */
  readonly spans: (frame: number) => readonly Span[];
};

/** Opens the pixels of a file; throws `DicomError` where it has none, or none that RadSteps can show. */
export function openPixels(file: DicomFile): PixelSource {
  const layout = pixelLayout(file);
  return { file, layout, syntax: file.syntax, spans: (frame) => [nativeSpan(file, layout, frame)] };
}
