/** A sentence about a label that stands in its page until it is answered or no longer true. */
export type LabelNote = {
  readonly id: string;
  readonly text: string;
  /** True for what went wrong. */
  readonly isProblem: boolean;
  readonly choices: readonly { readonly id: string; readonly title: string }[];
};

/** What the user chose of a note. */
export type NoteAnswer = { readonly note: string; readonly choice: string };
