import { type Code, readCode } from '../../dicom/code';
import type { Dataset } from '../../dicom/dataset';
import type { DicomFile } from '../../dicom/readDicom';
import { readItems, readNumber, readNumbers, readString } from '../../dicom/value';
import type { Codecs } from '../../image/codecs';
import { decodeFrame } from '../../image/decodeFrame';
import type { Frame } from '../../image/frame';
import { openPixels, type PixelSource } from '../../image/pixelSource';
import type { FrameHeader } from '../../series/frameHeader';
import { readFrames } from '../../series/readFrames';
import { type MaskRuns, runsOfBitmap } from '../maskRuns';

/** Sup. 243: one number a pixel says which segment it belongs to. */
const labelMapStorage = '1.2.840.10008.5.1.4.1.1.66.7';

export const segmentationClasses: readonly string[] = ['1.2.840.10008.5.1.4.1.1.66.4', labelMapStorage];

/** A frame (from 0; null where the whole file is meant) of a file that something was made from. */
export type SourceReference = { readonly sopInstance: string; readonly frame: number | null };

/** What a segment shows. */
export type SegmentFacts = { readonly number: number; readonly label: string; readonly type: Code; readonly trackingId: string };

/** The pixels of one segment on one frame. */
export type SegmentFrame = {
  readonly segment: SegmentFacts;
  readonly mask: MaskRuns;
  /** What the frame was made from; none where it only says where it lies. */
  readonly sources: readonly SourceReference[];
  readonly place: Pick<FrameHeader, 'positionMm' | 'orientation' | 'spacingMm'>;
};

export type Segmentation = {
  readonly rows: number;
  readonly columns: number;
  readonly frames: readonly SegmentFrame[];
  /** The files of the series that it refers to as a whole. */
  readonly references: readonly string[];
  /** What a user should know about how it was read, as ends of sentences that begin with the file. */
  readonly notes: readonly string[];
};

/**
 * Reads a DICOM Segmentation: single bits, probabilities and occupancies from one half on, and label maps; the reason, as the end of a sentence, where it
 * can't be a label. Throws `DicomError` where the file is damaged.
 */
export async function readSeg(file: DicomFile, codecs: Codecs): Promise<Segmentation | string> {
  const { dataset } = file;
  const type = readString(dataset, 'SegmentationType');
  const segments = readItems(dataset, 'SegmentSequence').map(readSegment);
  if (segments.length === 0) return 'it has no segments';
  if (readString(dataset, 'DimensionOrganizationType') === 'TILED_FULL')
    return 'it is a segmentation of a slide in tiles that do not say which frames of the slide they belong to';
  const bySegment = new Map(segments.map((segment) => [segment.number, segment]));
  const isMap = type === 'LABELMAP' || readString(dataset, 'SOPClassUID') === labelMapStorage;
  if (!isMap && type !== 'BINARY' && type !== 'FRACTIONAL') return 'it does not say how its segments are stored';
  const source = storedValues(openPixels(file));
  const { rows, columns, frames: count } = source.layout;
  const headers = readFrames(dataset, 0);
  const groups = frameGroups(dataset);
  const threshold = type === 'FRACTIONAL' ? (readNumber(dataset, 'MaximumFractionalValue') ?? 255) / 2 : 0.5;
  const frames: SegmentFrame[] = [];
  for (let index = 0; index < count; index += 1) {
    const own = groups(index);
    const place = headers[index] ?? { positionMm: null, orientation: null, spacingMm: null };
    const shown = { sources: own.flatMap(sourcesOf), place };
    const number = isMap ? null : segmentOf(own);
    const frame = await decodeFrame(source, index, codecs);
    const masks = number === null ? masksByValue(frame) : new Map([[number, maskFrom(frame, threshold)]]);
    for (const [value, mask] of masks) {
      const segment = bySegment.get(value);
      if (segment === undefined) return 'a frame belongs to a segment that it does not describe';
      frames.push({ segment, mask, ...shown });
    }
  }
  const notes = type === 'FRACTIONAL' ? ['its fractions became whole pixels, from one half on'] : [];
  return { rows, columns, frames, references: referencesOf(dataset), notes };
}

const readSegment = (item: Dataset): SegmentFacts => ({
  number: readNumber(item, 'SegmentNumber') ?? Number.NaN,
  label: readString(item, 'SegmentLabel'),
  type: codeOf(item),
  trackingId: readString(item, 'TrackingID'),
});

function codeOf(item: Dataset): Code {
  const [code] = readItems(item, 'SegmentedPropertyTypeCodeSequence');
  return code === undefined ? { value: '', scheme: '', meaning: '' } : readCode(code);
}

/** A palette only says in which colours segments are shown. */
const storedValues = (source: PixelSource): PixelSource => ({
  ...source,
  palette: null,
  layout: source.palette === null ? source.layout : { ...source.layout, photometric: 'MONOCHROME2' },
});

/** The functional groups of a frame, its own before the shared ones. */
function frameGroups(dataset: Dataset): (frame: number) => readonly Dataset[] {
  const own = readItems(dataset, 'PerFrameFunctionalGroupsSequence');
  const shared = readItems(dataset, 'SharedFunctionalGroupsSequence').slice(0, 1);
  return (frame) => [...own.slice(frame, frame + 1), ...shared];
}

/** NaN where a frame does not say it. */
function segmentOf(groups: readonly Dataset[]): number {
  const [found] = groups.flatMap((group) => readItems(group, 'SegmentIdentificationSequence'));
  return (found === undefined ? undefined : readNumber(found, 'ReferencedSegmentNumber')) ?? Number.NaN;
}

function sourcesOf(group: Dataset): readonly SourceReference[] {
  return readItems(group, 'DerivationImageSequence')
    .flatMap((derivation) => readItems(derivation, 'SourceImageSequence'))
    .flatMap((item): readonly SourceReference[] => {
      const sopInstance = readString(item, 'ReferencedSOPInstanceUID');
      const numbers = readNumbers(item, 'ReferencedFrameNumber').filter((number) => Number.isInteger(number) && number > 0);
      return numbers.length === 0 ? [{ sopInstance, frame: null }] : numbers.map((number) => ({ sopInstance, frame: number - 1 }));
    });
}

/** The pixels of at least a value. */
function maskFrom({ rows, columns, values }: Frame, threshold: number): MaskRuns {
  const bitmap = new Uint8Array(rows * columns);
  for (let at = 0; at < bitmap.length; at += 1) if ((values[at] ?? 0) >= threshold) bitmap[at] = 1;
  return runsOfBitmap(bitmap, { rows, columns });
}

/** The pixels of each value but 0, which is the background, by value. */
function masksByValue({ rows, columns, values }: Frame): ReadonlyMap<number, MaskRuns> {
  const bitmaps = new Map<number, Uint8Array>();
  for (let at = 0; at < rows * columns; at += 1) {
    const value = values[at] ?? 0;
    if (value === 0) continue;
    const bitmap = bitmaps.get(value) ?? new Uint8Array(rows * columns);
    bitmap[at] = 1;
    bitmaps.set(value, bitmap);
  }
  const sorted = [...bitmaps].toSorted(([a], [b]) => a - b);
  return new Map(sorted.map(([value, bitmap]) => [value, runsOfBitmap(bitmap, { rows, columns })]));
}

const referencesOf = (dataset: Dataset): readonly string[] =>
  readItems(dataset, 'ReferencedSeriesSequence')
    .flatMap((series) => readItems(series, 'ReferencedInstanceSequence'))
    .map((item) => readString(item, 'ReferencedSOPInstanceUID'));
