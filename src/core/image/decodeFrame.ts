import { DicomError } from '../dicom/dicomError';
import type { Codecs } from './codecs';
import type { Frame } from './frame';
import { nativeCells } from './nativeCells';
import type { PixelSource } from './pixelSource';
import { storedValues } from './storedValues';

/** Decodes one frame (from 0); throws `DicomError` where it is damaged, cut off or of a kind that RadSteps can't show. */
export async function decodeFrame(source: PixelSource, frame: number, _codecs: Codecs): Promise<Frame> {
  const { file, layout, syntax } = source;
  if (syntax.encapsulated) throw new DicomError('unsupported', `The pixels are ${syntax.codec} compressed`);
  const { rows, columns, samples, bitsStored: bits } = layout;
  return { rows, columns, samples, values: storedValues(nativeCells(file, layout, frame), layout), bits };
}
