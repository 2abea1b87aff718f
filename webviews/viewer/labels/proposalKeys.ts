import type { CategoryProposal } from '../../../src/core/label/categoryProposal';
import type { LabelEdit } from '../../../src/core/label/edit';
import type { Mark } from '../../../src/core/label/label';
import { acceptProposal, isProposal, rejectProposal } from '../../../src/core/label/proposals';
import { liesOn, markPlace } from './markPlace';
import type { WorkModel } from './workModel';

/** What of a run's proposals still waits for the reader. */
export type Waiting = { readonly categories: readonly CategoryProposal[]; readonly marks: readonly Mark[] };

/** The proposals that wait: categories without an answer that were not rejected, and marks; none for a blind reader. */
export function waitingProposals({ view, rejected, model }: WorkModel): Waiting {
  if (view.isBlind) return { categories: [], marks: [] };
  const { categories, marks } = model.label;
  const isOpen = ({ name }: CategoryProposal): boolean => categories[name] === undefined && !rejected.has(name);
  return { categories: (view.proposals?.categories ?? []).filter(isOpen), marks: marks.filter(isProposal) };
}

/** Selects a mark and shows the frame on which it lies. */
export function goToMark({ model, viewer }: WorkModel, mark: Mark): void {
  const { session, stack, state } = viewer.shown;
  const isOn = (at: number, frames = stack.frames): boolean => {
    const frame = frames[at];
    return frame !== undefined && liesOn(mark, markPlace(session, frame));
  };
  if (!isOn(state.index)) {
    const found = session.stacks.findIndex(({ frames }) => frames.some((_, at) => isOn(at, frames)));
    const frames = session.stacks[found]?.frames ?? [];
    if (found >= 0)
      viewer.goTo(
        frames.findIndex((_, at) => isOn(at, frames)),
        found,
      );
  }
  model.select(mark.id);
}

/** Accepts or rejects the selected proposal and goes to the next one; where none is selected, the first is. True where one waited. */
export function decideProposal(work: WorkModel, isAccepted: boolean): boolean {
  const { categories, marks } = waitingProposals(work);
  const selected = marks.findIndex(({ id }) => id === work.model.shown.selected);
  const mark = marks[selected];
  if (mark !== undefined) {
    decideMark(work, mark, isAccepted);
    const next = marks[selected + 1] ?? marks.find((other) => other !== mark);
    if (next !== undefined) goToMark(work, next);
    return true;
  }
  const [category] = categories;
  if (category !== undefined) decideCategory(work, category, isAccepted);
  else if (marks[0] !== undefined) goToMark(work, marks[0]);
  return category !== undefined || marks.length > 0;
}

/** Accepts or rejects one mark that a run proposed. */
export function decideMark({ model }: WorkModel, { id }: Mark, isAccepted: boolean): void {
  const edit = isAccepted ? acceptProposal(model.label, id) : rejectProposal(model.label, id);
  model.step(isAccepted ? 'Accept Proposal' : 'Reject Proposal', [edit]);
}

/** Accepts what a run says of a category as the reader's own answer, or puts it away for this image. */
export function decideCategory(work: WorkModel, { name, value }: CategoryProposal, isAccepted: boolean): void {
  const definition = work.model.shown.labels.find((one) => one.name === name);
  if (isAccepted && definition !== undefined) work.answer(definition, value, `Accept ${definition.title}`);
  else work.change(() => work.rejected.add(name));
}

/** Accepts every proposal as one step for the marks and one for each category. */
export function acceptAll(work: WorkModel): void {
  const { categories, marks } = waitingProposals(work);
  for (const category of categories) decideCategory(work, category, true);
  const edits: readonly (LabelEdit | null)[] = marks.map(({ id }) => acceptProposal(work.model.label, id));
  if (edits.length > 0) work.model.step('Accept All Proposals', edits);
}
