import assert from 'node:assert/strict';
import { imageLabelState, type LabelFacts, readerLabelState, stateLines } from '../../../../src/core/label/imageLabelState';
import type { Label, Mark } from '../../../../src/core/label/label';
import type { Protocol } from '../../../../src/core/label/protocol';
import { readersDiffer } from '../../../../src/core/label/readersDiffer';
import { countStates, countWords } from '../../../../src/core/label/stateCounts';

const facts = (reader: string, status: LabelFacts['status'], more: Partial<LabelFacts> = {}): LabelFacts => ({ reader, status, ...more });
const signedOff = { by: 'zoe', at: '2026-03-01T10:00:00Z' };
const differ = ['Bone age: ada 94, ben 120 months'];

describe('the state of an image', () => {
  it('is the one that needs somebody first', () => {
    const stateOf = (labels: readonly LabelFacts[], differences: readonly string[] = []) => imageLabelState(labels, differences).state;
    assert.equal(stateOf([]), 'none');
    assert.equal(stateOf([facts('ada', 'draft')]), 'draft');
    assert.equal(stateOf([facts('ada', 'final'), facts('ben', 'draft')]), 'draft');
    assert.equal(stateOf([facts('ada', 'final'), facts('ben', 'final')]), 'final');
    assert.equal(stateOf([facts('ada', 'final'), facts('ben', 'final'), facts('cid', 'draft')], differ), 'disagree');
    assert.equal(stateOf([facts('ada', 'draft', { conflicts: 2 })]), 'disagree');
    assert.equal(stateOf([facts('ada', 'unreadable'), facts('ben', 'final')], differ), 'unreadable');
  });

  it('is final once a consensus is, whatever readers said; a draft of one settles nothing', () => {
    const readers = [facts('ada', 'final'), facts('ben', 'final')];
    const settled = imageLabelState([...readers, facts('consensus', 'final')], differ);
    assert.deepEqual([settled.state, settled.open], ['final', []]);
    const open = imageLabelState([...readers, facts('consensus', 'draft')], differ);
    assert.deepEqual([open.state, open.open], ['disagree', differ]);
    const merged = imageLabelState([...readers, facts('consensus', 'final'), facts('cid', 'draft', { conflicts: 1 })], differ);
    assert.deepEqual([merged.state, merged.open], ['disagree', ['A merge left 1 to choose in the label of cid']]);
  });

  it('is signed off only while nothing is open', () => {
    const labels = [facts('ada', 'final', { signedOff }), facts('ben', 'final')];
    assert.equal(imageLabelState(labels, []).signedOff, true);
    assert.equal(imageLabelState(labels, differ).signedOff, false);
  });

  it('of one reader is his own status, or the disagreement that concerns him', () => {
    const readers = [facts('ada', 'final'), facts('ben', 'final'), facts('cid', 'draft')];
    const state = imageLabelState(readers, differ);
    assert.deepEqual(
      ['ada', 'ben', 'cid', 'dan'].map((reader) => readerLabelState(state, reader)),
      ['disagree', 'disagree', 'draft', 'none'],
    );
    const merged = imageLabelState([facts('ada', 'draft', { conflicts: 1 }), facts('ben', 'final')], []);
    assert.deepEqual([readerLabelState(merged, 'ada'), readerLabelState(merged, 'ben')], ['disagree', 'final']);
  });

  it('is said in words, what is open first', () => {
    const labels = [facts('ada', 'final', { signedOff }), facts('ben', 'unreadable'), facts('cid', 'draft', { conflicts: 2 })];
    assert.deepEqual(stateLines(imageLabelState(labels, differ)), [
      'A merge left 2 to choose in the label of cid',
      ...differ,
      'ada: signed off by zoe on 2026-03-01',
      'ben: the file can not be read',
      'cid: draft',
    ]);
    assert.deepEqual(stateLines(imageLabelState([], [])), ['No label yet']);
  });

  it('is counted over a project', () => {
    const states = [
      imageLabelState([facts('ada', 'final', { signedOff })], []),
      imageLabelState([facts('ada', 'final')], []),
      imageLabelState([facts('ada', 'draft')], []),
      imageLabelState([facts('ada', 'final'), facts('ben', 'final')], differ),
    ];
    assert.equal(countWords(countStates(states, 1204)), '2 final, 1 draft, 1 disagree, 1,200 without a label, 1 signed off');
    assert.equal(countWords(countStates([], 0)), '');
  });
});

