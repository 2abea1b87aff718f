import { readFile, stat } from 'node:fs/promises';
import { basename, dirname, join, resolve } from 'node:path';
import { DicomError } from '../../core/dicom/dicomError';
import { readDicom } from '../../core/dicom/readDicom';
import { readItems, readStrings } from '../../core/dicom/value';
import type { Progress } from '../../core/progress';
import { listSeries, type SeriesListing } from '../../core/series/listSeries';
import { UserError } from '../../core/userError';
import { mapBounded } from '../dataset/mapBounded';
import { asImageError } from '../images/asImageError';
import { imageOfFile } from './imageFiles';
import { listFolder } from './listFolder';
import { type FileOnDisk, readSeriesHeader } from './readSeriesHeader';

/** The series of a folder, or of the file's folder. */
export type FoundSeries = {
  /** The project's image that the file belongs to; then `series` holds that image alone; else ''. */
  readonly image: string;
  readonly series: readonly SeriesListing<FileOnDisk>[];
  /** Files that begin as DICOM and can't be read. */
  readonly unreadable: readonly { readonly file: string; readonly reason: string }[];
  /** Sentences, free of names. */
  readonly notes: readonly string[];
};

export type FindOptions = {
  /** Root folder of the project whose images are known, or null. */
  readonly project: string | null;
  /** Looks at this many files of a folder at most. */
  readonly limit: number;
  readonly onProgress: (progress: Progress) => void;
  readonly signal: AbortSignal;
};

/**
 * Finds the series of a file (those of its own folder; for a file of the project, its image's), of a folder (with the folders in it) or of a
 * DICOMDIR. Throws UserError where there is no such path.
 */
export async function findSeries(path: string, options: FindOptions): Promise<FoundSeries> {
  const file = resolve(path);
  const info = await stat(file).catch(() => null);
  if (info === null) throw new UserError(`There is no file or folder ${file}.`);
  if (info.isDirectory()) return readAll(await listFolder(file, { ...options, isDeep: true }), options);
  if (basename(file).toUpperCase().startsWith('DICOMDIR'))
    return readAll({ files: await filesOfDirectory(file), notes: [], isOne: true }, options);
  const known = options.project === null ? null : await imageOfFile(options.project, file);
  if (known === null) return readAll(await listFolder(dirname(file), { ...options, isDeep: false, around: file }), options);
  const found = await readAll({ files: known.files, notes: [], isOne: true }, options);
  return { ...found, image: known.image };
}

type Listed = {
  readonly files: readonly string[];
  readonly notes: readonly string[];
  /** The files are known to belong together, in whatever folders they lie. */
  readonly isOne?: boolean;
};

async function readAll({ files, notes, isOne = false }: Listed, { onProgress, signal }: FindOptions): Promise<FoundSeries> {
  let done = 0;
  const read = await mapBounded(
    files,
    async (file) => {
      const header = await readOne(file);
      done += 1;
      if (done % 250 === 0) onProgress({ phase: 'Reading headers', done, total: files.length });
      return header;
    },
    signal,
    8,
  );
  return {
    image: '',
    series: listSeries(
      read.flatMap((one) =>
        'header' in one && one.header !== null
          ? [{ source: one.source, header: one.header, folder: isOne ? '' : dirname(one.source.file) }]
          : [],
      ),
    ),
    unreadable: read.flatMap((one) => ('reason' in one ? [one] : [])),
    notes,
  };
}

async function readOne(file: string) {
  try {
    return await readSeriesHeader(file);
  } catch (error) {
    const known = asImageError(error);
    if (known === error && !(error instanceof DicomError)) throw error;
    return { file, reason: known instanceof Error ? known.message : String(known) };
  }
}

/** The files that a DICOMDIR names and that are there (PS3.10 8.2: the parts of a path, from the directory's folder). */
async function filesOfDirectory(directory: string): Promise<readonly string[]> {
  const { dataset } = readDirectory(await readFile(directory), basename(directory));
  const parts = readItems(dataset, 'DirectoryRecordSequence').map((record) => readStrings(record, 'ReferencedFileID'));
  const named = parts.filter((path) => path.length > 0 && !path.some(leadsAway)).map((path) => join(dirname(directory), ...path));
  const files = [...new Set(named)];
  const there = await mapBounded(files, (file) =>
    stat(file).then(
      (info) => info.isFile(),
      () => false,
    ),
  );
  const found = files.filter((_, index) => there[index]);
  if (found.length === 0) throw new UserError(`None of the files that ${basename(directory)} names is there.`);
  return found;
}

const leadsAway = (part: string): boolean => part === '..' || part === '.' || /[/\\]/.test(part);

function readDirectory(bytes: Uint8Array, name: string) {
  try {
    return readDicom(bytes);
  } catch (error) {
    if (error instanceof DicomError) throw new UserError(`${name} can't be read as a DICOM directory: ${error.message}.`, { cause: error });
    throw error;
  }
}
