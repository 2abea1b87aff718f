import { createHash } from 'node:crypto';
import { join } from 'node:path';
import { formatTable, parseTable } from '../../core/dataset/table';
import { approvalsFile } from '../../core/project/approval';
import { inputFiles } from '../../core/project/inputFiles';
import {
  formatMadeFrom,
  formatNotNeeded,
  type MadeFrom,
  madeFromFile,
  type NotNeeded,
  notNeededFile,
  parseMadeFrom,
  parseNotNeeded,
} from '../../core/project/madeFrom';
import { suggestion } from '../../core/project/nearest';
import { tableColumns } from '../../core/project/projectFiles';
import { steps, taskOf } from '../../core/project/steps';
import type { Task } from '../../core/project/tasks/task';
import { UserError } from '../../core/userError';
import { writeBeside } from '../files/writeBeside';
import { stateHash } from './fileHashes';
import { readTextIfThere } from './readText';

/** The task with an id; throws UserError with the nearest known one. */
export function requireTask(id: string): Task {
  const task = taskOf(id);
  if (task !== undefined) return task;
  const hint = suggestion(
    id,
    steps.flatMap(({ tasks }) => tasks.map((known) => known.id)),
  );
  throw new UserError(`There is no task "${id}"; ${hint}${hint.endsWith('?') ? '' : '.'}`, { badUsage: true });
}

/** What a project notes of what its tasks were made from. */
export async function readMadeFrom(root: string): Promise<MadeFrom> {
  const text = await readTextIfThere(root, madeFromFile);
  return text === null ? new Map() : parseMadeFrom(text);
}

/** The tasks that a project does not need, by id. */
export async function readNotNeeded(root: string): Promise<ReadonlyMap<string, NotNeeded>> {
  const text = await readTextIfThere(root, notNeededFile);
  return text === null ? new Map() : parseNotNeeded(text);
}

/** Notes that tasks are made from the present state of what they depend on; tasks that depend on nothing are passed over. Returns those noted. */
export async function noteMadeFrom(root: string, ids: readonly string[]): Promise<readonly string[]> {
  const notes = new Map(await readMadeFrom(root));
  const noted: string[] = [];
  for (const id of ids) {
    const files = inputFiles(requireTask(id), steps);
    const hashes = await Promise.all(files.map(async (file) => [file, await stateHash(root, file)] as const));
    const known = hashes.filter((entry): entry is readonly [string, string] => entry[1] !== null);
    if (known.length === 0) continue;
    notes.set(id, new Map(known));
    noted.push(id);
  }
  if (noted.length > 0) await writeBeside(join(root, madeFromFile), formatMadeFrom(notes));
  return noted;
}

/** Marks a task as not needed, or (`entry` null) as needed again. Throws UserError without a reason or a name. */
export async function noteNotNeeded(root: string, id: string, entry: NotNeeded | null): Promise<void> {
  const task = requireTask(id);
  if (entry !== null && (entry.reason.trim() === '' || entry.by.trim() === ''))
    throw new UserError(`"${task.title}" can be marked as not needed only with a reason and a name.`, { badUsage: true });
  const entries = new Map(await readNotNeeded(root));
  if (entry === null) entries.delete(id);
  else entries.set(id, { ...entry, reason: oneLine(entry.reason), by: oneLine(entry.by) });
  await writeBeside(join(root, notNeededFile), formatNotNeeded(entries));
}

const oneLine = (text: string): string => text.trim().replace(/\s+/g, ' ');

/** Who signs a task's file off, in which role, on which day (YYYY-MM-DD). */
export type SignOff = { readonly by: string; readonly role: string; readonly date: string };

/** Adds the approval of a task's first file, with its hash, to `approvals.csv`; throws UserError where the task asks for none, or its file is missing. */
export async function noteSignOff(root: string, id: string, { by, role, date }: SignOff): Promise<void> {
  const { files, title, signOff } = requireTask(id);
  const [file = ''] = files;
  if (!signOff) throw new UserError(`"${title}" needs no sign-off.`, { badUsage: true });
  if (by.trim() === '') throw new UserError('A sign-off needs the name of who signs.', { badUsage: true });
  const text = await readTextIfThere(root, file);
  if (text === null) throw new UserError(`${file} is missing, so it can't be signed off.`);
  const columns = tableColumns[approvalsFile] ?? [];
  const table = parseTable(approvalsFile, (await readTextIfThere(root, approvalsFile)) ?? `${columns.join(',')}\n`, columns);
  const version = createHash('sha256').update(text.replaceAll('\r\n', '\n')).digest('hex').slice(0, 12);
  const row = { date, document: file, version, decision: 'approved', approver: oneLine(by), role: oneLine(role), expires: '', note: '' };
  const rows = [...table.rows.map(({ cells }) => cells), row];
  await writeBeside(join(root, approvalsFile), formatTable(table.columns, rows));
}
