import { invertEdit, type LabelEdit } from '../../core/label/edit';
import { UserError } from '../../core/userError';

/** A step as VS Code's undo stack takes it: where `guard` has a sentence against it nothing is taken back, and nothing done again after that. */
export function undoableStep(
  edits: readonly LabelEdit[],
  guard: () => string | null,
  apply: (edits: readonly LabelEdit[]) => Promise<void>,
): { readonly undo: () => Promise<void>; readonly redo: () => Promise<void> } {
  const backwards = edits.map(invertEdit).toReversed();
  let isRefused = false;
  return {
    undo: async () => {
      const sentence = guard();
      isRefused = sentence !== null;
      if (sentence !== null) throw new UserError(sentence);
      await apply(backwards);
    },
    // VS Code counts a step as undone also where it was refused.
    redo: async () => {
      if (!isRefused) await apply(edits);
      isRefused = false;
    },
  };
}
