import type { LabelEdit } from './edit';
import type { Label, SignOff } from './label';

/** Says that a label is locked because somebody signed it off. */
export const signedOffSentence = ({ by, at }: SignOff): string => `This label was signed off by ${by} on ${at.slice(0, 10)}.`;

/** A step of which is asked whether it may be made. */
export type AskedStep = {
  readonly before: Label;
  readonly after: Label;
  /** The label as its file has it. */
  readonly saved: Label;
  readonly edits: readonly LabelEdit[];
  /** Made by a command of the extension, undone in VS Code, or drawn in the page. */
  readonly by: 'command' | 'undo' | 'page';
};

/** Why a step may not be made, as a sentence; null where it may. Only a command takes back a signature that has been saved. */
export function refusalOf({ before, after, saved, edits, by }: AskedStep): string | null {
  if (before.signedOff !== undefined) {
    const isOfSignature = edits.some((edit) => edit.edit === 'field' && edit.field === 'signedOff');
    const mayUnlock = by === 'command' || (by === 'undo' && saved.signedOff === undefined);
    if (!isOfSignature || !mayUnlock) return `${signedOffSentence(before.signedOff)} Unlock it before it is changed.`;
  }
  const open = after.conflicts?.length ?? 0;
  if (after.status === 'final' && open > 0)
    return `${open === 1 ? 'One conflict' : `${open} conflicts`} of a merge must be settled before this label is final.`;
  if (after.status === 'draft' && after.signedOff !== undefined) return 'Only a final label can be signed off.';
  return null;
}
