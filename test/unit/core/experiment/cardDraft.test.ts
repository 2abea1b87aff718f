import assert from 'node:assert/strict';
import { cardComparison, cardDraft } from '../../../../src/core/experiment/cardDraft';
import { monthWords } from '../../../../src/core/experiment/monthWords';
import type { CardEstimate, ResultCard } from '../../../../src/core/experiment/resultCard';
import { outOfRange, trainedRange } from '../../../../src/core/experiment/trainedRange';
import { imageRow } from '../../node/label/labelProject';

const estimate: CardEstimate = {
  ...{ sex: 'F', value: 136.2, interval: [122, 150.4] },
  calibrated: { images: 95, patients: 54, from: 120, to: null },
};
const card: Omit<ResultCard, 'draft' | 'notes'> = {
  ...{ run: '20261127-183340-quick-78e4', image: 'img-1', title: 'Bone age', unit: 'months', estimates: [estimate] },
  ...{ sex: { value: 'F', from: 'index' }, age: { months: 126, from: 'index' }, level: 0.95, part: 'tuning' },
  ...{ weights: 'd78de0a58b438ebb137fbb180de423eb6b46766e13c029e229fbf36c9d050742', warnings: [] },
};

describe('monthWords', () => {
  it('writes years and months, to the nearest month', () => {
    const words = [0, 0.4, 1, 11.6, 12, 13, 24, 136.2, 143.7, -1.2, -0.2].map(monthWords);
    assert.deepEqual(words, [
      ...['0 months', '0 months', '1 month', '1 year', '1 year', '1 year 1 month', '2 years', '11 years 4 months', '12 years'],
      ...['-1 month', '0 months'],
    ]);
  });
});

describe('cardDraft', () => {
  it('words the estimate with interval, sex, age, difference, source and what it is not for', () => {
    assert.equal(
      cardDraft(card),
      [
        'Bone age (automatic estimate, sex used: female): 11 years 4 months (136 months); 95 % prediction interval 10 years 2 months to 12 years 6 months.',
        'Chronological age: 10 years 6 months (126 months).',
        'The estimate is advanced by 10 months against the chronological age; the chronological age lies within the prediction interval, so the difference is within the uncertainty of the estimate.',
        'The difference is given in months only, not in standard deviations of an atlas.',
        'Network: run 20261127-183340-quick-78e4, weights d78de0a58b43. Interval calibrated on n = 95 images of 54 patients (tuning part).',
        'Draft of an automatic estimate, to be confirmed by a radiologist who has read the image; not a diagnosis, not for treatment decisions on its own, and not for legal questions of age.',
      ].join('\n'),
    );
  });

  it('says that the age lies outside of the interval, and what is delayed or equal', () => {
    const against = (months: number): string => cardComparison(estimate, { months, from: 'index' });
    assert.match(against(166), /delayed by 30 months \(2 years 6 months\) against .*outside the prediction interval\.$/);
    assert.match(against(135), /advanced by 1 month against/);
    assert.match(against(136.4), /equal to the chronological age; .*within/);
    assert.equal(
      cardComparison({ value: 100, interval: null }, { months: 90, from: 'file' }),
      'The estimate is advanced by 10 months against the chronological age.',
    );
    assert.equal(cardComparison(estimate, null), '');
  });

  it('never reports one number where the sex is not known, and carries every warning', () => {
    const warnings = ['The sex is not known, and the same image is another value in girls than in boys.'];
    const draft = cardDraft({ ...card, sex: null, warnings, estimates: [estimate, { ...estimate, sex: 'M', value: 150 }] });
    assert.match(draft, /^Bone age: the sex is not known, and without it no estimate can be reported/);
    assert.match(draft, /sex used: female\): 11 years 4 months/);
    assert.match(draft, /sex used: male\): 12 years 6 months/);
    assert.doesNotMatch(draft, /advanced|delayed/);
    assert.match(draft, /\nAttention: The sex is not known/);
  });

  it('says where age or interval are missing, and keeps other units', () => {
    const draft = cardDraft({ ...card, age: null, estimates: [{ ...estimate, interval: null, calibrated: null }] });
    assert.match(draft, /136 months\); no prediction interval\.\nChronological age: not known\.\nNetwork/);
    const length = cardDraft({
      ...card,
      title: 'Length',
      unit: 'mm',
      estimates: [{ ...estimate, sex: null, value: 12.34, interval: [10, 14] }],
    });
    assert.match(length, /^Length \(automatic estimate\): 12\.3 mm; 95 % prediction interval 10\.0 to 14\.0 mm\.\nNetwork/);
  });
});

describe('outOfRange', () => {
  const rows = [
    imageRow('a', { sex: 'M', ageYears: 4, bodyPart: 'HAND', view: 'PA' }),
    imageRow('b', { sex: 'M', ageYears: 15.25, bodyPart: 'HAND', view: '' }),
  ];
  const range = trainedRange(rows);
  const facts = { modality: '', bodyPart: 'HAND', view: 'PA', laterality: 'R' };

  it('has nothing against an image like those of the training part, nor where nothing is known', () => {
    assert.deepEqual(outOfRange(range, { ...facts, laterality: '' }, { value: 'M', from: 'index' }, 15.25), []);
    assert.deepEqual(outOfRange(range, { ...facts, laterality: '' }, null, null), []);
    assert.deepEqual(outOfRange(trainedRange([]), facts, { value: 'F', from: 'file' }, 99), []);
  });

  it('names another body part, sex and age', () => {
    const found = outOfRange(range, { ...facts, bodyPart: 'FOOT', laterality: '' }, { value: 'F', from: 'file' }, 3.9);
    assert.deepEqual(found, [
      'The body part FOOT is not among the training images (HAND).',
      'No training image is known to be of a female patient.',
      'The chronological age is outside that of the training images (4 to 15.3 years).',
    ]);
  });
});
