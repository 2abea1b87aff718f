import { rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { localRunFolder } from '../../core/project/layout';

const pathOf = (root: string, run: string): string => join(root, localRunFolder(run), 'stop');

/** Notes that somebody asked this run to stop, so that its end is not taken for a failure. */
export const markStop = (root: string, run: string): Promise<void> => writeFile(pathOf(root, run), '');

/** Forgets that anybody asked, for a run that goes on. */
export const clearStop = (root: string, run: string): Promise<void> => rm(pathOf(root, run), { force: true });

/** When somebody asked this run to stop, milliseconds since 1970; null when nobody did. */
export async function stopAskedAt(root: string, run: string): Promise<number | null> {
  const mark = await stat(pathOf(root, run)).catch(() => null);
  return mark === null ? null : mark.mtimeMs;
}
