import { codeItem, readCode } from '../../dicom/code';
import type { Dataset } from '../../dicom/dataset';
import type { Keyword } from '../../dicom/dictionary';
import { elementOf, sequenceOf } from '../../dicom/elementOf';
import { findElement, readItems, readNumber, readString, readStrings } from '../../dicom/value';
import type { DicomElement } from '../../dicom/writeDicom';
import type { FrameHeader } from '../../series/frameHeader';
import { readFrames } from '../../series/readFrames';
import type { Mark } from '../label';

/** A DICOM file of an image, as what is written about it refers to it. */
export type SourceInstance = {
  /** Its pseudonym in the series' list; '' where the image is this one file. */
  readonly instance: string;
  readonly sopClass: string;
  readonly sopInstance: string;
  readonly study: string;
  readonly series: string;
  /** '' where it has none, as most radiographs. */
  readonly frameOfReference: string;
  readonly rows: number;
  readonly columns: number;
  readonly frames: readonly FrameHeader[];
  readonly sliceThicknessMm: number | null;
  /** Patient Orientation: where rows and columns point, in letters; needed where no position is known. */
  readonly patientOrientation: readonly string[];
  /** '01' where the picture was compressed with loss. */
  readonly lossy: string;
  /** What it says of patient and study, to be written again. */
  readonly about: readonly DicomElement[];
  /** True where it says that identifiers were removed. */
  readonly isPseudonymised: boolean;
};

/** An image's files in the order of its series. */
export type SourceImage = { readonly image: string; readonly instances: readonly SourceInstance[] };

/** Attributes of the Patient, General Study and Frame of Reference modules that objects of the same study share, with what must stand there even when empty. */
const shared: readonly (readonly [keyword: Keyword, isNeeded: boolean])[] = [
  ['PatientName', true],
  ['PatientID', true],
  ['IssuerOfPatientID', false],
  ['PatientBirthDate', true],
  ['PatientSex', true],
  ['PatientAge', false],
  ['PatientIdentityRemoved', false],
  ['DeidentificationMethod', false],
  ['StudyInstanceUID', true],
  ['StudyDate', true],
  ['StudyTime', true],
  ['StudyID', true],
  ['AccessionNumber', true],
  ['ReferringPhysicianName', true],
  ['StudyDescription', false],
];

/** Reads what is needed to refer to a file; null where it has no instance, study or series UID, or no picture. */
export function readSourceInstance(dataset: Dataset, instance: string): SourceInstance | null {
  const text = (keyword: Keyword): string => readString(dataset, keyword);
  const frames = readFrames(dataset, 0);
  const [first] = frames;
  const uids = [text('SOPClassUID'), text('SOPInstanceUID'), text('StudyInstanceUID'), text('SeriesInstanceUID')] as const;
  if (first === undefined || uids.includes('')) return null;
  const [sopClass, sopInstance, study, series] = uids;
  return {
    ...{ instance, sopClass, sopInstance, study, series, frames },
    ...{ rows: first.rows, columns: first.columns },
    frameOfReference: text('FrameOfReferenceUID'),
    sliceThicknessMm: thicknessOf(dataset),
    patientOrientation: readStrings(dataset, 'PatientOrientation'),
    lossy: text('LossyImageCompression') === '01' ? '01' : '00',
    about: aboutOf(dataset),
    isPseudonymised: text('PatientIdentityRemoved') === 'YES',
  };
}

function aboutOf(dataset: Dataset): readonly DicomElement[] {
  const texts = shared.flatMap(([keyword, isNeeded]) =>
    isNeeded || findElement(dataset, keyword) !== undefined ? [elementOf(keyword, readStrings(dataset, keyword))] : [],
  );
  const methods = readItems(dataset, 'DeidentificationMethodCodeSequence').map((item) => codeItem(readCode(item)));
  return methods.length === 0 ? texts : [...texts, sequenceOf('DeidentificationMethodCodeSequence', methods)];
}

function thicknessOf(dataset: Dataset): number | null {
  const [group] = readItems(dataset, 'SharedFunctionalGroupsSequence').flatMap((item) => readItems(item, 'PixelMeasuresSequence'));
  const found = readNumber(dataset, 'SliceThickness') ?? (group === undefined ? undefined : readNumber(group, 'SliceThickness'));
  return found !== undefined && found > 0 ? found : null;
}

/** A place that marks lie on: a frame (from 0) of a file (by its place in the series). */
export type FramePlace = { readonly file: number; readonly frame: number };

/** Where a mark lies; null where the image has no such file or frame. */
export function placeOfMark({ instances }: SourceImage, { instance, frame = 0 }: Pick<Mark, 'instance' | 'frame'>): FramePlace | null {
  const file = instance === undefined ? (instances.length === 1 ? 0 : -1) : instances.findIndex((other) => other.instance === instance);
  return instances[file]?.frames[frame] === undefined ? null : { file, frame };
}
