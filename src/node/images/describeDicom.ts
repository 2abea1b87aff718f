import type { Dataset } from '../../core/dicom/dataset';
import { DicomError } from '../../core/dicom/dicomError';
import type { Keyword } from '../../core/dicom/dictionary';
import { undefinedLength } from '../../core/dicom/elementHeader';
import { patientAge } from '../../core/dicom/patientAge';
import type { DicomFile } from '../../core/dicom/readDicom';
import { readItems, readNumber, readNumbers, readString } from '../../core/dicom/value';
import { decoderOf } from '../../core/image/decoders';
import { readPalette } from '../../core/image/palette';
import { bytesOfPixels, checkColour, type PixelLayout, pixelLayout } from '../../core/image/pixelLayout';
import type { ImageHeader } from './imageHeader';

/** A DICOM file's header from its dataset; `size` is the number of bytes that the dataset's source really has, by which a cut-off file is found (`DicomError`, as for pixels that can't be read). */
export function describeDicom(file: DicomFile, size: number): ImageHeader {
  const layout = pixelLayout(file);
  if (file.syntax.encapsulated) decoderOf(file.syntax);
  checkColour(layout);
  if (layout.photometric === 'PALETTE COLOR') readPalette(file.dataset, layout.signed);
  checkPixelsAreThere(file, layout, size);
  const { dataset, syntax } = file;
  const { rows, columns, frames, bitsStored: bits } = layout;
  return {
    kind: 'dicom',
    rows,
    columns,
    frames,
    bits,
    compression: syntax.codec,
    transferSyntax: syntax.uid,
    ...identity(dataset),
    ...acquisition(dataset),
    ...spacing(dataset),
    ...describeInstance(dataset),
  };
}

function checkPixelsAreThere({ pixels, syntax }: DicomFile, layout: PixelLayout, size: number): void {
  if (pixels === null) return;
  const isNative = !syntax.encapsulated && pixels.length !== undefinedLength;
  // Fragments end with a delimiter, so the value of compressed pixels has at least two items' headers.
  const needed = isNative ? Math.max(bytesOfPixels(layout), pixels.length) : 16;
  const found = isNative ? Math.min(pixels.length, size - pixels.valueStart) : size - pixels.valueStart;
  if (found >= needed) return;
  const details = { offset: pixels.valueStart, expected: `${needed} bytes`, found: `${found}` };
  throw new DicomError('truncated', 'The pixel data end too early', details);
}

function identity(dataset: Dataset) {
  return {
    patientId: readString(dataset, 'PatientID'),
    issuerOfPatientId: readString(dataset, 'IssuerOfPatientID'),
    studyUid: readString(dataset, 'StudyInstanceUID'),
    seriesUid: readString(dataset, 'SeriesInstanceUID'),
    sopClassUid: readString(dataset, 'SOPClassUID'),
    sex: sexOf(readString(dataset, 'PatientSex')),
    accession: readString(dataset, 'AccessionNumber'),
    studyDate: readString(dataset, 'StudyDate'),
    ...ageOf(dataset),
  };
}

/** The date of birth ends here: nothing else of a header tells it. */
const ageOf = (dataset: Dataset) =>
  patientAge({
    age: readString(dataset, 'PatientAge'),
    birthDate: readString(dataset, 'PatientBirthDate'),
    studyDate: readString(dataset, 'StudyDate'),
    acquisitionDate: readString(dataset, 'AcquisitionDate'),
  });

function acquisition(dataset: Dataset) {
  return {
    modality: readString(dataset, 'Modality'),
    bodyPart: readString(dataset, 'BodyPartExamined'),
    view: readString(dataset, 'ViewPosition'),
    laterality: lateralityOf(readString(dataset, 'ImageLaterality') || readString(dataset, 'Laterality')),
    institution: readString(dataset, 'InstitutionName'),
    manufacturer: readString(dataset, 'Manufacturer'),
    model: readString(dataset, 'ManufacturerModelName'),
  };
}

/** What tells an instance from the others of its series. */
export function describeInstance(dataset: Dataset): Pick<ImageHeader, 'instanceUid' | 'positionMm' | 'instanceNumber'> {
  const [x, y, z] = readNumbers(dataset, 'ImagePositionPatient');
  const isPosition = Number.isFinite(x) && Number.isFinite(y) && Number.isFinite(z);
  return {
    instanceUid: readString(dataset, 'SOPInstanceUID'),
    positionMm: isPosition ? [x ?? 0, y ?? 0, z ?? 0] : null,
    instanceNumber: readNumber(dataset, 'InstanceNumber') ?? null,
  };
}

function spacing(dataset: Dataset): Pick<ImageHeader, 'spacingMm' | 'spacingFrom'> {
  const shared = readItems(dataset, 'SharedFunctionalGroupsSequence')[0];
  const measures = shared === undefined ? undefined : readItems(shared, 'PixelMeasuresSequence')[0];
  const inPatient = pair(dataset, 'PixelSpacing') ?? (measures === undefined ? null : pair(measures, 'PixelSpacing'));
  if (inPatient !== null) return { spacingMm: inPatient, spacingFrom: 'PixelSpacing' };
  const atDetector = pair(dataset, 'ImagerPixelSpacing');
  return { spacingMm: atDetector, spacingFrom: atDetector === null ? '' : 'ImagerPixelSpacing' };
}

function pair(dataset: Dataset, keyword: Keyword): readonly [number, number] | null {
  const [rows = 0, columns = 0] = readNumbers(dataset, keyword);
  return Number.isFinite(rows) && Number.isFinite(columns) && rows > 0 && columns > 0 ? [rows, columns] : null;
}

const sexOf = (value: string): ImageHeader['sex'] => (value === 'F' || value === 'M' || value === 'O' ? value : '');

const lateralityOf = (value: string): string => (['L', 'R', 'B'].includes(value) ? value : '');
