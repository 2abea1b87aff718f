import assert from 'node:assert/strict';
import { compareRuns } from '../../../../src/core/experiment/compareRuns';
import { experimentDefaults } from '../../../../src/core/experiment/experimentDefaults';
import type { PredictedRun } from '../../../../src/core/experiment/predictedRun';
import type { PredictionRow } from '../../../../src/core/experiment/predictionTable';
import type { RunRecord } from '../../../../src/core/experiment/runRecord';
import { averagePrecision, matchBoxes } from '../../../../src/core/statistics/detection';
import { mulberry32, normal } from '../../../../src/core/statistics/random';

const hashes = { images: 'a', split: 'b', labels: 'c', experiment: 'd' };
const record = (run: string, batch: number, task: string): RunRecord =>
  ({
    ...{ run, state: 'finished', task, target: 'fracture', unit: '', hashes },
    settings: { ...experimentDefaults, train: { ...experimentDefaults.train, batch } },
  }) as unknown as RunRecord;
const row = (index: number, label: number, prediction: number): PredictionRow => ({
  ...{ image: `img-${index}`, patient: `p${index >> 1}`, label, prediction, probabilities: [], score: 0.5, problem: '' },
});
const square = (at: number, score: number) => ({ from: [at, 0] as const, to: [at + 10, 10] as const, score });

/** Every image has one marked box; the run hits it in a share of the images, and calls one in vain in others. */
function boxes(run: string, hitShare: number, seed: number, count = 60): PredictedRun {
  const random = mulberry32(seed);
  const images = Array.from({ length: count }, () => ({
    found: [...(random() < hitShare ? [square(1, 0.5 + 0.5 * random())] : []), ...(random() < 0.3 ? [square(50, random())] : [])],
    marked: [square(0, 1)],
  }));
  const rows = images.map(({ found }, index) => row(index, 1, found.length));
  return {
    ...{ record: record(run, seed, 'detection'), classes: [], rows },
    boxes: new Map(images.map((image, index) => [`img-${index}`, image])),
  };
}

/** Masks of which the even images have a mark; how much overlaps varies with the run's skill. */
function masks(run: string, skill: number, seed: number, count = 60): PredictedRun {
  const random = mulberry32(seed);
  const overlaps = Array.from({ length: count }, (_, index) => {
    const marked = index % 2 === 0 ? 1000 : 0;
    const both = marked === 0 ? 0 : Math.round(1000 * Math.min(0.98, Math.max(0.02, skill + 0.1 * normal(random))));
    return { found: marked === 0 ? 0 : 1000, marked, both };
  });
  const rows = overlaps.map(({ found, marked }, index) => row(index, marked / 1e4, found / 1e4));
  return {
    ...{ record: record(run, seed, 'segmentation'), classes: [], rows },
    overlaps: new Map(overlaps.map((overlap, index) => [`img-${index}`, overlap])),
  };
}

describe('compareRuns of boxes', () => {
  it('compares by average precision from resampled patients, and counts misses and false alarms of each image', () => {
    const [first, second] = [boxes('a', 0.3, 1), boxes('b', 0.95, 2)];
    const { metric, better, verdicts, metrics, cases, notes, patients } = compareRuns([first, second]);
    assert.deepEqual([metric, better, patients, verdicts[0]?.verdict], ['average_precision', 'higher', 30, 'better']);
    const apOf = (run: PredictedRun) => averagePrecision(matchBoxes([...(run.boxes?.values() ?? [])]));
    const difference = verdicts[0]?.difference;
    assert.ok(difference !== undefined && 'value' in difference && difference.interval !== null);
    assert.ok(Math.abs(difference.value - (apOf(second) - apOf(first))) < 1e-12);
    assert.match(difference.method, /paired bootstrap over patients/);
    const judged = metrics[1]?.sensitivity;
    assert.ok(judged !== undefined && 'value' in judged && judged.value > 0.8);
    for (const { image, calls, details, errors } of cases) {
      const found = first.boxes?.get(image)?.found ?? [];
      const hits = found.filter(({ from }) => from[0] === 1).length;
      assert.deepEqual([calls[0], details[0], errors[0]], [found.length, hits, 1 - hits + (found.length - hits)]);
    }
    assert.match(notes.join(' '), /calls at its own threshold/);
  });

  it('compares over all boxes where every run has kept them, and over the called ones where one has not', () => {
    const [first, second] = [boxes('a', 0.3, 1), boxes('b', 0.95, 2)];
    // Below the threshold the first run found everything after all.
    const withAll = (run: PredictedRun): PredictedRun => ({
      ...run,
      ranked: new Map(
        [...(run.boxes ?? [])].map(([image, { found, marked }]) => [
          image,
          [...found, ...marked.map((mark) => ({ ...mark, score: 0.02 }))],
        ]),
      ),
    });
    const precisions = ({ metrics }: ReturnType<typeof compareRuns>) =>
      metrics.map(({ average_precision: one }) => (one !== undefined && 'value' in one ? one.value : Number.NaN));
    const called = compareRuns([first, second]);
    const [all, mixed] = [compareRuns([withAll(first), withAll(second)]), compareRuns([withAll(first), second])];
    assert.ok((precisions(all)[0] ?? 0) > (precisions(called)[0] ?? 1) + 0.05);
    assert.deepEqual(precisions(mixed), precisions(called));
    assert.deepEqual(all.metrics[0]?.sensitivity, called.metrics[0]?.sensitivity);
    assert.doesNotMatch(all.notes.join(' '), /calls at its own threshold/);
  });

  it('leaves out images whose marks are not what the runs were judged by, and has no verdict without a marked box', () => {
    const [first, second] = [boxes('a', 0.5, 1), boxes('b', 0.5, 2)];
    const fewer = new Map([...(second.boxes ?? [])].slice(3));
    const { images, notes } = compareRuns([first, { ...second, boxes: fewer }]);
    assert.equal(images, 57);
    assert.match(notes.join(' '), /3 images are left out because their marks in 3-data\/labels/);
    const unmarked = (run: PredictedRun): PredictedRun => ({
      ...run,
      rows: run.rows.map((one) => ({ ...one, label: 0 })),
      boxes: new Map([...(run.boxes ?? [])].map(([image, { found }]) => [image, { found, marked: [] }])),
    });
    assert.match(compareRuns([unmarked(first), unmarked(second)]).verdicts[0]?.words ?? '', /Not comparable: There is no marked box/);
  });
});

