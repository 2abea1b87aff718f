import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { FoldsRecord } from '../../core/experiment/foldsRecord';
import { isGroupName } from '../../core/experiment/groupName';
import { layout } from '../../core/project/layout';
import { readFolds } from './foldFiles';
import { runLife } from './runProcess';

/** One cross-validation of the project: its record, or why that can't be read. */
export type GroupListing = { readonly group: string; readonly record: FoldsRecord | null; readonly reason: string };

async function listGroup(root: string, group: string): Promise<GroupListing> {
  try {
    const record = await readFolds(root, group);
    if (record.state !== 'running' || (await runLife(root, group)) !== 'dead') return { group, record, reason: record.reason ?? '' };
    const reason = `It ended without a word (killed?); \`radsteps resume ${group}\` goes on with it.`;
    return { group, record: { ...record, state: 'stopped', reason }, reason };
  } catch (error) {
    return { group, record: null, reason: error instanceof Error ? error.message : String(error) };
  }
}

/** The project's cross-validations, newest first. */
export async function listGroups(root: string): Promise<readonly GroupListing[]> {
  const names = await readdir(join(root, layout.runs)).catch(() => []);
  const groups = names.filter(isGroupName).sort().reverse();
  return Promise.all(groups.map((group) => listGroup(root, group)));
}
