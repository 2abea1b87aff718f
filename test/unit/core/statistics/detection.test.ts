import assert from 'node:assert/strict';
import type { Box, ScoredBox } from '../../../../src/core/label/box';
import { cocoOverlaps, cocoPrecision, competitionMetric } from '../../../../src/core/statistics/cocoPrecision';
import {
  averagePrecision,
  boxThreshold,
  frocCurve,
  type ImageBoxes,
  matchBoxes,
  sensitivityAt,
} from '../../../../src/core/statistics/detection';
import { detectionMetrics } from '../../../../src/core/statistics/detectionMetrics';
import { mulberry32 } from '../../../../src/core/statistics/random';
import golden from '../../../fixtures/statistics/golden.json';
import { near } from './near';

const box = (x: number, y: number, width: number, height: number): Box => ({ from: [x, y], to: [x + width, y + height] });
const found = (score: number, ...sides: readonly [number, number, number, number]): ScoredBox => ({ ...box(...sides), score });

/** Own boxes whose measures were worked out with pycocotools 2.0.11 (reference/methods_vectors.json, coco_ap and froc). */
const coco: readonly ImageBoxes[] = [
  {
    marked: [box(0, 0, 10, 10), box(20, 20, 10, 10)],
    found: [found(0.9, 0, 0, 10, 10), found(0.7, 20, 20, 10, 8), found(0.5, 0, 0, 10, 10)],
  },
  { marked: [box(0, 0, 10, 10)], found: [found(0.8, 0, 5, 10, 10), found(0.4, 0, 0, 10, 6)] },
  { marked: [], found: [found(0.6, 5, 5, 10, 10)] },
];

