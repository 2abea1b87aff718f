import { applyEdit, changeMark, type LabelEdit, putMark, removeMark } from './edit';
import type { Label, Mark } from './label';
import { newMarkId } from './markId';

/** True for a mark that a model made and no reader has accepted yet: it never counts as the reader's. */
export const isProposal = ({ run }: Mark): boolean => run !== undefined;

/** The edits that put a run's marks into a reader's label as proposals, under new ids; those that stand there already, of this run and alike, are left out. */
export function proposeMarks(label: Label, marks: readonly Mark[], run: string, random: () => number): readonly LabelEdit[] {
  const edits: LabelEdit[] = [];
  let sofar = label;
  for (const mark of marks) {
    if (sofar.marks.some((other) => other.run === run && sameShape(other, mark))) continue;
    const edit = putMark(sofar, { ...mark, id: newMarkId(sofar.marks, random), run });
    edits.push(edit);
    sofar = applyEdit(sofar, edit);
  }
  return edits;
}

function sameShape(a: Mark, b: Mark): boolean {
  const shape = ({ id: _, run: __, score: ___, ...rest }: Mark): string =>
    JSON.stringify(Object.entries(rest).toSorted(([x], [y]) => (x < y ? -1 : 1)));
  return shape(a) === shape(b);
}

/** Makes a proposal the reader's own; null where there is no proposal of this id. */
export function acceptProposal(label: Label, id: string): LabelEdit | null {
  const mark = label.marks.find((other) => other.id === id);
  if (mark?.run === undefined) return null;
  const { run: _, score: __, ...own } = mark;
  return changeMark(label, own);
}

/** Takes a proposal away; null where there is no proposal of this id. */
export function rejectProposal(label: Label, id: string): LabelEdit | null {
  return label.marks.some((mark) => mark.id === id && isProposal(mark)) ? removeMark(label, id) : null;
}

/** The label without what a model proposed: what a blind reader sees, and what counts. */
export const withoutProposals = (label: Label): Label => ({ ...label, marks: label.marks.filter((mark) => !isProposal(mark)) });
