import { createHash } from 'node:crypto';
import { applyEdit, changeMark, type LabelEdit, paintMask, putMark, removeMark, setCategory } from '../../../../src/core/label/edit';
import type { Label, Mark } from '../../../../src/core/label/label';
import { formatLabel } from '../../../../src/core/label/labelFile';
import { emptyRuns, parseRuns } from '../../../../src/core/label/maskRuns';
import { mulberry32 } from '../../../../src/core/statistics/random';
import { EditedLabel } from '../../../../src/node/label/editedLabel';
import type { EditedStep } from '../../../../src/node/label/labelListener';

const [root = '', seed = '1'] = process.argv.slice(2);
const random = mulberry32(Number(seed));
const upTo = (most: number): number => Math.floor(random() * most);
const sha256 = (label: Label): string => createHash('sha256').update(formatLabel(label)).digest('hex');

/** The number of the state that is being gone to. */
let count = 0;
const say = (word: string, ...rest: readonly (string | number)[]): void => void process.stdout.write(`${[word, ...rest].join(' ')}\n`);

/** Says which label will be there, does it, and says when it is done. */
async function go(after: Label, work: () => Promise<void>): Promise<void> {
  const number = count;
  count += 1;
  say('want', number, sha256(after));
  await work();
  say('done', number);
}

function anyEdit(label: Label): LabelEdit {
  const mark = label.marks[upTo(label.marks.length)];
  const kind = upTo(6);
  if (mark !== undefined && kind === 0) return removeMark(label, mark.id) ?? setCategory(label, 'age', upTo(200));
  if (mark?.kind === 'mask')
    return paintMask(label, mark.id, parseRuns(`${upTo(9)}:${upTo(9)}+${1 + upTo(40)}`) ?? emptyRuns) ?? anyEdit(label);
  if (mark?.kind === 'box' && kind < 3) return changeMark(label, { ...mark, to: [random() * 1000, random() * 1000] }) ?? anyEdit(label);
  if (kind === 3) return setCategory(label, 'remark', 'ü\n"'.repeat(upTo(400)));
  const id = `m${seed}-${count}`;
  const fresh: Mark =
    kind === 4 ? { id, kind: 'mask', name: 'callus', runs: '5:5+10' } : { id, kind: 'box', name: 'f', from: [random(), 0], to: [9, 9] };
  return putMark(label, fresh);
}

/** Several steps at once, as a quick hand makes them. */
async function draw(edited: EditedLabel): Promise<void> {
  let { label } = edited;
  const steps = Array.from({ length: 1 + upTo(4) }, () => {
    const edits = Array.from({ length: 1 + upTo(2) }, () => {
      const edit = anyEdit(label);
      label = applyEdit(label, edit);
      count += 1;
      return edit;
    });
    return { after: label, edits };
  });
  await Promise.all(steps.map(({ after, edits }) => go(after, () => edited.step({ words: 'Draw', edits }, {}))));
}

async function editForEver(): Promise<void> {
  const made: EditedStep[] = [];
  const listener = {
    edited: () => undefined,
    stepped: (step: EditedStep) => void made.push(step),
    reset: () => undefined,
    settled: () => undefined,
  };
  const edited = await EditedLabel.open({ root, reader: 'ada', image: 'img-1' }, listener);
  await edited.recover();
  say('open', sha256(edited.label));
  for (;;) {
    const kind = upTo(12);
    const last = made.at(-1);
    if (kind === 0) await go(edited.label, () => edited.save());
    else if (kind === 1) await revert(edited, made);
    else if (kind === 2 && last !== undefined) await undo(edited, made);
    else await draw(edited);
  }
}

async function revert(edited: EditedLabel, made: EditedStep[]): Promise<void> {
  await go(edited.saved, () => edited.revert());
  await edited.forgetReverted();
  made.splice(0);
}

async function undo(edited: EditedLabel, made: EditedStep[]): Promise<void> {
  const step = made.pop();
  if (step === undefined) return;
  const { invertEdit } = await import('../../../../src/core/label/edit');
  const after = step.edits.map(invertEdit).toReversed().reduce(applyEdit, edited.label);
  await go(after, () => edited.undo(step));
}

void editForEver();
