import { open } from 'node:fs/promises';
import { join } from 'node:path';
import { classesOf } from '../../core/experiment/predictionTable';
import type { RunListing } from '../../core/experiment/runListing';
import { runFolder } from '../../core/project/layout';
import { readRecord } from './readRecord';

/** Longer than the first line of any table of two classes. */
const headBytes = 4096;

/** Of listed runs those that can alert, in their order: ended, of two classes, with weights and predictions. */
export async function alertRuns(root: string, listings: readonly RunListing[]): Promise<readonly RunListing[]> {
  const ended = listings.filter(({ state }) => state === 'finished' || state === 'stopped');
  const can = await Promise.all(ended.map(({ run }) => canAlert(root, run)));
  return ended.filter((_, index) => can[index]);
}

async function canAlert(root: string, run: string): Promise<boolean> {
  const record = await readRecord(root, run).catch(() => null);
  if (record?.task !== 'classification' || !('result' in record) || record.result?.weights === null) return false;
  return classesOf(await headOf(join(root, runFolder(run), 'predictions.csv'))).length === 2;
}

async function headOf(file: string): Promise<string> {
  const handle = await open(file, 'r').catch(() => null);
  if (handle === null) return '';
  const { buffer, bytesRead } = await handle.read(Buffer.alloc(headBytes), 0, headBytes, 0).finally(() => handle.close());
  return buffer.toString('utf8', 0, bytesRead);
}
