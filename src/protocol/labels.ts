import type { LabelEdit } from '../core/label/edit';
import type { Label } from '../core/label/label';
import type { LabelNote, NoteAnswer } from '../core/label/labelNote';
import type { LabelDefinition } from '../core/label/protocol';

/** A label that the page draws and edits; the extension's document owns it. */
export type LabelSession = {
  readonly label: Label;
  readonly labels: readonly LabelDefinition[];
  /** Why it can't be edited, as a sentence; null where it can. */
  readonly locked: string | null;
  /** What is to be said of it: that edits were recovered, that its file was changed, what went wrong. */
  readonly notes?: readonly LabelNote[];
};

/** Edits that are one step of undoing, with a word for the menu ("Draw Box"). */
export type LabelStep = { readonly words: string; readonly edits: readonly LabelEdit[] };

/** What an editor of a label asks and hears besides the viewer's own contract. */
export type LabelsPage = {
  readonly requests: {
    readonly openLabel: () => LabelSession;
    /** The page has done this step already; rejects where the document can't, and then the page opens the label anew. */
    readonly edit: (step: LabelStep) => void;
    /** What the user chose of a note. */
    readonly answerNote: (answer: NoteAnswer) => void;
  };
  readonly events: {
    /** Edits that were made elsewhere: undone, done again, or by a command. */
    readonly labelEdited: readonly LabelEdit[];
    /** The label is another one now, as after a revert. */
    readonly labelReset: LabelSession;
  };
};
