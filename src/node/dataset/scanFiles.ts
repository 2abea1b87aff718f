import { open } from 'node:fs/promises';
import type { ImageRow } from '../../core/dataset/imageRow';
import { publishedAge } from '../../core/dataset/labelValue';
import { imageSource, patientPseudonym, seriesPseudonym, sitePseudonym, studyPseudonym } from '../../core/identity/pseudonym';
import type { ReportProgress } from '../../core/progress';
import { ImageError } from '../images/imageError';
import type { ImageHeader } from '../images/imageHeader';
import { type ImageKind, imageKind } from '../images/imageKind';
import { pixelHash } from '../images/pixelHash';
import { readImageHeader } from '../images/readHeader';
import { readGreyImage } from '../images/readImage';
import type { FileProblem, FoundFile, ImageFacts } from './foundFile';
import { hashFile } from './hashFile';
import { mapBounded } from './mapBounded';
import type { WalkedFile } from './walkFolder';

export type ScanOptions = {
  readonly key: Uint8Array;
  readonly kinds: readonly ImageKind[];
  /** Whether DICOM files are hashed at once: only so are images found again that bear another name than their UID's. */
  readonly hashDicom: boolean;
  /** The row of an image whose file has not changed since an earlier import hashed it. */
  readonly unchanged: (file: WalkedFile) => ImageRow | undefined;
};

export type ScannedFiles = { readonly files: readonly FoundFile[]; readonly problems: readonly FileProblem[]; readonly skipped: number };

/** Reads the headers of a folder's files, and decodes PNG and JPEG to their end; damaged ones become problems, other kinds are counted. */
export async function scanFiles(
  walked: readonly WalkedFile[],
  options: ScanOptions,
  report: ReportProgress,
  signal: AbortSignal,
): Promise<ScannedFiles> {
  let done = 0;
  report({ phase: 'Reading images', done, total: walked.length });
  const scans = await mapBounded(
    walked,
    async (file) => {
      const scan = await scanFile(file, options);
      done += 1;
      report({ phase: 'Reading images', done, total: walked.length });
      return scan;
    },
    signal,
  );
  return {
    files: scans.flatMap((scan) => (scan !== null && 'source' in scan ? [scan] : [])),
    problems: scans.flatMap((scan) => (scan !== null && 'reason' in scan ? [scan] : [])),
    skipped: scans.filter((scan) => scan === null).length,
  };
}

const pictureExtension = /\.(png|jpe?g|dcm|dicom|ima|tiff?|bmp|gif|webp|heic|jp2|nii|nii\.gz|mha|mhd|nrrd)$/i;

async function scanFile(file: WalkedFile, options: ScanOptions): Promise<FoundFile | FileProblem | null> {
  try {
    const kind = await kindOf(file.file);
    if (kind === null && !pictureExtension.test(file.path)) return null;
    if (kind !== null && !options.kinds.includes(kind)) return null;
    const row = kind === 'dicom' ? undefined : options.unchanged(file);
    if (kind !== null && row !== undefined) return knownPicture(file, kind, row, options.key);
    const header = await readImageHeader(file.file);
    return header.kind === 'dicom' ? await foundDicom(file, header, options) : await foundPicture(file, header, options.key);
  } catch (error) {
    if (error instanceof ImageError) return { path: file.path, file: file.file, reason: error.message };
    if (error instanceof Error && 'code' in error)
      return { path: file.path, file: file.file, reason: `The file can't be read (${error.code}).` };
    throw error;
  }
}

async function kindOf(file: string): Promise<ImageKind | null> {
  const handle = await open(file, 'r');
  try {
    const { buffer, bytesRead } = await handle.read(new Uint8Array(4096), 0, 4096, 0);
    return imageKind(buffer.subarray(0, bytesRead));
  } finally {
    await handle.close();
  }
}

const noIdentity = { stack: '', patient: '', study: '', series: '', number: null, positionMm: null } as const;

async function foundPicture(file: WalkedFile, header: ImageHeader, key: Uint8Array): Promise<FoundFile> {
  const image = await readGreyImage(file.file);
  const sha256 = await hashFile(file.file);
  const facts = factsOf({ ...header, rows: image.rows, columns: image.columns }, key);
  return { ...file, ...noIdentity, kind: header.kind, source: imageSource(key, sha256), sha256, pixelHash: pixelHash(image), facts };
}

function knownPicture(file: WalkedFile, kind: ImageKind, row: ImageRow, key: Uint8Array): FoundFile {
  const { image, patient, study, series, sha256, extra, ...facts } = row;
  return { ...file, ...noIdentity, kind, source: imageSource(key, sha256), sha256, pixelHash: '', facts };
}

const stacks: readonly string[] = ['CT', 'MR', 'PT'];

async function foundDicom(file: WalkedFile, header: ImageHeader, { key, hashDicom }: ScanOptions): Promise<FoundFile> {
  const sha256 = hashDicom || header.instanceUid === '' ? await hashFile(file.file) : '';
  const isSlice = stacks.includes(header.modality) && header.frames === 1 && header.seriesUid !== '';
  const named = (uid: string, pseudonym: (key: Uint8Array, uid: string) => string): string => (uid === '' ? '' : pseudonym(key, uid));
  return {
    ...file,
    kind: 'dicom',
    source: imageSource(key, header.instanceUid || sha256),
    stack: isSlice ? imageSource(key, header.seriesUid) : '',
    patient: header.patientId === '' ? '' : patientPseudonym(key, header.issuerOfPatientId, header.patientId),
    study: named(header.studyUid, studyPseudonym),
    series: named(header.seriesUid, seriesPseudonym),
    sha256,
    pixelHash: '',
    number: header.instanceNumber,
    positionMm: header.positionMm,
    facts: factsOf(header, key),
  };
}

function factsOf(header: ImageHeader, key: Uint8Array): ImageFacts {
  const { modality, bodyPart, view, laterality, rows, columns, frames, spacingMm, spacingFrom, sex, ageYears, institution } = header;
  return {
    modality: code(modality),
    bodyPart: code(bodyPart),
    view: code(view),
    laterality: code(laterality),
    rows,
    columns,
    frames,
    spacingMm,
    spacingFrom,
    sex,
    ageYears: ageYears === null ? null : publishedAge(ageYears),
    site: institution === '' ? '' : sitePseudonym(key, institution),
    manufacturer: line(header.manufacturer),
    model: line(header.model),
  };
}

/** A code string as DICOM defines it (PS3.5 6.2); anything else in such a field may be somebody's name and is left out. */
const code = (text: string): string => (/^[A-Z0-9_ ]{1,16}$/.test(text) ? text : '');

/** A device's name on one line, at most 64 characters. */
const line = (text: string): string =>
  text
    .replace(/[\p{C}\s]+/gu, ' ')
    .trim()
    .slice(0, 64);
