import { readFile, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { localRunFolder } from '../../core/project/layout';

/** What becomes of a run's best epoch when it is stopped: its weights are kept, or only its numbers. */
export type StopWish = 'best' | 'numbers';

const name = 'stop';
const pathOf = (root: string, run: string): string => join(root, localRunFolder(run), name);

/** Notes that somebody asked this run to stop, so that its end is not taken for a failure. */
export const markStop = (root: string, run: string, wish: StopWish = 'best'): Promise<void> =>
  writeFile(pathOf(root, run), wish === 'best' ? '' : wish);

/** What is to become of the best epoch of the run with this local folder (absolute); its weights are kept unless somebody asked otherwise. */
export async function stopWish(local: string): Promise<StopWish> {
  const text = await readFile(join(local, name), 'utf8').catch(() => '');
  return text.trim() === 'numbers' ? 'numbers' : 'best';
}

/** Forgets that anybody asked, for a run that goes on. */
export const clearStop = (root: string, run: string): Promise<void> => rm(pathOf(root, run), { force: true });

/** When somebody asked this run to stop, milliseconds since 1970; null when nobody did. */
export async function stopAskedAt(root: string, run: string): Promise<number | null> {
  const mark = await stat(pathOf(root, run)).catch(() => null);
  return mark === null ? null : mark.mtimeMs;
}