describe('compareRuns of masks', () => {
  it('compares by Dice over the images with something, as training judges them', () => {
    const { metric, verdicts, metrics, cases } = compareRuns([masks('a', 0.6, 1), masks('b', 0.8, 2)]);
    assert.deepEqual([metric, verdicts[0]?.verdict], ['dice', 'better']);
    const dices = metrics.map((judged) => (judged.dice !== undefined && 'value' in judged.dice ? judged.dice.value : Number.NaN));
    const difference = verdicts[0]?.difference;
    assert.ok(difference !== undefined && 'value' in difference);
    assert.ok(Math.abs(difference.value - ((dices[1] ?? 0) - (dices[0] ?? 0))) < 1e-12);
    const empty = cases.find(({ label }) => label === 0);
    assert.deepEqual([empty?.details, empty?.errors, empty?.change], [[null, null], [0, 0], 0]);
    const marked = cases.find(({ label }) => label !== 0);
    assert.ok(marked !== undefined && Math.abs((marked.errors[0] ?? 0) + (marked.details[0] ?? 0) - 1) < 1e-12);
  });
});

describe('two networks that are equally good', () => {
  /** Called different in at most 5 % of the draws, within three standard errors of that share. */
  const differAtMost = (draws: number, make: (draw: number) => readonly [PredictedRun, PredictedRun]): void => {
    let different = 0;
    for (let draw = 0; draw < draws; draw++) {
      const { verdict } = compareRuns(make(draw)).verdicts[0] ?? {};
      if (verdict === 'better' || verdict === 'worse') different += 1;
    }
    const most = 0.05 + 3 * Math.sqrt((0.05 * 0.95) / draws);
    assert.ok(different / draws <= most, `${different} of ${draws}`);
  };

  it('are called different at most 5 % of the time by boxes', () =>
    differAtMost(60, (draw) => [boxes('a', 0.7, 2 * draw + 1, 40), boxes('b', 0.7, 2 * draw + 2, 40)])).timeout(60_000);

  it('are called different at most 5 % of the time by masks', () =>
    differAtMost(60, (draw) => [masks('a', 0.7, 2 * draw + 1, 40), masks('b', 0.7, 2 * draw + 2, 40)])).timeout(60_000);

  /** Scores of two classes by chance and a skill that all networks share; a hard image is hard for all. */
  const classed = (run: string, seed: number, count: number, hard: readonly number[]): PredictedRun => {
    const random = mulberry32(seed);
    const rows = Array.from({ length: count }, (_, index): PredictionRow => {
      const yes = index % 3 === 0;
      const score = 1 / (1 + Math.exp(-((yes ? 0.8 : -0.8) + (hard[index] ?? 0) + normal(random))));
      const [label, prediction] = [yes, score > 0.5].map((is) => (is ? 'yes' : 'no'));
      return {
        ...row(index, 0, 0),
        patient: `p${index}`,
        label: label ?? '',
        prediction: prediction ?? '',
        probabilities: [1 - score, score],
      };
    });
    return { record: record(run, seed, 'classification'), classes: ['no', 'yes'], rows };
  };

  it("are called different at most 5 % of the time by the area under the curve (DeLong's test)", () =>
    differAtMost(400, (draw) => {
      const random = mulberry32(draw);
      const hard = Array.from({ length: 80 }, () => normal(random));
      return [classed('a', 1e6 + 2 * draw, 80, hard), classed('b', 1e6 + 2 * draw + 1, 80, hard)];
    })).timeout(60_000);

  it('are never called different where they are two seeds of one experiment', () => {
    const seeded = (run: PredictedRun, seed: number): PredictedRun => ({
      ...run,
      record: { ...run.record, settings: { ...experimentDefaults, train: { ...experimentDefaults.train, seed } } } as RunRecord,
    });
    for (let draw = 0; draw < 10; draw++) {
      const pair = [seeded(masks('a', 0.5, draw), 1), seeded(masks('b', 0.9, 100 + draw), 2)];
      assert.equal(compareRuns(pair).verdicts[0]?.verdict, 'another seed');
    }
  });
});
