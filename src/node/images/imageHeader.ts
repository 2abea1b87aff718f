import type { SpacingFrom } from '../../core/dataset/imageRow';
import type { AgeSource } from '../../core/dicom/patientAge';
import type { ImageKind } from './imageKind';

/** What a file says of its image without its pixels; text that is absent is '', numbers are null. DICOM's fields are empty for PNG and JPEG. */
export type ImageHeader = {
  readonly kind: ImageKind;
  readonly rows: number;
  readonly columns: number;
  readonly frames: number;
  /** Bits of a stored value. */
  readonly bits: number;
  /** Name of the compression of a DICOM file's pixels, such as `JPEG 2000`; '' where they are not compressed. */
  readonly compression: string;
  readonly transferSyntax: string;
  readonly patientId: string;
  readonly issuerOfPatientId: string;
  readonly studyUid: string;
  readonly seriesUid: string;
  readonly instanceUid: string;
  readonly sopClassUid: string;
  readonly accession: string;
  /** As it stands in the file, mostly YYYYMMDD. */
  readonly studyDate: string;
  readonly modality: string;
  readonly bodyPart: string;
  readonly view: string;
  /** `L`, `R`, `B` or '' (ImageLaterality before Laterality). */
  readonly laterality: string;
  /** Row spacing then column spacing, millimetres. */
  readonly spacingMm: readonly [number, number] | null;
  readonly spacingFrom: SpacingFrom;
  readonly sex: 'F' | 'M' | 'O' | '';
  readonly ageYears: number | null;
  readonly ageFrom: AgeSource;
  readonly institution: string;
  readonly manufacturer: string;
  readonly model: string;
  /** ImagePositionPatient: millimetres in the patient's frame, x to the left, y to the back, z to the head. */
  readonly positionMm: readonly [number, number, number] | null;
  readonly instanceNumber: number | null;
};

/** The header of a picture that is no DICOM, but for what it does have. */
export const withoutDicom: Omit<ImageHeader, 'kind' | 'rows' | 'columns' | 'bits'> = {
  frames: 1,
  compression: '',
  transferSyntax: '',
  patientId: '',
  issuerOfPatientId: '',
  studyUid: '',
  seriesUid: '',
  instanceUid: '',
  sopClassUid: '',
  accession: '',
  studyDate: '',
  modality: '',
  bodyPart: '',
  view: '',
  laterality: '',
  spacingMm: null,
  spacingFrom: '',
  sex: '',
  ageYears: null,
  ageFrom: '',
  institution: '',
  manufacturer: '',
  model: '',
  positionMm: null,
  instanceNumber: null,
};
