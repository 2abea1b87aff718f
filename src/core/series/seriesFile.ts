import type { Dataset } from '../dicom/dataset';
import { readNumber, readString } from '../dicom/value';
import type { FrameHeader } from './frameHeader';
import { readFrames } from './readFrames';

/** What a DICOM file says of its series, and its frames (whose `file` is 0). */
export type SeriesFile = {
  /** Series Instance UID; '' where the file has none. */
  readonly uid: string;
  readonly modality: string;
  /** May tell who the patient is. */
  readonly description: string;
  readonly number: number | null;
  readonly frames: readonly FrameHeader[];
};

/** Reads a file's part in its series; null where it holds no picture (a report, a plan, a directory). */
export function readSeriesFile(dataset: Dataset): SeriesFile | null {
  const frames = readFrames(dataset, 0);
  if (frames.length === 0) return null;
  return {
    uid: readString(dataset, 'SeriesInstanceUID'),
    modality: readString(dataset, 'Modality'),
    description: readString(dataset, 'SeriesDescription'),
    number: readNumber(dataset, 'SeriesNumber') ?? null,
    frames,
  };
}
