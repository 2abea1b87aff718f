import { editsBetween } from '../../core/label/editsBetween';
import type { Label } from '../../core/label/label';
import { formatLabel } from '../../core/label/labelFile';
import { countSteps, entriesInFile, type Journal, type JournalEntry, type JournalStep, replayEntries } from '../../core/label/labelJournal';
import { mergeLabels } from '../../core/label/mergeLabels';
import { sameValue } from '../../core/label/sameValue';
import { UserError } from '../../core/userError';
import type { FoundJournal } from './labelJournals';
import { hashOfLabel, type LabelOnDisk } from './labelOnDisk';

/** Edits of another journal that the user is asked about: what closing has thrown away, what no longer fits, what can't be read. */
export type HeldEdits = {
  readonly found: FoundJournal;
  readonly why: 'closed' | 'changed' | 'unreadable';
  readonly count: number;
};

/** What journals bring to a label that is opened. */
export type RecoveredEdits = {
  readonly label: Label;
  readonly entries: readonly JournalEntry[];
  /** Journals whose edits are in `entries`, with how many entries they had. */
  readonly taken: readonly FoundJournal[];
  /** Journals of which everything is in the file. */
  readonly done: readonly FoundJournal[];
  readonly held: readonly HeldEdits[];
};

/** How a journal stands to a label: nothing that is not there, steps that go on from it, or another way from a common beginning. */
type Bearing =
  | { readonly is: 'done' }
  | { readonly is: 'next'; readonly steps: readonly JournalStep[] }
  | { readonly is: 'aside'; readonly merged: Label; readonly isOfThisFile: boolean };

/** Adds to a label's file what journals hold besides; `backup` is the id of the journal that VS Code itself asks for. */
export function recoverEdits(file: LabelOnDisk, found: readonly FoundJournal[], backup?: string): RecoveredEdits {
  let sofar: RecoveredEdits = { label: file.label, entries: [], taken: [], done: [], held: [] };
  const taken = new Map(found.flatMap(({ journal }) => Object.entries(journal?.head.taken ?? {})));
  for (const one of found) {
    const isWanted = one.state !== 'closed' || one.id === backup;
    sofar = addJournal(sofar, file, one, Math.max(one.taken, taken.get(one.id) ?? 0), isWanted);
  }
  return sofar;
}

function addJournal(sofar: RecoveredEdits, file: LabelOnDisk, found: FoundJournal, taken: number, isWanted: boolean): RecoveredEdits {
  const { journal } = found;
  const hold = (why: HeldEdits['why'], count: number): RecoveredEdits => ({ ...sofar, held: [...sofar.held, { found, why, count }] });
  if (found.state === 'damaged' || journal === null) return hold('unreadable', 0);
  const bearing = bearingOf(journal, file, sofar.label, taken);
  if (bearing === null) return hold('unreadable', countSteps(journal.entries));
  if (bearing.is === 'done') return { ...sofar, done: [...sofar.done, found] };
  if (!isWanted) return hold('closed', countSteps(journal.entries.slice(taken)));
  const isClear = bearing.is === 'next' || (bearing.isOfThisFile && !hasMoreConflicts(bearing.merged, sofar.label));
  if (!isClear) return hold('changed', countSteps(journal.entries.slice(taken)));
  const steps = stepsOf(bearing, sofar.label);
  return { ...sofar, label: replayEntries(sofar.label, steps), entries: [...sofar.entries, ...steps], taken: [...sofar.taken, found] };
}

const hasMoreConflicts = (merged: Label, current: Label): boolean => (merged.conflicts?.length ?? 0) > (current.conflicts?.length ?? 0);

const stepsOf = (bearing: Exclude<Bearing, { readonly is: 'done' }>, current: Label): readonly JournalStep[] =>
  bearing.is === 'next' ? bearing.steps : [{ kind: 'step', words: 'Recovered Edits', edits: editsBetween(current, bearing.merged) }];

/** null where the journal doesn't fit itself. */
function bearingOf(journal: Journal, file: LabelOnDisk, current: Label, taken: number): Bearing | null {
  try {
    const inFile = entriesInFile(journal, file.sha256);
    const known = Math.max(inFile ?? 0, taken);
    const rest = journal.entries.slice(known).filter((entry) => entry.kind !== 'saving');
    if (rest.length === 0) return { is: 'done' };
    const before = replayEntries(journal.head.label, journal.entries.slice(0, known));
    const after = replayEntries(before, rest);
    // A crash between the saving of the file and the removal of the journal, on a disk that had no room for the note of it.
    if (hashOfLabel(formatLabel(after)) === file.sha256) return { is: 'done' };
    if (sameValue(before, current)) return { is: 'next', steps: rest };
    const merged = mergeLabels(before, current, after);
    return sameValue(merged, current) ? { is: 'done' } : { is: 'aside', merged, isOfThisFile: inFile !== null || taken > 0 };
  } catch (error) {
    if (error instanceof UserError) return null;
    throw error;
  }
}

/** The steps that bring held edits into a label that has gone another way since; what both changed becomes a conflict. None where all is there. */
export function stepsOfHeld({ found: { journal, taken } }: HeldEdits, file: LabelOnDisk, current: Label): readonly JournalStep[] {
  const bearing = journal === null ? null : bearingOf(journal, file, current, taken);
  return bearing === null || bearing.is === 'done' ? [] : stepsOf(bearing, current);
}
