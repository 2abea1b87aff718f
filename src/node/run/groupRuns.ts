import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { isRunName } from '../../core/experiment/runName';
import type { RunRecord } from '../../core/experiment/runRecord';
import { layout } from '../../core/project/layout';
import { readRecord } from './readRecord';

/** The records of a cross-validation's or a sweep's runs, oldest first; damaged ones are left out. */
export async function groupRuns(root: string, group: string): Promise<readonly RunRecord[]> {
  const names = await readdir(join(root, layout.runs)).catch(() => []);
  // Names sort by time, so no run of the group comes before the group itself.
  const later = names.filter((name) => isRunName(name) && name.slice(0, 15) >= group.slice(0, 15)).sort();
  const records = await Promise.all(later.map((run) => readRecord(root, run).catch(() => null)));
  return records.filter((record) => record !== null && (record.fold ?? record.sweep)?.group === group) as readonly RunRecord[];
}
