import { open } from 'node:fs/promises';
import { constants, gunzipSync } from 'node:zlib';
import { isGzip } from '../../core/nifti/gatherNifti';
import { NiftiError } from '../../core/nifti/niftiError';
import { readNiftiHeader } from '../../core/nifti/niftiHeader';
import { niftiStacks } from '../../core/series/niftiStacks';
import type { SeriesStack } from '../../core/series/splitStacks';

/** Enough of a file, compressed or not, for its header. */
const startBytes = 4096;

/** The stacks of a NIfTI file on disk; null where its header can't be read, which whoever reads the whole file says better. */
export async function readNiftiStacks(file: string): Promise<readonly SeriesStack[] | null> {
  const handle = await open(file, 'r');
  try {
    const bytes = new Uint8Array(startBytes);
    const { bytesRead } = await handle.read(bytes, 0, startBytes, 0);
    return niftiStacksOf(bytes.subarray(0, bytesRead));
  } finally {
    await handle.close();
  }
}

/** As `readNiftiStacks`, for the bytes that a file begins with. */
export function niftiStacksOf(start: Uint8Array): readonly SeriesStack[] | null {
  try {
    return niftiStacks(readNiftiHeader(isGzip(start) ? inflatedStart(start.subarray(0, startBytes)) : start));
  } catch (error) {
    if (error instanceof NiftiError) return null;
    throw error;
  }
}

/** The stream is cut off here, so that what there is comes out. */
function inflatedStart(bytes: Uint8Array): Uint8Array {
  try {
    return gunzipSync(bytes, { finishFlush: constants.Z_SYNC_FLUSH });
  } catch {
    return new Uint8Array();
  }
}
