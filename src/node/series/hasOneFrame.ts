import { open } from 'node:fs/promises';
import { readBytes } from '../images/openFile';
import { readDicomHeader } from '../images/readDicomHeader';

const firstRead = 2 ** 16;

/** True for a DICOM file of one frame, by its header alone; false for others, and for what can't be read. */
export async function hasOneFrame(file: string): Promise<boolean> {
  const handle = await open(file, 'r').catch(() => null);
  if (handle === null) return false;
  try {
    const { size } = await handle.stat();
    const readStart = (length: number): Uint8Array => readBytes(handle.fd, Math.min(size, length));
    return readDicomHeader({ bytes: readStart(firstRead), size, readStart }).frames === 1;
  } catch {
    // The page itself says what is wrong with the file.
    return false;
  } finally {
    await handle.close();
  }
}
