import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parseRecord } from '../../core/experiment/recordFile';
import { isRunName } from '../../core/experiment/runName';
import type { RunRecord } from '../../core/experiment/runRecord';
import { runFolder } from '../../core/project/layout';
import { UserError } from '../../core/userError';

/** `record.json` of a run, relative to the project. */
export const recordFile = (run: string): string => `${runFolder(run)}/record.json`;

/** Reads a record; throws UserError when there is no such run or its record is damaged. */
export async function readRecord(root: string, run: string): Promise<RunRecord> {
  if (!isRunName(run)) throw new UserError(`"${run}" is not the name of a run; \`radsteps runs\` lists them.`);
  let text: string;
  try {
    text = await readFile(join(root, recordFile(run)), 'utf8');
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : '';
    if (code === 'ENOENT' || code === 'ENOTDIR')
      throw new UserError(`There is no run ${run} in this project; \`radsteps runs\` lists them.`);
    throw new UserError(`${recordFile(run)} cannot be read (${code}).`);
  }
  try {
    return parseRecord(text, run);
  } catch (error) {
    throw new UserError(`${recordFile(run)} is damaged: ${error instanceof Error ? error.message : String(error)}.`);
  }
}
