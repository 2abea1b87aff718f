import assert from 'node:assert/strict';
import type { ClassReport, NumberReport } from '../../../../src/core/experiment/caseReport';
import { type Case, type CaseTable, lackNotes, lackOf } from '../../../../src/core/experiment/caseTable';
import { groupCases } from '../../../../src/core/experiment/groupCases';
import { pickCases } from '../../../../src/core/experiment/pickCases';
import type { PredictionRow } from '../../../../src/core/experiment/predictionTable';
import { reportCases } from '../../../../src/core/experiment/reportCases';
import { operate } from '../../../../src/core/experiment/reportClasses';
import golden from '../../../fixtures/statistics/golden.json';
import { imageRow } from '../../node/label/labelProject';
import { estimateOf, near, reasonOf } from '../statistics/near';

const base = { run: 'r', part: 'tuning', target: 't', reader: 'me', extraColumns: [], notes: [] } as const;

function numbers(labels: readonly number[], predictions: readonly number[]): CaseTable {
  const cases = labels.map((label, index): Case => {
    const sex = (['F', 'M', ''] as const)[index % 3] ?? '';
    const row = imageRow(`img-${index}`, { sex, ageYears: index === 0 ? null : 4 * index });
    return { image: row.image, patient: `p${index}`, label, prediction: predictions[index] ?? null, probabilities: [], problem: '', row };
  });
  return { ...base, task: 'regression', unit: 'months', classes: [], cases };
}

function classes(labels: readonly string[], outputs: readonly (readonly number[])[], names: readonly string[] = ['no', 'yes']): CaseTable {
  const cases = labels.map((label, index): Case => {
    const probabilities = outputs[index] ?? [];
    const prediction = names[probabilities.indexOf(Math.max(...probabilities))] ?? null;
    return { image: `img-${index}`, patient: `p${index}`, label, prediction, probabilities, problem: '', row: undefined };
  });
  return { ...base, task: 'classification', unit: '', classes: names, cases };
}

const ofClasses = (table: CaseTable): ClassReport => reportCases(table).detail as ClassReport;
const ofNumbers = (table: CaseTable): NumberReport => reportCases(table).detail as NumberReport;

describe('the cases of predicted numbers', () => {
  const { truth, pred } = golden.regression_bone_age.in;
  const { bias, loa, bias_ci, within6, within12 } = golden.regression_bone_age.out;

  it('have the golden bias, limits and shares within months', () => {
    const report = ofNumbers(numbers(truth, pred));
    near(estimateOf(report.bias).value, bias);
    near(estimateOf(report.bias).interval?.[0], bias_ci[0]);
    near(estimateOf(report.lowerLimit).value, loa[0]);
    near(estimateOf(report.upperLimit).value, loa[1]);
    assert.deepEqual(
      report.within.map(({ most, share }) => [most, estimateOf(share).value]),
      [
        [6, within6],
        [12, within12],
      ],
    );
  });

  it('say nothing of months where the unit is another', () => {
    assert.deepEqual(ofNumbers({ ...numbers(truth, pred), unit: 'mm' }).within, []);
  });

  it('are listed worst first, with sign and unit', () => {
    const { total, cases } = pickCases(numbers(truth, pred), { kind: 'worst' }, 2);
    assert.equal(total, 10);
    assert.deepEqual(
      cases.map(({ image, label, prediction, error }) => [image, label, prediction, error]),
      [
        ['img-4', '180.0 months', '167.0 months', '-13.0 months'],
        ['img-6', '84.0 months', '95.0 months', '+11.0 months'],
      ],
    );
  });

  it('are told apart by sex and age, the unknown last, and too few patients are marked', () => {
    const { factors, all } = groupCases(numbers(truth, pred), null);
    near(estimateOf(all[0] ?? { undefined: '' }).value, golden.regression_bone_age.out.mae);
    const [sex, label, age] = factors;
    assert.deepEqual(
      sex?.groups.map(({ value, images, isFew }) => [value, images, isFew]),
      [
        ['F', 4, true],
        ['M', 3, true],
        ['', 3, true],
      ],
    );
    assert.deepEqual(
      label?.groups.map(({ value, images }) => [value, images]),
      [
        ['5 to under 10', 5],
        ['10 to under 15', 4],
        ['15 and over', 1],
      ],
    );
    for (const { groups } of factors)
      for (const { measures } of groups) for (const measure of measures) assert.match(reasonOf(measure), /Insufficient: fewer than 20/);
    assert.deepEqual(
      age?.groups.map(({ value }) => value),
      ['2 to under 6', '6 to under 12', '12 to under 18', '18 to under 40', ''],
    );
    assert.equal(pickCases(numbers(truth, pred), { kind: 'group', factor: 'sex', value: '' }, 9).total, 3);
  });

  it('tell each group of twenty patients or more with its gap to the rest, and never that of fewer', () => {
    // Girls are estimated 6 months too old, boys right, each with an error of a month around it.
    const labels = Array.from({ length: 45 }, (_, index) => 60 + 3 * index);
    const off = (index: number): number => (index % 2 === 0 ? 1 : -1) + (index % 3 === 0 ? 6 : 0);
    const table = numbers(
      labels.flatMap((label) => [label, label]),
      labels.flatMap((label, index) => [label + off(2 * index), label + off(2 * index + 1)]),
    );
    const { measures, factors, all } = groupCases(table, null);
    assert.deepEqual(
      measures.map(({ title }) => title),
      ['Mean absolute error', 'Gap to the rest', 'Bias', 'Gap to the rest', 'Share within 6 months', 'Share within 12 months'],
    );
    assert.match(reasonOf(all[1] ?? { undefined: '' }), /no other images/);
    const girls = factors.find(({ name }) => name === 'sex')?.groups.find(({ value }) => value === 'F');
    assert.deepEqual([girls?.images, girls?.isFew], [30, false]);
    const [mae, maeGap, bias, biasGap, within6, within12] = (girls?.measures ?? []).map(estimateOf);
    assert.deepEqual([mae?.value, maeGap?.value, bias?.value, biasGap?.value], [6, 5, 6, 6]);
    assert.deepEqual([within6?.value, within12?.value], [0.5, 1]);
    assert.ok(biasGap?.interval && biasGap.interval[0] > 5 && biasGap.interval[1] < 7);
    assert.equal(biasGap?.patients, 90);
    const few = factors.find(({ name }) => name === 'label')?.groups.find(({ patients }) => patients < 20);
    assert.ok(few?.isFew && few.measures.every((measure) => 'undefined' in measure));
  });

  it('have no interval where all errors are the same, and no group where the index says nothing', () => {
    const table = numbers([10, 20, 30], [11, 21, 31]);
    assert.equal(estimateOf(ofNumbers(table).bias).interval, null);
    assert.deepEqual(groupCases({ ...table, unit: 'mm', cases: table.cases.map((one) => ({ ...one, row: undefined })) }, null).factors, []);
  });
});

