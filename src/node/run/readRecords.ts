import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { isRunName } from '../../core/experiment/runName';
import type { RunRecord } from '../../core/experiment/runRecord';
import { layout } from '../../core/project/layout';
import { mapBounded } from '../dataset/mapBounded';
import { readRecord } from './readRecord';

const atOnce = 64;

/** The records that lie in the project's working tree, oldest first; damaged ones are left out. */
export async function readRecords(root: string): Promise<readonly RunRecord[]> {
  const names = (await readdir(join(root, layout.runs)).catch(() => [])).filter(isRunName).sort();
  const records = await mapBounded(names, (run) => readRecord(root, run).catch(() => null), undefined, atOnce);
  return records.filter((record) => record !== null);
}
