import assert from 'node:assert/strict';
import { areaWords, boxWords, surerThan } from '../../../../src/core/experiment/drawnFindingWords';
import { findingWords, percent } from '../../../../src/core/experiment/findingWords';
import type { Mark } from '../../../../src/core/label/label';
import { referenceLabel } from '../../../../src/core/label/referenceLabel';

const box = (from: readonly [number, number], to: readonly [number, number], more: object = {}): Mark => ({
  id: 'b',
  kind: 'box',
  name: 'fracture',
  from,
  to,
  ...more,
});
const mask = (runs: string, more: object = {}): Mark => ({ id: 'm', kind: 'mask', name: 'callus', runs, ...more });

describe('what a run says of an image, in words', () => {
  const months = { unit: 'months', classes: [] };
  const number = (prediction: number | null, label?: number) => findingWords({ prediction, probabilities: [] }, months, label);

  it('gives a number its unit and how far it is from the label, which way', () => {
    assert.deepEqual(number(104.24, 100.8), {
      said: '104.2 months',
      others: '',
      against: '3.4 months above the label (100.8 months)',
      isRight: null,
    });
    assert.equal(number(97, 100)?.against, '3.0 months below the label (100.0 months)');
    assert.equal(number(100.03, 100)?.against, 'the same as the label (100.0 months)');
    assert.equal(number(12)?.against, '');
    assert.equal(
      findingWords({ prediction: -0.25, probabilities: [] }, { unit: '', classes: [] }, 0.5)?.against,
      '0.75 below the label (0.50)',
    );
    assert.equal(number(null), null);
    assert.equal(number(Number.NaN, 3), null);
  });

  it('gives a class its probability, names the others, and says whether the label agrees', () => {
    const classes = ['no', 'yes'];
    const said = (label?: string | boolean | number) =>
      findingWords({ prediction: 'yes', probabilities: [0.13, 0.87] }, { unit: '', classes }, label);
    assert.deepEqual(said('no'), { said: 'yes, 87 %', others: 'no 13 %', against: 'the label says no', isRight: false });
    assert.deepEqual([said('yes')?.against, said('yes')?.isRight], ['as the label', true]);
    // A label may answer by true and false, and one that answers otherwise is none.
    assert.deepEqual([said(true)?.isRight, said(false)?.isRight, said(4)?.isRight, said()?.isRight], [true, false, null, null]);
    const three = { unit: '', classes: ['a', 'b', 'c'] };
    assert.equal(findingWords({ prediction: 'b', probabilities: [0.2, 0.5, 0.3] }, three, undefined)?.others, 'c 30 %, a 20 %');
    assert.equal(findingWords({ prediction: 'b', probabilities: [] }, three, undefined)?.said, 'b');
  });

  it('never rounds a probability to certainty', () => {
    assert.deepEqual([0, 0.0004, 0.004, 0.5, 0.994, 0.9999, 1].map(percent), [
      '0.0 %',
      '< 0.1 %',
      '0.4 %',
      '50 %',
      '99.4 %',
      '> 99.9 %',
      '100.0 %',
    ]);
  });

  it('counts boxes from a score on, and which labelled ones they hit, each once and on its own frame', () => {
    const label = [box([10, 10], [30, 30]), box([50, 50], [60, 60])];
    const found = [box([11, 11], [31, 31], { score: 0.9 }), box([9, 9], [29, 29], { score: 0.8 }), box([80, 80], [90, 90], { score: 0.3 })];
    assert.deepEqual(boxWords(found, label, 0), {
      said: '3 boxes, highest score 0.90',
      against: '1 of 2 labelled boxes found, 2 false (IoU 0.5 or more counts as found)',
    });
    assert.match(boxWords(found, label, 0.85).against, /^1 of 2 labelled boxes found, 0 false/);
    assert.deepEqual(boxWords(found, null, 0.95), { said: 'no boxes, highest score 0.90', against: '' });
    assert.match(boxWords(found, [], 0.85).against, /^the label has no box, 1 false/);
    assert.match(boxWords([box([10, 10], [30, 30], { score: 1, frame: 1 })], label, 0).against, /^0 of 2 labelled boxes found, 1 false/);
    assert.equal(boxWords([], null, 0).said, 'no boxes');
    assert.equal(surerThan([box([0, 0], [1, 1])], 0.99).length, 1, 'without a score it is sure');
  });

  it('gives an area its share and its Dice, whatever it is drawn as', () => {
    const found = [mask('0:0+10;0+10')];
    assert.deepEqual(areaWords(found, [mask('0:5+10;5+10')], 0.0625), {
      said: '1 area, 6.3 % of the image',
      against: 'Dice 0.500 against the label',
    });
    const outline: Mark = {
      id: 'o',
      kind: 'outline',
      name: 'callus',
      points: [
        [0, 0],
        [10, 0],
        [10, 2],
        [0, 2],
      ],
    };
    assert.equal(areaWords(found, [outline], null).against, 'Dice 1.000 against the label');
    assert.equal(areaWords(found, [mask('0:0+10;0+10', { frame: 1 })], null).against, 'Dice 0.000 against the label');
    assert.deepEqual(areaWords([], [mask('0:5+10')], 0), {
      said: 'nothing found',
      against: 'Dice 0.000 against the label',
    });
    assert.equal(areaWords(found, [], null).against, 'the label has no area');
    assert.equal(areaWords(found, null, null).against, '');
  });
});

describe('the label that predictions are held against', () => {
  const label = (reader: string, status: 'draft' | 'final' = 'final') =>
    ({ version: 1, image: 'i', reader, status, categories: {}, marks: [] }) as const;

  it("is the reader's from whom the run learned, else the consensus, else a final one", () => {
    const all = [label('ada', 'draft'), label('ben'), label('consensus')];
    assert.equal(referenceLabel(all, ['ben', 'ada'])?.reader, 'ben');
    assert.equal(referenceLabel(all, ['eve', 'ada'])?.reader, 'ada');
    assert.equal(referenceLabel(all, ['eve'])?.reader, 'consensus');
    assert.equal(referenceLabel(all.slice(0, 2), [])?.reader, 'ben');
    assert.equal(referenceLabel(all.slice(0, 1), [])?.reader, 'ada');
    assert.equal(referenceLabel([], ['ada']), null);
  });
});