describe('the cases of two classes', () => {
  const { tp, fn, tn, fp } = golden.confusion.in;
  const { out } = golden.confusion;
  const repeated = (count: number, label: string, score: number) => Array.from({ length: count }, () => ({ label, score }));
  const counted = [...repeated(tp, 'yes', 0.9), ...repeated(fn, 'yes', 0.2), ...repeated(tn, 'no', 0.1), ...repeated(fp, 'no', 0.8)];
  const table = classes(
    counted.map(({ label }) => label),
    counted.map(({ score }) => [1 - score, score]),
  );

  it('have the golden sensitivity, specificity and predictive values, with Wilson intervals and their own n', () => {
    const { operating, confusion } = operate(table, 0.5);
    const [sensitivity, specificity] = [estimateOf(operating.sensitivity), estimateOf(operating.specificity)];
    near(sensitivity.value, out.sens);
    near(sensitivity.interval?.[0], out.sens_wilson[0]);
    near(specificity.interval?.[1], out.spec_wilson[1]);
    near(estimateOf(operating.ppv).value, out.ppv_sample);
    near(estimateOf(operating.npv).value, out.npv_sample);
    assert.equal(estimateOf(operating.ppv).n, tp + fp);
    assert.deepEqual(confusion, [
      [tn, fp],
      [fn, tp],
    ]);
  });

  it('list those of a cell at the threshold', () => {
    assert.equal(pickCases(table, { kind: 'cell', label: 1, called: 0, threshold: 0.5 }, 100).total, fn);
    assert.equal(pickCases(table, { kind: 'cell', label: 1, called: 0, threshold: 0.15 }, 100).total, 0);
  });

  it('start at the highest Youden index', () => {
    const report = ofClasses(table);
    assert.deepEqual(report.chosen, { threshold: 0.9, rule: 'highest sum of sensitivity and specificity' });
    assert.deepEqual(report.confusion, operate(table, 0.9).confusion);
    assert.equal(report.rocs.length, 1);
    assert.deepEqual(report.rocs[0]?.points.at(-1), { falsePositives: 1, sensitivity: 1 });
  });

  it('have no curve and no threshold where one class is labelled alone, but a matrix and calibration', () => {
    const report = ofClasses(
      classes(
        ['yes', 'yes'],
        [
          [0.2, 0.8],
          [0.9, 0.1],
        ],
      ),
    );
    assert.deepEqual([report.chosen, report.operating, report.rocs[0]?.points], [null, null, []]);
    assert.match(reasonOf(report.rocs[0]?.auc ?? {}), /no negative image/);
    assert.deepEqual(report.confusion, [
      [0, 0],
      [1, 1],
    ]);
    assert.equal(report.reliability?.bins.length, 2);
  });

  it('have an area of a half where all scores are equal', () => {
    const same = classes(
      ['yes', 'no', 'no', 'yes'],
      Array.from({ length: 4 }, () => [0.4, 0.6]),
    );
    assert.equal(estimateOf(ofClasses(same).rocs[0]?.auc ?? { undefined: '' }).value, 0.5);
  });

  it('never round a probability to a certainty', () => {
    const sure = classes(
      ['no', 'yes'],
      [
        [0.0004, 0.9996],
        [0.5, 0.5],
      ],
    );
    const [worst] = pickCases(sure, { kind: 'worst' }, 1).cases;
    assert.deepEqual([worst?.prediction, worst?.error], ['yes > 0.99', '< 0.01 for the label']);
  });
});

