import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { FoldsRecord } from '../../core/experiment/foldsRecord';
import { type FoldRow, formatFoldTable, parseFoldTable } from '../../core/experiment/foldTable';
import { isGroupName } from '../../core/experiment/groupName';
import { foldsFile, foldsTable } from '../../core/project/layout';
import { validate } from '../../core/project/validate';
import { UserError } from '../../core/userError';
import { writeBeside } from '../files/writeBeside';
import { writeFailure } from './writeRecord';

/** Reads the record of a cross-validation; throws UserError when there is none or it is damaged. */
export async function readFolds(root: string, group: string): Promise<FoldsRecord> {
  if (!isGroupName(group)) throw new UserError(`"${group}" is not the name of a cross-validation; \`radsteps runs\` lists them.`);
  const text = await readFile(join(root, foldsFile(group)), 'utf8').catch(() => null);
  if (text === null) throw new UserError(`There is no cross-validation ${group} in this project; \`radsteps runs\` lists them.`);
  const value = parse(text);
  const problem = validate('folds', value)[0]?.message;
  if (problem !== undefined) throw new UserError(`${foldsFile(group)} is damaged: ${problem}; take it back from git.`);
  const record = value as FoldsRecord;
  if (record.group !== group) throw new UserError(`${foldsFile(group)} is damaged: it names another cross-validation, ${record.group}.`);
  return record;
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

/** Writes the record of a cross-validation in one step; throws UserError where that fails, and then the old one stays. */
export const writeFolds = (root: string, record: FoldsRecord): Promise<void> =>
  write(root, record.group, foldsFile(record.group), `${JSON.stringify(record, null, 2)}\n`);

async function write(root: string, group: string, file: string, text: string): Promise<void> {
  await writeBeside(join(root, file), text).catch((error: unknown) => {
    throw new UserError(`${file} could not be written: ${writeFailure(error)}; when that is mended, \`radsteps resume ${group}\` goes on.`);
  });
}

/** The out-of-fold predictions so far; none where there is no table yet. */
export async function readFoldRows(root: string, { group, classes }: FoldsRecord): Promise<readonly FoldRow[]> {
  const file = foldsTable(group);
  const text = await readFile(join(root, file), 'utf8').catch(() => null);
  return text === null ? [] : parseFoldTable(file, text, classes);
}

/** Writes the out-of-fold predictions, and gives them back as the table tells them, so that whoever reads it finds the same metrics. */
export async function writeFoldRows(root: string, { group, classes }: FoldsRecord, rows: readonly FoldRow[]): Promise<readonly FoldRow[]> {
  const file = foldsTable(group);
  const text = formatFoldTable(
    rows.toSorted((a, b) => (a.image < b.image ? -1 : 1)),
    classes,
  );
  await write(root, group, file, text);
  return parseFoldTable(file, text, classes);
}