describe('detection metrics', () => {
  it('give the average precision of pycocotools', () => {
    const matched = matchBoxes(coco);
    assert.deepEqual(
      matched.ranked.map(({ hit }) => hit),
      [true, false, true, false, false, true],
    );
    near(averagePrecision(matched), 0.7227722772277227);
    const all = Array.from({ length: 10 }, (_, step) => averagePrecision(matchBoxes(coco, 0.5 + 0.05 * step)));
    near(all[5] ?? 0, 0.5544554455445545);
    near(all.reduce((sum, value) => sum + value, 0) / 10, 0.5396039603960396);
  });

  it('give the sensitivities of a FROC curve without interpolation', () => {
    const matched = matchBoxes(coco);
    const at = [0.125, 0.25, 0.5, 1, 2, 4, 8].map((rate) => sensitivityAt(matched, rate));
    for (const [index, expected] of [1 / 3, 1 / 3, 2 / 3, 1, 1, 1, 1].entries()) near(at[index] ?? 0, expected);
    near(at.reduce((sum, value) => sum + value, 0) / 7, 0.7619047619047619);
  });

  it('average over the overlaps as COCO does, and over the rates of LUNA16', () => {
    const once = [1, 1, 1];
    near(cocoPrecision(coco)(once), golden.coco_ap.out.AP_50_95);
    for (const [index, overlap] of cocoOverlaps.entries())
      near(averagePrecision(matchBoxes(coco, overlap)), golden.coco_ap.out['AP_per_iou_.50..0.95'][index]);
    near(competitionMetric(matchBoxes(coco)), golden.froc.out.cpm);
  });

  it('look at the 100 surest boxes of an image', () => {
    const many = Array.from({ length: 150 }, (_, index) => found(1 - index / 1000, 50, 50, 5, 5));
    const last = found(0.1, 0, 0, 10, 10);
    assert.equal(matchBoxes([{ marked: [box(0, 0, 10, 10)], found: [...many, last] }]).ranked.length, 100);
    assert.equal(averagePrecision(matchBoxes([{ marked: [box(0, 0, 10, 10)], found: [...many, last] }])), 0);
  });

  it('count the middle of a box as a hit where that is the rule, and give each mark one hit', () => {
    const [small, beside] = [found(0.9, 4, 4, 2, 2), found(0.8, 12, 4, 2, 2)];
    const images = [{ marked: [box(0, 0, 10, 10)], found: [small, beside, found(0.7, 3, 3, 4, 4)] }];
    const hits = (rule: number | 'centre') => matchBoxes(images, rule).ranked.map(({ hit }) => hit);
    assert.deepEqual(hits('centre'), [true, false, false]);
    assert.deepEqual(hits(0.5), [false, false, false]);
  });

  it('give the golden points of the FROC curve', () => {
    const curve = frocCurve(matchBoxes(coco));
    assert.equal(curve.length, golden.froc.in.points.length);
    for (const [index, [rate, sensitivity, score]] of golden.froc.in.points.entries()) {
      near(curve[index]?.falsePositives, rate);
      near(curve[index]?.sensitivity, sensitivity);
      near(curve[index]?.score, score);
    }
  });

  it('call boxes of equal score together', () => {
    const tied: readonly ImageBoxes[] = [
      { marked: [box(0, 0, 4, 4)], found: [found(0.5, 0, 0, 4, 4), found(0.5, 20, 20, 4, 4), found(0.5, 30, 30, 4, 4)] },
    ];
    assert.equal(sensitivityAt(matchBoxes(tied), 1), 0);
    assert.equal(sensitivityAt(matchBoxes(tied), 2), 1);
  });

  it('give a marked box to the surest box, and of several marks the most overlapping', () => {
    const matched = matchBoxes([
      {
        marked: [box(0, 0, 10, 10), box(0, 2, 10, 10)],
        found: [found(0.5, 0, 2, 10, 10), found(0.9, 0, 1.5, 10, 10), found(0.4, 0, 0, 10, 10)],
      },
    ]);
    assert.deepEqual(
      matched.ranked.map(({ score, hit }) => [score, hit]),
      [
        [0.9, true],
        [0.5, true],
        [0.4, false],
      ],
    );
  });

  it('choose the threshold of the best F1, half-way down to the next score', () => {
    assert.equal(boxThreshold(matchBoxes(coco)), (0.7 + 0.6) / 2);
    assert.equal(boxThreshold(matchBoxes([{ marked: [box(0, 0, 1, 1)], found: [found(0.9, 5, 5, 1, 1)] }])), null);
    const sure = matchBoxes([{ marked: [box(0, 0, 1, 1)], found: [found(0.9, 0, 0, 1, 1)] }]);
    assert.equal(boxThreshold(sure), 0.45);
  });

  it('come with n, patients, hit rule and an interval over patients', () => {
    const random = mulberry32(1);
    const images = Array.from({ length: 40 }, (): ImageBoxes => {
      const marked = random() < 0.6 ? [box(10 * random(), 10 * random(), 10, 10)] : [];
      const hits = marked.flatMap(({ from }) => (random() < 0.7 ? [found(0.3 + 0.7 * random(), from[0] + 1, from[1], 10, 10)] : []));
      return { marked, found: [...hits, ...(random() < 0.4 ? [found(random(), 50, 50, 5, 5)] : [])] };
    });
    const patients = images.map((_, index) => `P-${index >> 1}`);
    const matched = matchBoxes(images);
    const metrics = detectionMetrics(matched, patients, 0.5);
    for (const [name, metric] of Object.entries(metrics)) {
      assert.ok('value' in metric && metric.interval !== null, name);
      assert.ok(metric.interval[0] < metric.value && metric.value < metric.interval[1], `${name}: ${metric.interval}`);
      assert.deepEqual([metric.n, metric.patients], [40, 20]);
      assert.match(
        metric.method,
        /^bootstrap over patients, B = 2000, percentile; \d+ marked boxes; a hit overlaps by 0\.5 \(IoU\) or more$/,
      );
    }
    const called = matched.ranked.filter(({ score }) => score >= 0.5);
    const alarms = called.filter(({ hit }) => !hit).length;
    const { false_positives_per_image: rate, sensitivity } = metrics;
    assert.ok('value' in rate && 'value' in sensitivity);
    assert.deepEqual([rate.value, rate.unit], [alarms / 40, 'per image']);
    near(sensitivity.value, (called.length - alarms) / matched.marked.reduce((sum, count) => sum + count, 0));
  });

  it('count an image drawn twice as two images', () => {
    const twice = matchBoxes([...coco, ...coco]);
    const weighted = matchBoxes(coco);
    near(sensitivityAt(weighted, 0.5, [2, 2, 2]), sensitivityAt(twice, 0.5));
    near(averagePrecision(weighted, [2, 2, 2]), averagePrecision(weighted));
    near(averagePrecision(weighted, [0, 1, 1]), averagePrecision(matchBoxes(coco.slice(1))));
  });

  it('say why there is none without a marked box', () => {
    const metrics = detectionMetrics(
      matchBoxes([
        { marked: [], found: [found(0.9, 0, 0, 1, 1)] },
        { marked: [], found: [] },
      ]),
      ['a', 'b'],
      0.5,
    );
    assert.deepEqual(metrics.average_precision, { undefined: 'There is no marked box.' });
    assert.ok('value' in metrics.false_positives_per_image && metrics.false_positives_per_image.value === 0.5);
    assert.ok(Number.isNaN(averagePrecision(matchBoxes([{ marked: [], found: [] }]))));
    assert.equal(averagePrecision(matchBoxes([{ marked: [box(0, 0, 1, 1)], found: [] }])), 0);
  });
});
