import type { Dataset } from '../dicom/dataset';
import type { Keyword } from '../dicom/dictionary';
import { findElement, readNumbers, readString } from '../dicom/value';
import type { FrameAttributes } from './frameAttributes';
import type { PictureSpacing } from './frameFacts';

const pixelMeasuresTag = 0x00289110;
const pixelAspectRatioTag = 0x00280034;
const calibrationTypeTag = 0x00280a02;

/**
 * What a pixel measures. Pixel Spacing that only repeats Imager Pixel Spacing, without saying how it was calibrated, is that of the
 * detector (PS3.3 10.7.1.3); without any the aspect ratio alone counts.
 */
export function readSpacing(dataset: Dataset, attributes: FrameAttributes): PictureSpacing {
  const inPatient = pair(attributes(pixelMeasuresTag, 'PixelSpacing'), 'PixelSpacing');
  const atDetector = pair(dataset, 'ImagerPixelSpacing');
  const isCalibrated = findElement(dataset, calibrationTypeTag) !== undefined && readString(dataset, calibrationTypeTag) !== '';
  const repeats = inPatient !== null && atDetector !== null && !isCalibrated && isSame(inPatient, atDetector);
  if (inPatient !== null && !repeats) return { from: 'patient', rows: inPatient[0], columns: inPatient[1] };
  if (atDetector !== null) return { from: 'detector', rows: atDetector[0], columns: atDetector[1] };
  // Pixel Aspect Ratio is vertical to horizontal, as spacing is.
  const [rows, columns] = pair(dataset, pixelAspectRatioTag) ?? [1, 1];
  return { from: 'none', rows, columns };
}

function pair(dataset: Dataset, key: Keyword | number): readonly [number, number] | null {
  const [rows = 0, columns = rows] = readNumbers(dataset, key);
  return Number.isFinite(rows) && Number.isFinite(columns) && rows > 0 && columns > 0 ? [rows, columns] : null;
}

const isSame = (one: readonly number[], other: readonly number[]): boolean =>
  one.every((value, at) => Math.abs(value - (other[at] ?? 0)) < 1e-6 * value);
