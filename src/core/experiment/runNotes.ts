import { compareText } from '../dataset/compareText';
import { UserError } from '../userError';

/** What people note of a run. */
export type RunNotes = { readonly starred: boolean; readonly tags: readonly string[]; readonly note: string };

/** A change of notes; what it leaves out stays as it is. */
export type NotesEdit = {
  readonly star?: boolean;
  readonly addTag?: string;
  readonly removeTag?: string;
  readonly note?: string;
};

/** Notes of a run of which nobody has noted anything. */
export const noNotes: RunNotes = { starred: false, tags: [], note: '' };

/** Tags as they are kept: each once, sorted. */
export const sortedTags = (tags: readonly string[]): readonly string[] => [...new Set(tags)].toSorted(compareText);

/** Both people's notes: starred by one is starred, all tags, and both texts where they differ. */
export function uniteNotes(ours: RunNotes, theirs: RunNotes): RunNotes {
  const texts = [...new Set([ours.note, theirs.note].filter((text) => text !== ''))];
  return { starred: ours.starred || theirs.starred, tags: sortedTags([...ours.tags, ...theirs.tags]), note: texts.join('\n\n') };
}

/** The tag as it is kept; UserError where it can't be one. */
function checkedTag(tag: string): string {
  const word = tag.trim();
  if (!/^[^\s,"]{1,40}$/.test(word)) throw new UserError(`"${word}" can't be a tag: one word of at most 40 letters, without commas.`);
  return word;
}

/** The notes after a change; UserError for a tag that is no word. */
export function editNotes(notes: RunNotes, edit: NotesEdit): RunNotes {
  const added = edit.addTag === undefined ? notes.tags : [...notes.tags, checkedTag(edit.addTag)];
  return {
    starred: edit.star ?? notes.starred,
    tags: sortedTags(added.filter((tag) => tag !== edit.removeTag)),
    note: (edit.note ?? notes.note).trim(),
  };
}
