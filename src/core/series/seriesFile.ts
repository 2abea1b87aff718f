import type { Dataset } from '../dicom/dataset';
import { readNumber, readString } from '../dicom/value';
import type { FrameHeader } from './frameHeader';
import { readFrames } from './readFrames';

/** What a DICOM file says of its series, and its frames (whose `file` is 0). */
export type SeriesFile = {
  /** The same for the files of one series: its UID, else what a slice without one shares with its neighbours; '' where there is neither. */
  readonly key: string;
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
    key: readString(dataset, 'SeriesInstanceUID') || keyWithoutUid(dataset),
    modality: readString(dataset, 'Modality'),
    description: readString(dataset, 'SeriesDescription'),
    number: readNumber(dataset, 'SeriesNumber') ?? null,
    frames,
  };
}

/** Removing identifiers may empty the UID; slices still belong together where they share a frame of reference and all that names a series. */
function keyWithoutUid(dataset: Dataset): string {
  const frameOfReference = readString(dataset, 'FrameOfReferenceUID');
  if (frameOfReference === '') return '';
  const named = (['Modality', 'SeriesNumber', 'SeriesDescription', 'SeriesDate'] as const).map((keyword) => readString(dataset, keyword));
  return JSON.stringify([frameOfReference, ...named]);
}
