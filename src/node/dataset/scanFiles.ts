import type { ImageRow } from '../../core/dataset/imageRow';
import { imageSource } from '../../core/identity/pseudonym';
import type { ReportProgress } from '../../core/progress';
import { ImageError } from '../images/imageError';
import { pixelHash } from '../images/pixelHash';
import { readImageHeader } from '../images/readHeader';
import { readGreyImage } from '../images/readImage';
import type { ThreadFault } from './fileThread';
import type { FileProblem, FileState, FoundFile } from './foundFile';
import { hashFile } from './hashFile';
import { imageFacts } from './imageFacts';
import { mapBounded } from './mapBounded';
import { mapInThreads } from './mapInThreads';
import { type HeaderOptions, headerScanner, type ScannedHeader } from './scanHeader';
import type { WalkedFile } from './walkFolder';

export type ScanOptions = HeaderOptions & {
  /** The row of an image whose file has not changed since an earlier import hashed it. */
  readonly unchanged: (file: WalkedFile & FileState) => ImageRow | undefined;
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
  const progress = (more: number): void => {
    done += more;
    report({ phase: 'Reading images', done, total: walked.length });
  };
  progress(0);
  const headers = await scanHeaders(walked, options, progress, signal);
  const scans = await mapBounded(
    walked,
    async (file) => {
      const header = headers.get(file) ?? null;
      if (header === null || !isPicture(header)) return found(file, header);
      const scan = await scanPicture({ ...file, ...header }, options);
      progress(1);
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

type Picture = FileState & { readonly kind: 'png' | 'jpeg' };

const isPicture = (header: NonNullable<ScannedHeader>): header is Picture => header.kind === 'png' || header.kind === 'jpeg';

/** So few files are read before a thread has started. */
const few = 50;

/** What the first bytes of every file say; a picture is not yet counted as done. */
async function scanHeaders(
  walked: readonly WalkedFile[],
  { key, kinds, hashDicom }: ScanOptions,
  progress: (more: number) => void,
  signal: AbortSignal,
): Promise<ReadonlyMap<WalkedFile, ScannedHeader>> {
  const headers = new Map<WalkedFile, ScannedHeader>();
  const took = (results: readonly (readonly [WalkedFile, ScannedHeader])[]): void => {
    for (const [file, header] of results) headers.set(file, header);
    progress(results.filter(([, header]) => header === null || !isPicture(header)).length);
  };
  const options = { key, kinds, hashDicom };
  if (walked.length >= few) {
    await mapInThreads<WalkedFile, ScannedHeader>({ work: { kind: 'headers', options }, items: walked, faulty, took, signal });
    return headers;
  }
  const scan = headerScanner(options);
  for (const file of walked) {
    signal.throwIfAborted();
    took([[file, scan(file.file)]]);
  }
  return headers;
}

const faulty = (fault: ThreadFault): ScannedHeader => ({
  kind: 'problem',
  reason: fault === 'hung' ? 'Reading it took too long and was given up.' : 'Reading it took more memory than a file of its kind may need.',
});

function found({ path, file }: WalkedFile, header: Exclude<ScannedHeader, Picture>): FoundFile | FileProblem | null {
  if (header === null) return null;
  return header.kind === 'problem' ? { path, file, reason: header.reason } : { path, file, ...header };
}

async function scanPicture(file: WalkedFile & Picture, { key, unchanged }: ScanOptions): Promise<FoundFile | FileProblem> {
  const row = unchanged(file);
  if (row !== undefined) return knownPicture(file, row, key);
  try {
    return await decodedPicture(file, key);
  } catch (error) {
    if (error instanceof ImageError) return { path: file.path, file: file.file, reason: error.message };
    if (error instanceof Error && 'code' in error)
      return { path: file.path, file: file.file, reason: `The file can't be read (${error.code}).` };
    throw error;
  }
}

const noIdentity = { stack: '', patient: '', study: '', series: '', number: null, positionMm: null } as const;

async function decodedPicture(file: WalkedFile & Picture, key: Uint8Array): Promise<FoundFile> {
  const header = await readImageHeader(file.file);
  const image = await readGreyImage(file.file);
  const sha256 = await hashFile(file.file);
  const facts = imageFacts({ ...header, rows: image.rows, columns: image.columns }, key);
  return { ...file, ...noIdentity, source: imageSource(key, sha256), sha256, pixelHash: pixelHash(image), facts };
}

function knownPicture(file: WalkedFile & Picture, row: ImageRow, key: Uint8Array): FoundFile {
  const { image, patient, study, series, sha256, extra, ...facts } = row;
  return { ...file, ...noIdentity, source: imageSource(key, sha256), sha256, pixelHash: '', facts };
}
