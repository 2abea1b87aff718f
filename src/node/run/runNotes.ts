import { readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { isRunName } from '../../core/experiment/runName';
import { editNotes, type NotesEdit, noNotes, type RunNotes } from '../../core/experiment/runNotes';
import { formatRunNotes, parseRunNotes, type ReadNotes } from '../../core/experiment/runNotesFile';
import { layout, runNotesFile } from '../../core/project/layout';
import { UserError } from '../../core/userError';
import { mapBounded } from '../dataset/mapBounded';
import { writeBeside } from '../files/writeBeside';
import { readObjects } from '../git/readObjects';
import type { Repository } from '../git/repository';
import { readTextIfThere } from '../project/readText';

/** Notes by run, and sentences about files that can't be read. */
export type FoundNotes = { readonly notes: ReadonlyMap<string, ReadNotes>; readonly problems: readonly string[] };

const atOnce = 64;

const isMissing = (error: unknown): boolean => error instanceof Error && 'code' in error && error.code === 'ENOENT';

/** The runs in the working tree of which something is noted. */
async function notedRuns(root: string): Promise<readonly string[]> {
  const names = await readdir(join(root, layout.runNotes)).catch((error: unknown) => {
    if (isMissing(error)) return [];
    throw error;
  });
  return names.flatMap((name) => (name.endsWith('.yaml') && isRunName(name.slice(0, -5)) ? [name.slice(0, -5)] : []));
}

/** Reads what people noted of runs in the working tree. */
export async function readRunNotes(root: string): Promise<FoundNotes> {
  const notes = new Map<string, ReadNotes>();
  const problems: string[] = [];
  await mapBounded(
    await notedRuns(root),
    async (run) => take(run, () => readTextIfThere(root, runNotesFile(run)), notes, problems),
    undefined,
    atOnce,
  );
  return { notes, problems: problems.toSorted() };
}

async function take(run: string, read: () => Promise<string | null>, notes: Map<string, ReadNotes>, problems: string[]): Promise<void> {
  try {
    const text = await read();
    if (text === null) return;
    const found = parseRunNotes(text, runNotesFile(run));
    notes.set(run, found);
    if (found.problem !== undefined) problems.push(found.problem);
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    problems.push(error.message);
  }
}

/** What was noted of runs on the branch or tag that has them; runs of which nothing was noted there are left out, and so is what can't be read. */
export async function readForeignNotes(
  { root, prefix }: Repository,
  runs: readonly { readonly run: string; readonly ref: string }[],
): Promise<ReadonlyMap<string, ReadNotes>> {
  const texts = new Map<string, string>();
  const names = runs.map(({ run, ref }) => `${ref}:${prefix}${runNotesFile(run)}`);
  await readObjects(root, names, (index, text) => {
    if (text !== null) texts.set(runs[index]?.run ?? '', text);
  });
  const notes = new Map<string, ReadNotes>();
  for (const [run, text] of texts) await take(run, async () => text, notes, []);
  return notes;
}

/**
 * Changes the notes of a run in the working tree and returns them; the file is replaced in one step, and removed when nothing is left in it. Throws
 * UserError for a name of no run, a tag that is no word, and a file that can't be read.
 */
export async function editRunNotes(root: string, run: string, edit: NotesEdit): Promise<RunNotes> {
  if (!isRunName(run)) throw new UserError(`"${run}" is not the name of a run.`);
  const text = await readTextIfThere(root, runNotesFile(run));
  const before = text === null ? noNotes : parseRunNotes(text, runNotesFile(run));
  const { starred, tags, note } = editNotes(before, edit);
  const after = formatRunNotes({ starred, tags, note });
  const file = join(root, runNotesFile(run));
  if (after === '') await rm(file, { force: true });
  else if (after !== text) await writeBeside(file, after);
  return { starred, tags, note };
}
