import { join } from 'node:path';
import { formatRecord } from '../../core/experiment/recordFile';
import type { RunRecord } from '../../core/experiment/runRecord';
import { UserError } from '../../core/userError';
import { writeBeside } from '../files/writeBeside';
import { recordFile } from './readRecord';

const causes: Readonly<Record<string, string>> = {
  ENOSPC: 'the disk is full',
  EDQUOT: 'the disk quota is used up',
  EFBIG: 'files may not grow any more here',
  EROFS: 'the disk is read-only',
  EACCES: 'it may not be written',
  EPERM: 'it may not be written',
};

/** Why a file could not be written, in words without a path. */
export function writeFailure(error: unknown): string {
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  return causes[code] ?? (code === '' ? 'unknown error' : code);
}

/** Writes a record in one step; rejects with the system's error, and then the old one stays. */
export const writeRecord = (root: string, record: RunRecord): Promise<void> =>
  writeBeside(join(root, recordFile(record.run)), formatRecord(record));

/** As writeRecord at the end of a run, with a UserError that says why it failed and what to do. */
export async function writeLastRecord(root: string, record: RunRecord): Promise<void> {
  try {
    await writeRecord(root, record);
  } catch (error) {
    const file = recordFile(record.run);
    throw new UserError(
      `Run ${record.run} ended (${record.state}), but ${file} could not be written: ${writeFailure(error)}. It still says running; when that is mended, \`radsteps runs\` completes it from what the trainer said.`,
    );
  }
}
