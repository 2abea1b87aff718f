import {
  accessionKey,
  imageSource,
  type PseudonymKey,
  patientPseudonym,
  seriesPseudonym,
  studyPseudonym,
  visitKey,
} from '../../core/identity/pseudonym';
import { asImageError } from '../images/asImageError';
import { headerDescriber } from '../images/headerDescriber';
import { ImageError } from '../images/imageError';
import type { ImageHeader } from '../images/imageHeader';
import { type ImageKind, imageKind } from '../images/imageKind';
import { type OpenFile, readBytes, withOpenFile } from '../images/openFile';
import { readDicomHeader } from '../images/readDicomHeader';
import { unknownKind } from '../images/unknownKind';
import type { FileState, FoundFile } from './foundFile';
import { hashWhole } from './hashWhole';
import { imageFacts } from './imageFacts';
import { nativeKey } from './nativeKey';

export type HeaderOptions = {
  readonly key: Uint8Array;
  readonly kinds: readonly ImageKind[];
  /** Whether DICOM files are hashed at once: only so are images found again that bear another name than their UID's. */
  readonly hashDicom: boolean;
};

type DicomFacts = Omit<FoundFile, 'path' | 'file' | 'bytes' | 'modified' | 'kind'> & { readonly kind: 'dicom' };

/**
 * What a file's first bytes say: all that a DICOM file is imported with, that it is a picture still to be decoded, why it can't be used,
 * or null for other kinds of file.
 */
export type ScannedHeader =
  | (FileState & DicomFacts)
  | (FileState & { readonly kind: 'png' | 'jpeg' })
  | { readonly kind: 'problem'; readonly reason: string }
  | null;

/** Most headers end before this. */
const firstRead = 2 ** 14;
/** Room for longer ones is kept for the next file. */
const mostKept = 2 ** 20;

const pictureExtension = /\.(png|jpe?g|dcm|dicom|ima|tiff?|bmp|gif|webp|heic|jp2|nii|nii\.gz|mha|mhd|nrrd)$/i;

/** Makes what scans one file after the other in this thread and throws nothing; `beat` is called while it hashes a long file. */
export function headerScanner({ key, kinds, hashDicom }: HeaderOptions, beat?: () => void): (file: string) => ScannedHeader {
  let buffer = new Uint8Array(firstRead);
  const pseudonyms = nativeKey(key);
  const describe = headerDescriber();
  const read = (handle: number, length: number): Uint8Array => {
    if (length > buffer.length && length <= mostKept) buffer = new Uint8Array(Math.min(mostKept, 2 * length));
    return readBytes(handle, length, buffer);
  };
  const scan = (file: string, { handle, size, modified }: OpenFile): ScannedHeader => {
    const bytes = read(handle, Math.min(size, firstRead));
    const kind = imageKind(bytes);
    if (kind === null && pictureExtension.test(file)) throw unknownKind(size);
    if (kind === null || !kinds.includes(kind)) return null;
    if (kind !== 'dicom') return { kind, bytes: size, modified };
    const header = readDicomHeader({ bytes, size, readStart: (length) => read(handle, length) }, describe);
    const sha256 = hashDicom || header.instanceUid === '' ? hashWhole(file, beat) : '';
    return { bytes: size, modified, ...dicomFacts(header, sha256, pseudonyms) };
  };
  return (file) => {
    try {
      return withOpenFile(file, (open) => scan(file, open));
    } catch (error) {
      return { kind: 'problem', reason: reasonOf(error) };
    }
  };
}

function reasonOf(thrown: unknown): string {
  const error = asImageError(thrown);
  return error instanceof ImageError ? error.message : unexpected(error);
}

/** A fault of ours in one file does not end the import; the message of such an error may hold anything, so only its name is told. */
const unexpected = (error: unknown): string =>
  `Reading it failed in an unexpected way (${error instanceof Error ? error.name : 'an error'}); please report this file's kind.`;

const stacks: readonly string[] = ['CT', 'MR', 'PT'];

function dicomFacts(header: ImageHeader, sha256: string, key: PseudonymKey): DicomFacts {
  const isSlice = stacks.includes(header.modality) && header.frames === 1 && header.seriesUid !== '';
  const named = (uid: string, pseudonym: (key: PseudonymKey, uid: string) => string): string => (uid === '' ? '' : pseudonym(key, uid));
  return {
    kind: 'dicom',
    source: imageSource(key, header.instanceUid || sha256),
    stack: isSlice ? imageSource(key, header.seriesUid) : '',
    patient: header.patientId === '' ? '' : patientPseudonym(key, header.issuerOfPatientId, header.patientId),
    study: named(header.studyUid, studyPseudonym),
    series: named(header.seriesUid, seriesPseudonym),
    accession: named(header.accession, accessionKey),
    visit: header.patientId === '' || header.studyDate === '' ? '' : visitKey(key, header.patientId, header.studyDate.replaceAll('.', '')),
    ageFrom: header.ageFrom,
    sha256,
    pixelHash: '',
    number: header.instanceNumber,
    positionMm: header.positionMm,
    facts: imageFacts(header, key),
  };
}
