import type { LabelNote } from '../../core/label/labelNote';
import type { HeldEdits } from './recoverEdits';

const ok = [{ id: 'dismiss', title: 'OK' }] as const;

const edits = (count: number): string => (count === 1 ? 'One edit' : `${count} edits`);

/** A sentence to be read and put away. */
export const plainNote = (id: string, text: string, isProblem = false): LabelNote => ({ id, text, isProblem, choices: ok });

/** Says that a crash has lost nothing. */
export const recoveredNote = (count: number): LabelNote =>
  plainNote(
    'recovered',
    `${edits(count)} of an earlier window ${count === 1 ? 'was' : 'were'} recovered. ${count === 1 ? 'It is' : 'They are'} not saved yet.`,
  );

/** Says that git could not merge the file. */
export const mergedNote = (conflicts: number): LabelNote =>
  plainNote(
    'merged',
    conflicts === 0
      ? 'Git left this label unmerged; here is what both sides make together. Save it, then mark it as resolved in Source Control.'
      : `Git could not merge this label: both sides are here, and ${conflicts === 1 ? 'one conflict is' : `${conflicts} conflicts are`} left to choose. Save it, then mark it as resolved in Source Control.`,
  );

/** Asks what stays of a file that changed under edits which are not saved. */
export const changedNote = (isThere: boolean): LabelNote => ({
  id: 'changed',
  text: isThere
    ? 'The file of this label was changed on the disk, by git or another window, and your edits are not saved.'
    : 'The file of this label was removed on the disk, by git or another window, and your edits are not saved.',
  isProblem: true,
  choices: [
    ...(isThere ? [{ id: 'merge', title: 'Merge Both' }] : []),
    { id: 'file', title: isThere ? "Take the File's" : 'Drop My Edits' },
    { id: 'mine', title: 'Keep Mine' },
  ],
});

/** Says that the file can't be read any more; the editor's label can replace it. */
export const unreadableNote = (sentence: string): LabelNote => ({
  id: 'changed',
  text: `The file of this label was changed on the disk, and can't be read: ${sentence}`,
  isProblem: true,
  choices: [{ id: 'mine', title: 'Keep Mine' }],
});

/** Offers edits that are kept aside. */
export function heldNote({ found, why, count }: HeldEdits): LabelNote {
  const when = found.modified.toLocaleString('en-GB', { dateStyle: 'medium', timeStyle: 'short' });
  const discard = { id: 'discard', title: 'Discard' };
  const restore = { id: 'restore', title: why === 'changed' ? 'Merge Them In' : 'Restore' };
  const texts = {
    closed: `${edits(count)} of ${when} ${count === 1 ? 'was' : 'were'} not saved when the editor was closed.`,
    changed: `${edits(count)} of ${when} ${count === 1 ? 'was' : 'were'} not saved, and the file was changed since (by git, or another window): merged in, what both changed becomes a conflict to choose.`,
    unreadable: `A file of unsaved edits of ${when} is damaged, or was written by a newer RadSteps: it is kept as .radsteps/journals/…/${found.path.replace(/^.*[\\/]/, '')}.`,
  };
  const choices = why === 'unreadable' ? [...ok, discard] : [restore, discard];
  return { id: `held-${found.id}`, text: texts[why], isProblem: why === 'unreadable', choices };
}
