import { UserError } from '../../core/userError';

type Step = { readonly undo: () => Promise<void>; readonly redo: () => Promise<void> };

/** A step as VS Code's undo stack takes it: where `guard` has a sentence against it nothing is taken back, and nothing done again after that. */
export function undoableStep(guard: () => string | null, { undo, redo }: Step): Step {
  let isRefused = false;
  return {
    undo: async () => {
      const sentence = guard();
      isRefused = sentence !== null;
      if (sentence !== null) throw new UserError(sentence);
      await undo();
    },
    // VS Code counts a step as undone also where it was refused.
    redo: async () => {
      if (!isRefused) await redo();
      isRefused = false;
    },
  };
}
