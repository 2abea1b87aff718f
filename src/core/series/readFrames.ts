import type { Dataset } from '../dicom/dataset';
import type { Keyword } from '../dicom/dictionary';
import { findElement, readItems, readNumber, readNumbers, readString, readStrings } from '../dicom/value';
import type { Point3 } from '../volume/frameGeometry';
import { clockMs } from './clockMs';
import type { FrameHeader } from './frameHeader';
import { normalOf } from './slicePlane';

/** More frames than this are not listed: a broken Number of Frames must not fill the memory. */
const mostFrames = 100_000;

/** Where attributes of a frame may stand: its own functional groups, then the shared ones, then the top level (PS3.3 C.7.6.16). */
type Places = { readonly groups: readonly Dataset[]; readonly top: Dataset };

/** The headers of all frames of a file's dataset, [] where it holds no picture; `file` is its index in the series. */
export function readFrames(dataset: Dataset, file: number): readonly FrameHeader[] {
  const rows = readNumber(dataset, 'Rows') ?? 0;
  const columns = readNumber(dataset, 'Columns') ?? 0;
  if (rows <= 0 || columns <= 0) return [];
  const count = Math.min(mostFrames, Math.max(1, Math.trunc(readNumber(dataset, 'NumberOfFrames') ?? 1)));
  const whole = {
    file,
    rows,
    columns,
    samples: readNumber(dataset, 'SamplesPerPixel') ?? 1,
    number: readNumber(dataset, 'InstanceNumber') ?? null,
    acquisition: readNumber(dataset, 'AcquisitionNumber') ?? null,
    echo: readNumber(dataset, 'EchoNumbers') ?? null,
  };
  const own = readItems(dataset, 'PerFrameFunctionalGroupsSequence');
  const shared = readItems(dataset, 'SharedFunctionalGroupsSequence').slice(0, 1);
  if (own.length > 0)
    return Array.from({ length: count }, (_, frame) => {
      const place = readPlace({ groups: [...own.slice(frame, frame + 1), ...shared], top: dataset });
      return { ...whole, ...place, frame };
    });
  const same = { ...whole, ...readPlace({ groups: shared, top: dataset }) };
  const positions = framePositions(dataset, same, count);
  return Array.from({ length: count }, (_, frame) => ({ ...same, frame, positionMm: positions[frame] ?? null }));
}

/** One position is that of the first of several frames; the others lie by the offsets of a dose grid, or nobody knows where. */
function framePositions(dataset: Dataset, { positionMm, orientation }: Place, count: number): readonly (Point3 | null)[] {
  if (count === 1) return [positionMm];
  const offsets = readNumbers(dataset, 'GridFrameOffsetVector');
  if (positionMm === null || orientation === null || offsets.length !== count || !offsets.every(Number.isFinite)) return [];
  // Counted from the first frame, whether the vector itself is relative or absolute (PS3.3 C.8.8.3.2).
  return offsets.map((offset) => along(positionMm, normalOf(orientation), offset - (offsets[0] ?? 0)));
}

const along = (start: Point3, direction: Point3, distance: number): Point3 => [
  start[0] + direction[0] * distance,
  start[1] + direction[1] * distance,
  start[2] + direction[2] * distance,
];

type Place = Omit<FrameHeader, 'file' | 'frame' | 'rows' | 'columns' | 'samples' | 'number' | 'acquisition' | 'echo'>;

function readPlace(places: Places): Place {
  return {
    positionMm: readPosition(places),
    orientation: readOrientation(places),
    spacingMm: readSpacing(places),
    imageType: readImageType(places),
    stackId: readString(placeOf(places, 'FrameContentSequence', 'StackID'), 'StackID'),
    segment: numberOf(places, 'SegmentIdentificationSequence', 'ReferencedSegmentNumber'),
    echoTimeMs: numberOf(places, 'MREchoSequence', 'EffectiveEchoTime') ?? topNumber(places, 'EchoTime'),
    bValue: numberOf(places, 'MRDiffusionSequence', 'DiffusionBValue'),
    temporalIndex: numberOf(places, 'FrameContentSequence', 'TemporalPositionIndex') ?? topNumber(places, 'TemporalPositionIdentifier'),
    triggerMs: numberOf(places, 'CardiacSynchronizationSequence', 'NominalCardiacTriggerDelayTime') ?? topNumber(places, 'TriggerTime'),
    timeMs: readTime(places),
  };
}

