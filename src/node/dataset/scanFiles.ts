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
  const scans = await scanHeaders(walked, options, progress, signal);
  const finished = await mapBounded(
    walked,
    async (file) => {
      const scan = scans.get(file) ?? null;
      if (scan === null || !isPicture(scan)) return scan;
      const picture = await scanPicture(scan, options);
      progress(1);
      return picture;
    },
    signal,
  );
  return {
    files: finished.filter((scan) => scan !== null && 'source' in scan),
    problems: finished.filter((scan) => scan !== null && 'reason' in scan),
    skipped: finished.filter((scan) => scan === null).length,
  };
}

type Picture = WalkedFile & FileState & { readonly kind: 'png' | 'jpeg' };
type Scan = FoundFile | FileProblem | Picture | null;

const isPicture = (scan: NonNullable<Scan>): scan is Picture => !('source' in scan) && !('reason' in scan);

/** So few files are read before a thread has started. */
const few = 50;

/** What the first bytes of every file say; a picture is not yet counted as done. */
async function scanHeaders(
  walked: readonly WalkedFile[],
  { key, kinds, hashDicom }: ScanOptions,
  progress: (more: number) => void,
  signal: AbortSignal,
): Promise<ReadonlyMap<WalkedFile, Scan>> {
  const scans = new Map<WalkedFile, Scan>();
  const share = shareRepeats();
  const took = (results: readonly (readonly [WalkedFile, ScannedHeader])[]): void => {
    for (const [file, header] of results) scans.set(file, scanOf(file, header, share));
    progress(results.filter(([, header]) => header?.kind !== 'png' && header?.kind !== 'jpeg').length);
  };
  const options = { key, kinds, hashDicom };
  if (walked.length >= few) {
    await mapInThreads<WalkedFile, ScannedHeader>({ work: { kind: 'headers', options }, items: walked, faulty, took, signal });
    return scans;
  }
  const scan = headerScanner(options);
  for (const file of walked) {
    signal.throwIfAborted();
    took([[file, scan(file.file)]]);
  }
  return scans;
}

const faulty = (fault: ThreadFault): ScannedHeader => ({
  kind: 'problem',
  reason: fault === 'hung' ? 'Reading it took too long and was given up.' : 'Reading it took more memory than a file of its kind may need.',
});

function scanOf({ path, file }: WalkedFile, header: ScannedHeader, share: <T>(name: string, value: T) => T): Scan {
  if (header === null) return null;
  if (header.kind === 'problem') return { path, file, reason: header.reason };
  if (header.kind !== 'dicom') return { path, file, ...header };
  const { stack, patient, study, series, accession, visit, facts } = header;
  return {
    ...{ path, file, ...header },
    stack: share('stack', stack),
    patient: share('patient', patient),
    study: share('study', study),
    series: share('series', series),
    accession: share('accession', accession),
    visit: share('visit', visit),
    facts: share('facts', facts),
  };
}

/** Gives the last value of a name again where the new one is equal: most files of a series say the same, and the memory has to hold them all. */
function shareRepeats(): <T>(name: string, value: T) => T {
  const last = new Map<string, { readonly text: string; readonly value: unknown }>();
  return <T>(name: string, value: T): T => {
    const text = typeof value === 'string' ? value : JSON.stringify(value);
    const known = last.get(name);
    if (known?.text === text) return known.value as T;
    last.set(name, { text, value });
    return value;
  };
}

async function scanPicture(file: Picture, { key, unchanged }: ScanOptions): Promise<FoundFile | FileProblem> {
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

const noIdentity = {
  stack: '',
  patient: '',
  study: '',
  series: '',
  accession: '',
  visit: '',
  ageFrom: '',
  number: null,
  positionMm: null,
} as const;

async function decodedPicture(file: Picture, key: Uint8Array): Promise<FoundFile> {
  const header = await readImageHeader(file.file);
  const image = await readGreyImage(file.file);
  const sha256 = await hashFile(file.file);
  const facts = imageFacts({ ...header, rows: image.rows, columns: image.columns }, key);
  return { ...file, ...noIdentity, source: imageSource(key, sha256), sha256, pixelHash: pixelHash(image), facts };
}

function knownPicture(file: Picture, row: ImageRow, key: Uint8Array): FoundFile {
  const { image, patient, study, series, sha256, extra, ...facts } = row;
  return { ...file, ...noIdentity, source: imageSource(key, sha256), sha256, pixelHash: '', facts };
}
