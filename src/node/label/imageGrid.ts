import type { ImageRow } from '../../core/dataset/imageRow';
import { type MaskGrid, maskGrid, plainGrid } from '../../core/label/formats/maskGrid';
import type { SourceImage } from '../../core/label/formats/sourceImage';
import { spacingOf } from '../../core/label/spacingOf';
import { noDicom, type SourceReader } from './sourceImages';

/** An image's files and the grid of their frames. */
export type ImageGrid = { readonly source: SourceImage; readonly grid: MaskGrid };

/** The grid of an image: of DICOM files as they say, of a picture its pixels; the reason, as the end of a sentence, where there is none. */
export async function imageGrid(row: ImageRow, read: SourceReader): Promise<ImageGrid | string> {
  const source = await read(row.image);
  const spacing = spacingOf(row);
  if (typeof source !== 'string') {
    const grid = maskGrid(source, spacing);
    return grid === null ? 'its files differ in size' : { source, grid };
  }
  const { image, rows, columns } = row;
  if (source !== noDicom || rows === null || columns === null) return source;
  return { source: pictureSource(image, rows, columns), grid: plainGrid({ rows, columns }, [{ file: 0, frame: 0 }], spacing) };
}

/** A picture has one frame, and nothing to refer to. */
function pictureSource(image: string, rows: number, columns: number): SourceImage {
  const nowhere = { positionMm: null, orientation: null, spacingMm: null, imageType: '', stackId: '', segment: null };
  const never = { echo: null, echoTimeMs: null, bValue: null, acquisition: null, temporalIndex: null, triggerMs: null, timeMs: null };
  const frame = { file: 0, frame: 0, rows, columns, samples: 1, number: null, ...nowhere, ...never };
  const unknown = { instance: '', sopClass: '', sopInstance: '', study: '', series: '', frameOfReference: '' };
  const facts = { sliceThicknessMm: null, patientOrientation: [], lossy: '00', about: [], isPseudonymised: false };
  return { image, instances: [{ ...unknown, ...facts, rows, columns, frames: [frame] }] };
}