/** The item of a functional group that holds an attribute, the nearest first; the top level where none does. */
function placeOf({ groups, top }: Places, group: Keyword, keyword: Keyword): Dataset {
  const items = groups.flatMap((place) => readItems(place, group).slice(0, 1));
  return items.find((item) => findElement(item, keyword) !== undefined) ?? top;
}

const numberOf = (places: Places, group: Keyword, keyword: Keyword): number | null =>
  readNumber(placeOf(places, group, keyword), keyword) ?? null;

const topNumber = ({ top }: Places, keyword: Keyword): number | null => readNumber(top, keyword) ?? null;

const finite = (values: readonly number[], count: number): readonly number[] | null =>
  values.length >= count && values.slice(0, count).every(Number.isFinite) ? values : null;

function readPosition(places: Places): FrameHeader['positionMm'] {
  const values = readNumbers(placeOf(places, 'PlanePositionSequence', 'ImagePositionPatient'), 'ImagePositionPatient');
  return point(finite(values, 3));
}

const point = (values: readonly number[] | null, at = 0): Point3 | null =>
  values === null ? null : [values[at] ?? 0, values[at + 1] ?? 0, values[at + 2] ?? 0];

function readOrientation(places: Places): FrameHeader['orientation'] {
  const values = finite(readNumbers(placeOf(places, 'PlaneOrientationSequence', 'ImageOrientationPatient'), 'ImageOrientationPatient'), 6);
  const [right, down] = [point(values), point(values, 3)];
  const isDirection = (vector: Point3 | null): vector is Point3 => vector !== null && Math.abs(Math.hypot(...vector) - 1) < 0.05;
  return isDirection(right) && isDirection(down) ? [right, down] : null;
}

function readSpacing(places: Places): FrameHeader['spacingMm'] {
  const [rows = 0, columns = 0] = readNumbers(placeOf(places, 'PixelMeasuresSequence', 'PixelSpacing'), 'PixelSpacing');
  return rows > 0 && columns > 0 ? [rows, columns] : null;
}

const typeGroups: readonly Keyword[] = ['MRImageFrameTypeSequence', 'CTImageFrameTypeSequence', 'PETFrameTypeSequence'];

function readImageType(places: Places): string {
  const own = typeGroups
    .map((group) => placeOf(places, group, 'FrameType'))
    .map((place) => readStrings(place, 'FrameType'))
    .find((values) => values.length > 0);
  const values = own ?? readStrings(places.top, 'ImageType');
  return values.slice(2).join('\\');
}

function readTime(places: Places): number | null {
  const moment = readString(placeOf(places, 'FrameContentSequence', 'FrameAcquisitionDateTime'), 'FrameAcquisitionDateTime');
  // A date stands before the time of the day; without it midnight could not be crossed.
  const ofDateTime = /^\d{8}/.test(moment) ? dayMs(moment) + (clockMs(moment.slice(8)) ?? Number.NaN) : Number.NaN;
  if (Number.isFinite(ofDateTime)) return ofDateTime;
  const reference = topNumber(places, 'FrameReferenceTime');
  if (reference !== null) return reference;
  const [acquired, content] = [readString(places.top, 'AcquisitionTime'), readString(places.top, 'ContentTime')];
  return clockMs(acquired) ?? clockMs(content);
}

const dayMs = (date: string): number => Date.UTC(Number(date.slice(0, 4)), Number(date.slice(4, 6)) - 1, Number(date.slice(6, 8)));
