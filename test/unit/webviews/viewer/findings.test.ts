import assert from 'node:assert/strict';
import type { AttentionMap } from '../../../../src/core/experiment/attentionMap';
import type { Mark } from '../../../../src/core/label/label';
import type { Findings, RunFinding } from '../../../../src/protocol/findings';
import { hasScores, labelMarks, shownMarks } from '../../../../webviews/viewer/findings/findingMarks';
import { type FindingChoice, FindingModel, keptChoice } from '../../../../webviews/viewer/findings/findingModel';

const finding = (run: string, more: Partial<RunFinding> = {}): RunFinding => ({
  run,
  experiment: '',
  task: 'detection',
  target: 'fracture',
  title: '',
  words: null,
  marks: [],
  share: null,
  problem: '',
  ...more,
});
const findings: Findings = {
  project: '/p',
  image: 'i',
  runs: ['a', 'b'],
  images: ['i', 'j'],
  label: null,
  labelled: [],
  labels: [],
  findings: [finding('a'), finding('b')],
  isHidden: false,
  seen: null,
  notes: [],
};
const map = (run: string): AttentionMap => ({
  ...{ version: 1, run, image: 'i', method: '', layer: '', answer: '', columns: 1, rows: 1, values: [1] },
  area: { x: 0, y: 0, width: 1, height: 1 },
});

type Answer = { readonly run: string; readonly give: (map: AttentionMap | null) => void; readonly fail: (error: Error) => void };

function modelOf(choice: FindingChoice = keptChoice(null)) {
  const asked: Answer[] = [];
  const kept: FindingChoice[] = [];
  let stops = 0;
  const model = new FindingModel(findings, choice, {
    ask: (run) => new Promise((give, fail) => asked.push({ run, give, fail })),
    stop: () => {
      stops += 1;
    },
    keep: ({ choice: now }) => kept.push(now),
  });
  model.start();
  return { model, asked, kept, stops: () => stops };
}
const settle = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

describe('what is shown of findings', () => {
  it('asks for the map of one run at a time, and takes no late answer for it', async () => {
    const { model, asked } = modelOf();
    model.toggleAttention();
    model.nextAttention();
    assert.deepEqual(
      asked.map(({ run }) => run),
      ['a', 'b'],
    );
    asked[0]?.give(map('a'));
    await settle();
    assert.equal(model.attention?.status, 'asked');
    asked[1]?.give(map('b'));
    await settle();
    assert.deepEqual(model.attention, { run: 'b', status: 'here', map: map('b') });
    model.nextAttention();
    assert.equal(model.choice.attention, 'a', 'after the last the first');
    asked[2]?.fail(new Error('No weights.'));
    await settle();
    assert.deepEqual(model.attention, { run: 'a', status: 'failed', sentence: 'No weights.' });
    model.askAgain();
    assert.equal(asked.length, 4);
  });

  it('stops what is being computed when it is turned off, and is off where it was cancelled', async () => {
    const { model, asked, stops, kept } = modelOf();
    model.toggleAttention('b');
    model.heard('Loading');
    assert.deepEqual(model.attention, { run: 'b', status: 'asked', words: 'Loading' });
    model.toggleAttention('b');
    assert.deepEqual([model.attention, stops(), model.choice.attention], [null, 1, null]);
    model.toggleAttention();
    assert.equal(asked[1]?.run, 'b', 'the one that was shown last');
    asked[1]?.give(null);
    await settle();
    assert.deepEqual([model.attention, kept.at(-1)?.attention], [null, null]);
  });

  it('asks anew for the next image, and keeps the map where only words changed', async () => {
    const { model, asked } = modelOf({ ...keptChoice(null), attention: 'a', hiddenRuns: ['b'] });
    assert.deepEqual(
      asked.map(({ run }) => run),
      ['a'],
    );
    asked[0]?.give(map('a'));
    await settle();
    model.reset({ ...findings, notes: ['x'] });
    assert.equal(asked.length, 1);
    model.reset({ ...findings, image: 'j' });
    assert.deepEqual([asked.length, model.attention?.status, model.isShown({ run: 'b' })], [2, 'asked', false]);
    model.reset({ ...findings, image: 'j', findings: [], isHidden: true });
    assert.equal(model.attention, null, 'a reader who became blind sees none');
    model.toggleAttention();
    assert.equal(asked.length, 2);
  });

  it('takes the plain choice for what it did not keep itself', () => {
    for (const kept of [null, 'x', { choice: 3 }, {}]) assert.deepEqual(keptChoice(kept), keptChoice(undefined));
    assert.equal(keptChoice({ choice: { threshold: 0.4 } }).threshold, 0.4);
  });

  it("draws the label's marks of what the runs draw, none that a model proposed, and boxes from a score on", () => {
    const mark = (name: string, more: object = {}): Mark => ({ id: name, kind: 'box', name, from: [0, 0], to: [1, 1], ...more });
    const label = {
      version: 1,
      image: 'i',
      reader: 'r',
      status: 'final',
      categories: {},
      marks: [mark('fracture'), mark('gap'), mark('fracture', { run: 'a', score: 1 })],
    } as const;
    assert.deepEqual(
      labelMarks(label, findings).map(({ id }) => id),
      ['fracture'],
    );
    assert.equal(labelMarks(label, { findings: [finding('a', { task: 'regression' })] }).length, 2);
    assert.deepEqual(labelMarks(null, findings), []);
    const scored = finding('a', { marks: [mark('fracture', { score: 0.2 }), mark('fracture', { score: 0.6 })] });
    assert.equal(shownMarks(scored, 0.5).length, 1);
    assert.equal(shownMarks({ ...scored, task: 'segmentation' }, 0.9).length, 2);
    assert.deepEqual([hasScores([scored]), hasScores([finding('a')])], [true, false]);
  });
});