describe('the cases of several classes', () => {
  const table = classes(
    ['a', 'b', 'c', 'a'],
    [
      [0.8, 0.1, 0.1],
      [0.2, 0.5, 0.3],
      [0.6, 0.2, 0.2],
      [0.1, 0.2, 0.7],
    ],
    ['a', 'b', 'c'],
  );

  it('are called by the most probable class, each held against the rest', () => {
    const report = ofClasses(table);
    assert.deepEqual(report.confusion, [
      [1, 0, 1],
      [0, 1, 0],
      [1, 0, 0],
    ]);
    assert.equal(report.rocs.length, 3);
    assert.deepEqual(
      report.counts.map(({ name, sensitivity }) => [name, estimateOf(sensitivity).value]),
      [
        ['a', 0.5],
        ['b', 1],
        ['c', 0],
      ],
    );
    assert.equal(report.chosen, null);
  });
});

describe('the cases of boxes and masks', () => {
  const square = (x: number, size = 10) => ({ from: [x, 0] as const, to: [x + size, size] as const });
  const drawn = (task: 'detection' | 'segmentation', cases: readonly Partial<Case>[]): CaseTable => ({
    ...{ ...base, task, unit: '', classes: [] },
    cases: cases.map((one, index) => ({
      ...{ image: `img-${index}`, patient: `p${index}`, label: 0, prediction: 0, probabilities: [], problem: '', row: undefined },
      ...one,
    })),
  });

  it('count what was missed and what is false', () => {
    const table = drawn('detection', [
      { boxes: { marked: [square(0), square(40)], found: [{ ...square(0), score: 0.9 }] } },
      { boxes: { marked: [], found: [{ ...square(0), score: 0.7 }] } },
      { boxes: { marked: [], found: [] } },
    ]);
    const { detail } = reportCases(table);
    assert.ok(detail.kind === 'boxes');
    assert.equal(estimateOf(detail.sensitivity).value, 0.5);
    near(estimateOf(detail.falsePositives).value, 1 / 3);
    assert.deepEqual([detail.marked, detail.found, detail.froc.length], [2, 2, 2]);
    const words = pickCases(table, { kind: 'worst' }, 9).cases.map(({ image, error }) => [image, error]);
    assert.deepEqual(words, [
      ['img-0', '1 missed'],
      ['img-1', '1 false'],
      ['img-2', 'all found'],
    ]);
  });

  it('have no curve without a marked box', () => {
    const { detail } = reportCases(drawn('detection', [{ boxes: { marked: [], found: [] } }]));
    assert.ok(detail.kind === 'boxes');
    assert.match(reasonOf(detail.sensitivity), /no marked box/);
    assert.deepEqual(detail.froc, []);
  });

  it('spread Dice over the images, and leave those out where nothing is marked or found', () => {
    const overlap = (found: number, marked: number, both: number) => ({ overlap: { found, marked, both } });
    const table = drawn('segmentation', [overlap(10, 10, 8), overlap(10, 10, 4), overlap(0, 0, 0), overlap(3, 0, 0)]);
    const { detail } = reportCases(table);
    assert.ok(detail.kind === 'masks');
    assert.deepEqual(detail.dice, [0, 0.4, 0.8]);
    assert.deepEqual(detail.quartiles?.[1], 0.4);
    near(estimateOf(detail.mean).value, 0.4);
    assert.equal(estimateOf(detail.emptyKept).value, 0.5);
    assert.deepEqual(
      pickCases(table, { kind: 'worst' }, 4).cases.map(({ error }) => error),
      ['Dice 0.00', 'Dice 0.40', 'Dice 0.80', 'Dice 1.00'],
    );
  });
});

describe('lackOf', () => {
  const row: PredictionRow = { image: 'i', patient: 'p', label: 'yes', prediction: 'no', probabilities: [0.6, 0.4], problem: '' };
  it('leaves out what can not be judged, each reason counted', () => {
    const both = ['no', 'yes'];
    const lacks = [
      lackOf(row, both),
      lackOf({ ...row, label: null }, both),
      lackOf({ ...row, prediction: null }, both),
      lackOf({ ...row, probabilities: [Number.NaN, 0.4] }, both),
      lackOf({ ...row, probabilities: [Number.NaN, 0.4] }, both),
      lackOf({ ...row, label: 'maybe' }, both),
      lackOf({ ...row, label: 3, prediction: Number.NaN }, []),
    ];
    assert.deepEqual(lackNotes(lacks), [
      '1 image is left out: it has no label.',
      '1 image is left out: it has no prediction.',
      '2 images are left out: their probabilities are not numbers.',
      '1 image is left out: its label is none of the classes.',
      '1 image is left out: its label or prediction is not a number.',
    ]);
  });
});
