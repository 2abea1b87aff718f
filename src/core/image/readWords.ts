import type { Dataset } from '../dicom/dataset';
import { findElement, valueBytes } from '../dicom/value';

/** The 16-bit numbers of an element as signed ones, whichever of US and SS the file or its dictionary says; [] where it is absent. */
export function readWords(dataset: Dataset, tag: number): readonly number[] {
  const element = findElement(dataset, tag);
  if (element === undefined) return [];
  const bytes = valueBytes(dataset, element);
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  return Array.from({ length: bytes.length >>> 1 }, (_, i) => view.getInt16(2 * i, dataset.encoding.littleEndian));
}
