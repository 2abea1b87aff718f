import type { ImageRow } from '../../core/dataset/imageRow';
import type { AgeSource } from '../../core/dicom/patientAge';
import type { ImageKind } from '../images/imageKind';
import type { WalkedFile } from './walkFolder';

/** What a file itself says of its image, already free of names and numbers of patients. */
export type ImageFacts = Omit<ImageRow, 'image' | 'patient' | 'study' | 'series' | 'sha256' | 'extra'>;

/** A file's size, and the time of its last change in milliseconds since 1970. */
export type FileState = { readonly bytes: number; readonly modified: number };

/** A readable image file of an imported folder; identities are pseudonyms, '' where the file has none. */
export type FoundFile = WalkedFile &
  FileState & {
    readonly kind: ImageKind;
    /** Keyed hash (64 hex digits) of the instance UID, or of the content where there is no UID. */
    readonly source: string;
    /** Keyed hash of the series UID for a slice of CT, MR or PT, else ''. */
    readonly stack: string;
    readonly patient: string;
    readonly study: string;
    readonly series: string;
    /** Keyed hashes of what tables may find it by: the accession number, and PatientID with study date. */
    readonly accession: string;
    readonly visit: string;
    readonly ageFrom: AgeSource;
    /** SHA-256 of the file in hex; '' where only the header was read. */
    readonly sha256: string;
    /** Hash of the decoded pixels; '' where they were not decoded. */
    readonly pixelHash: string;
    readonly number: number | null;
    /** ImagePositionPatient, millimetres. */
    readonly positionMm: readonly [number, number, number] | null;
    readonly facts: ImageFacts;
  };

/** An image of an import: one file, or the slices of a series in order. */
export type FoundImage = {
  readonly source: string;
  readonly files: readonly [FoundFile, ...FoundFile[]];
  readonly isSeries: boolean;
  readonly facts: ImageFacts;
};

/** A file that can't be used, with the reason as a sentence without names. */
export type FileProblem = { readonly path: string; readonly file: string; readonly reason: string };
