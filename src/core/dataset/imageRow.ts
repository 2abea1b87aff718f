/** Where `spacingMm` comes from; millimetres of the detector are not millimetres of the patient. */
export type SpacingFrom = 'PixelSpacing' | 'ImagerPixelSpacing' | '';

/** One row of `3-data/images.csv`: an image is one radiograph, or one series of a volume. Unknown text is '', unknown numbers are null. */
export type ImageRow = {
  readonly image: string;
  /** Pseudonym `P-...`, or `px-...` where the source has no patient identity: images with equal pixels share it. */
  readonly patient: string;
  readonly study: string;
  readonly series: string;
  /** SHA-256 of the file (of the list of instances for a series), in hex; '' until the second pass of the import. */
  readonly sha256: string;
  readonly modality: string;
  readonly bodyPart: string;
  readonly view: string;
  readonly laterality: string;
  readonly rows: number | null;
  readonly columns: number | null;
  readonly frames: number | null;
  /** Row spacing then column spacing, millimetres. */
  readonly spacingMm: readonly [number, number] | null;
  readonly spacingFrom: SpacingFrom;
  readonly sex: 'F' | 'M' | 'O' | '';
  readonly ageYears: number | null;
  readonly site: string;
  readonly manufacturer: string;
  readonly model: string;
  /** The template's own columns, by name. */
  readonly extra: Readonly<Record<string, string>>;
};

/** True where the patient column only says "these images have equal pixels", because the source names no patient. */
export const hasNoPatientIdentity = (row: Pick<ImageRow, 'patient'>): boolean => row.patient.startsWith('px-');
