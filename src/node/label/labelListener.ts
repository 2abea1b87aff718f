import type { LabelEdit } from '../../core/label/edit';
import type { JournalStep } from '../../core/label/labelJournal';

/** Edits that are undone together, with a word for the menu. */
export type EditedStep = Pick<JournalStep, 'words' | 'edits'>;

/** What an open label tells. */
export type LabelListener = {
  /** Edits were made; `by` is the page that made them, null for everybody else. */
  readonly edited: (edits: readonly LabelEdit[], by: object | null) => void;
  /** A step that can be undone was made. */
  readonly stepped: (step: EditedStep) => void;
  /** The label, or what is to be said of it, is another one. */
  readonly reset: () => void;
  /** The file has the label as it is, though nobody saved it here. */
  readonly settled: () => void;
};
