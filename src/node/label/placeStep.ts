import type { LabelEdit } from '../../core/label/edit';
import type { Label } from '../../core/label/label';
import { placeEdits } from '../../core/label/placeEdits';
import { type AskedStep, refusalOf } from '../../core/label/refusalOf';
import { UserError } from '../../core/userError';

/** A label as it is, as its file has it, and why nobody may edit it. */
export type StepBase = { readonly label: Label; readonly saved: Label; readonly lock: string | null };

/** The label after edits that may have crossed with others, and the edits at their places; throws UserError where they don't fit, or may not be made. */
export function placeStep(
  { label: before, saved, lock }: StepBase,
  asked: readonly LabelEdit[],
  by: AskedStep['by'],
): ReturnType<typeof placeEdits> {
  if (lock !== null) throw new UserError(lock);
  const placed = placedEdits(before, asked, by);
  const refusal = refusalOf({ before, after: placed.label, saved, edits: placed.edits, by });
  if (refusal !== null) throw new UserError(refusal);
  return placed;
}

function placedEdits(label: Label, edits: readonly LabelEdit[], by: AskedStep['by']): ReturnType<typeof placeEdits> {
  try {
    return placeEdits(label, edits);
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    const what = by === 'undo' ? 'This can not be undone or done again' : 'This edit was not made';
    throw new UserError(`${what}: what it changes was changed elsewhere meanwhile. The label is shown as it is now.`, { cause: error });
  }
}
