import type { LabelDefinition } from '../../../src/core/label/protocol';
import { decideProposal, waitingProposals } from './proposalKeys';
import { answerAfter, keysOf } from './questions';
import type { WorkModel } from './workModel';

/** What the keys of labelling as work do; true where a key meant something. They come after the keys of the tool in use. */
export function pressWorkKey(work: WorkModel, event: KeyboardEvent, focusField: (name: string, text: string) => void): boolean {
  const { key, shiftKey, target } = event;
  if (key === 'Enter') return goOn(work, target, shiftKey);
  const isOfMark = waitingProposals(work).marks.some(({ id }) => id === work.model.shown.selected);
  const decision = shiftKey ? undefined : ({ y: true, n: false } as const)[key.toLowerCase()];
  if (isOfMark && decision !== undefined && work.isReady) return decideProposal(work, decision);
  const { question } = work;
  if (question !== null && isAnswer(question, key)) {
    if (!work.isReady) work.loseKey();
    else if (work.model.shown.locked === null) answerByKey(work, question, key, focusField);
    return true;
  }
  return decision !== undefined && work.isReady && decideProposal(work, decision);
}

/** Enter on a button presses that. */
function goOn(work: WorkModel, target: EventTarget | null, isBack: boolean): boolean {
  if (!work.isWork || (target instanceof Element && target.closest('button, a, summary, [role=button]') !== null)) return false;
  void work.goOn(isBack ? 'previous' : 'next');
  return true;
}

function isAnswer(question: LabelDefinition, key: string): boolean {
  if (question.kind === 'number') return /^[0-9]$/.test(key);
  if (question.kind === 'several' && key === '0') return true;
  return valueOfKey(question, key) !== undefined;
}

const valueOfKey = (question: LabelDefinition, key: string): string | undefined =>
  question.values?.[keysOf(question).findIndex((own) => own !== '' && own.toLowerCase() === key.toLowerCase())];

function answerByKey(work: WorkModel, question: LabelDefinition, key: string, focusField: (name: string, text: string) => void): void {
  const { kind, name } = question;
  if (kind === 'number') focusField(name, key);
  else if (kind === 'several' && key === '0') work.answer(question, []);
  else {
    work.answer(question, answerAfter(question, work.model.label.categories[name], valueOfKey(question, key) ?? ''));
    // In a list the next question without an answer takes the keys.
    if (work.isWork && kind !== 'several') work.model.choose(null);
  }
}
