import { DicomError } from '../../core/dicom/dicomError';
import { ImageError } from './imageError';

const systemReasons: Readonly<Record<string, string>> = {
  ENOENT: 'There is no such file',
  EACCES: 'The file may not be read (no permission)',
  EPERM: 'The file may not be read (no permission)',
  EISDIR: 'This is a folder',
  ERR_FS_FILE_TOO_LARGE: 'The file is larger than 2 GiB',
};

/** Turns what reading a file threw into an `ImageError` without path; errors that are no fault of the file come back as they are. */
export function asImageError(error: unknown): unknown {
  if (error instanceof DicomError) return new ImageError(`${error.message}.`, { cause: error });
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  if (code === '' || error instanceof ImageError) return error;
  return new ImageError(`${systemReasons[code] ?? `The file can't be read (${code})`}.`);
}