describe('readersDiffer', () => {
  const protocol: Protocol = {
    labels: [
      { name: 'age', title: 'Bone age', kind: 'number', unit: 'months', tolerance: 12 },
      { name: 'fracture', title: 'Fracture', kind: 'category', values: ['no', 'yes'] },
      { name: 'leg', title: 'Leg', kind: 'length', tolerance: 5 },
      { name: 'site', title: 'Site', kind: 'box' },
      { name: 'callus', title: 'Callus', kind: 'mask' },
    ],
  };
  const label = (reader: string, change: Partial<Label>): Label => ({
    version: 1,
    image: 'i',
    reader,
    status: 'final',
    categories: {},
    marks: [],
    ...change,
  });
  const mm = { mm: [0.1, 0.1], from: 'PixelSpacing' } as const;
  const between = (one: Partial<Label>, two: Partial<Label>, spacing: Parameters<typeof readersDiffer>[2] = mm) =>
    readersDiffer([label('ada', one), label('ben', two)], protocol, spacing);
  const leg = (length: number): readonly Mark[] => [{ id: 'm', kind: 'length', name: 'leg', from: [0, 0], to: [length, 0] }];

  it('names what differs beyond the tolerance, and nothing within it', () => {
    assert.deepEqual(between({ categories: { age: 94 } }, { categories: { age: 106 } }), []);
    assert.deepEqual(between({ categories: { age: 94 } }, { categories: { age: 107 } }), ['Bone age: ada 94 months, ben 107 months']);
    assert.deepEqual(between({ categories: { fracture: 'yes' } }, { categories: { fracture: 'no' } }), ['Fracture: ada yes, ben no']);
    assert.deepEqual(between({ marks: leg(100) }, { marks: leg(140) }), []);
    assert.deepEqual(between({ marks: leg(100) }, { marks: leg(160) }), ['Leg: ada 10 mm, ben 16 mm']);
    const box = (column: number): Mark => ({ id: 'b', kind: 'box', name: 'site', from: [column, 0], to: [column + 10, 10] });
    assert.deepEqual(between({ marks: [box(0)] }, { marks: [box(2)] }), []);
    assert.match(between({ marks: [box(0)] }, { marks: [box(8)] })[0] ?? '', /^Site: ada and ben differ in 2 of 2 boxes$/);
    const mask = (runs: string): Mark => ({ id: 'k', kind: 'mask', name: 'callus', runs });
    assert.match(
      between({ marks: [mask('5:5+10')] }, { marks: [mask('5:12+10')] })[0] ?? '',
      /^Callus: ada and ben overlap by Dice 0\.30 only$/,
    );
  });

  it('counts neither drafts, nor a consensus, nor what a model proposed', () => {
    assert.deepEqual(between({ categories: { age: 94 } }, { status: 'draft', categories: { age: 194 } }), []);
    assert.deepEqual(
      readersDiffer([label('ada', { categories: { age: 1 } }), label('consensus', { categories: { age: 90 } })], protocol, null),
      [],
    );
    const proposed: Mark = { id: 'b', kind: 'box', name: 'site', from: [0, 0], to: [9, 9], run: 'r' };
    assert.deepEqual(between({ marks: [proposed] }, {}), []);
    assert.deepEqual(readersDiffer([], protocol, null), []);
  });
});
