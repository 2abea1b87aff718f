import assert from 'node:assert/strict';
import type * as TensorFlow from '@tensorflow/tfjs-core';
import { NetworkError, type Shape } from '../../../../src/core/network/layer';
import { centrePointLoss, type LossName, type LossSpec, type PlainLossName } from '../../../../src/core/network/loss';
import { mulberry32 } from '../../../../src/core/statistics/random';
import { plainTensorFlow } from '../../../fixtures/plainTensorFlow';
import { checkLoss, type LossCase, runLoss } from './checkLoss';
import { dice, differences, get, heat, overNumbers, overPlaces, sigmoid, sizes, softmax, ssim, sum } from './plainLosses';
import { binaryOracle, diceOracle, exampleMean, heatOracle, sizeOracle, softmaxOracle, ssimOracle } from './tensorFlowLosses';

type Plain = LossCase['plain'];
type Oracle = NonNullable<LossCase['oracle']>;

const random = mulberry32(21);
const sizeOf = (shape: Shape): number => shape.reduce((a, b) => a * b, 1);
const numbers = (count: number, scale = 1): number[] => Array.from({ length: count }, () => scale * (2 * random() - 1));
const several = (make: () => number[]): number[][] => [make(), make(), make()];

const oneHot = (channels: number, places: number): number[] => {
  const target = new Array<number>(channels * places).fill(0);
  for (let place = 0; place < places; place++) target[Math.floor(random() * channels) * places + place] = 1;
  return target;
};
/** A detector's target: bumps of a heat-map with a peak of exactly 1, then numbers. */
const detectorTarget = (classes: number, more: number, side: number, centres: readonly (readonly [number, number, number])[]): number[] => {
  const map = new Array<number>(classes * side * side).fill(0);
  for (const [c, row, column] of centres) {
    for (let place = 0; place < side * side; place++) {
      const squared = (Math.floor(place / side) - row) ** 2 + ((place % side) - column) ** 2;
      const index = c * side * side + place;
      map[index] = Math.max(map[index] ?? 0, Math.exp(-squared / 2));
    }
  }
  return [...map, ...numbers(more * side * side, 3)];
};
const yesNo = (count: number): number[] => Array.from({ length: count }, () => (random() < 0.4 ? 1 : 0));

const image = [2, 5, 6] as const;
const classWeights = [0.5, 1, 2.5];
const two = (output: readonly (readonly number[])[], target: readonly (readonly number[])[]) => ({ output, target });
const withSize = (shape: Shape, target: () => number[], scale = 2) => ({
  shape,
  ...two(
    several(() => numbers(sizeOf(shape), scale)),
    several(target),
  ),
});

const ofDifference = (name: 'mae' | 'mse' | 'huber', plain: Plain, oracle: Oracle): readonly LossCase[] => [
  { title: `${name} of a number`, loss: name, shape: [1], ...two([[0.3], [-2], [5]], [[1], [-3.4], [5.5]]), plain, oracle },
  { title: `${name} of an image`, loss: name, ...withSize(image, () => numbers(60, 2)), plain, oracle },
];
const detection = (loss: LossSpec, plain: Plain, oracle: Oracle): LossCase => ({
  title: loss.name,
  loss,
  shape: [6, 5, 5],
  ...two(
    several(() => numbers(150, 2)),
    [
      detectorTarget(2, 4, 5, [
        [0, 1, 1],
        [1, 3, 4],
        [1, 1, 1],
      ]),
      detectorTarget(2, 4, 5, [[1, 2, 2]]),
      detectorTarget(2, 4, 5, []),
    ],
  ),
  plain,
  oracle,
});
const cases: readonly LossCase[] = [
  ...ofDifference('mae', differences(Math.abs), (tf, x, t) => exampleMean(tf, tf.abs(tf.sub(x, t)))),
  ...ofDifference(
    'mse',
    differences((d) => d * d),
    (tf, x, t) => exampleMean(tf, tf.square(tf.sub(x, t))),
  ),
  ...ofDifference(
    'huber',
    differences((d) => (Math.abs(d) < 1 ? (d * d) / 2 : Math.abs(d) - 0.5)),
    (tf, x, t) => exampleMean(tf, tf.losses.huberLoss(t, x, undefined, 1, tf.Reduction.NONE)),
  ),
  {
    title: 'huber with a larger delta',
    loss: { name: 'huber', delta: 2.5 },
    ...withSize([4], () => numbers(4, 5), 3),
    plain: differences((d) => (Math.abs(d) < 2.5 ? (d * d) / 2 : 2.5 * (Math.abs(d) - 1.25))),
  },
  {
    title: 'cross-entropy of extreme and of shared classes',
    loss: 'cross-entropy',
    shape: [3],
    ...two(
      [
        [0.3, 1, -2],
        [30, -40, 2],
        [0, 0, 0],
      ],
      [
        [1, 0, 0],
        [0, 1, 0],
        [0.5, 0.25, 0.25],
      ],
    ),
    plain: (output, target) => {
      const logSum = Math.log(sum(output.map(Math.exp)));
      return -sum(output.map((value, index) => get(target, index) * (value - logSum)));
    },
  },
  {
    title: 'cross-entropy with class weights',
    loss: { name: 'cross-entropy', classWeights },
    ...withSize([3], () => oneHot(3, 1)),
    plain: overPlaces(3, (p, t) => -sum(p.map((value, c) => get(classWeights, c) * get(t, c) * Math.log(value)))),
    oracle: softmaxOracle(0, classWeights),
  },
  {
    title: 'cross-entropy of every place of an image',
    loss: { name: 'cross-entropy', classWeights },
    ...withSize([3, 4, 5], () => oneHot(3, 20)),
    plain: overPlaces(3, (p, t) => -sum(p.map((value, c) => get(classWeights, c) * get(t, c) * Math.log(value)))),
    oracle: softmaxOracle(0, classWeights),
  },
  {
    title: 'focal',
    loss: 'focal',
    ...withSize([4], () => oneHot(4, 1)),
    plain: overPlaces(4, (p, t) => -sum(p.map((value, c) => get(t, c) * (1 - value) ** 2 * Math.log(value)))),
    oracle: softmaxOracle(2, [1, 1, 1, 1]),
  },
  {
    title: 'focal of an image, with class weights and another gamma',
    loss: { name: 'focal', gamma: 1.5, classWeights },
    ...withSize([3, 4, 5], () => oneHot(3, 20)),
    plain: overPlaces(3, (p, t) => -sum(p.map((value, c) => get(classWeights, c) * get(t, c) * (1 - value) ** 1.5 * Math.log(value)))),
    oracle: softmaxOracle(1.5, classWeights),
  },
  {
    title: 'binary cross-entropy',
    loss: 'binary-cross-entropy',
    ...withSize([5], () => yesNo(5), 4),
    plain: overNumbers((p, t) => -t * Math.log(p) - (1 - t) * Math.log(1 - p)),
    oracle: binaryOracle(0, 1, 1),
  },
  {
    title: 'binary cross-entropy of an image with positive weights',
    loss: { name: 'binary-cross-entropy', positiveWeights: [3, 0.5] },
    ...withSize(image, () => yesNo(60)),
    plain: overNumbers((p, t, index) => -(index < 30 ? 3 : 0.5) * t * Math.log(p) - (1 - t) * Math.log(1 - p)),
    oracle: binaryOracle(0, 1, 1, [3, 0.5]),
  },
  {
    title: 'binary focal',
    loss: { name: 'binary-focal', alpha: 0.25 },
    ...withSize(image, () => yesNo(60)),
    plain: overNumbers((p, t) => -0.25 * t * (1 - p) ** 2 * Math.log(p) - 0.75 * (1 - t) * p ** 2 * Math.log(1 - p)),
    oracle: binaryOracle(2, 0.25, 0.75),
  },
  {
    title: 'binary focal without alpha, gamma 3',
    loss: { name: 'binary-focal', gamma: 3 },
    ...withSize([3], () => yesNo(3)),
    plain: overNumbers((p, t) => -t * (1 - p) ** 3 * Math.log(p) - (1 - t) * p ** 3 * Math.log(1 - p)),
    oracle: binaryOracle(3, 1, 1),
  },
  {
    title: 'dice over softmax, the background left out',
    loss: { name: 'dice', of: 'softmax', withoutFirst: true },
    ...withSize([3, 4, 5], () => oneHot(3, 20)),
    plain: dice(3, softmax, true),
    oracle: diceOracle('softmax', 1),
  },
  {
    title: 'dice over sigmoid',
    loss: { name: 'dice', of: 'sigmoid' },
    ...withSize(image, () => yesNo(60)),
    plain: dice(2, (values) => values.map(sigmoid), false),
    oracle: diceOracle('sigmoid', 0),
  },
  {
    title: 'dice of an empty region',
    loss: { name: 'dice', of: 'sigmoid', withoutFirst: true },
    shape: [1, 2, 2],
    ...two([numbers(4)], [[0, 0, 0, 0]]),
    plain: dice(1, (values) => values.map(sigmoid), false),
  },
  detection({ name: 'heat-map', classes: 2 }, heat(2, 25), heatOracle(2)),
  detection({ name: 'centre-size', classes: 2, channels: { first: 2, count: 2 } }, sizes(2, 25, 2, 2), sizeOracle(2, 2, 2)),
  detection(
    centrePointLoss(2, true),
    (x, t) => heat(2, 25)(x, t) + 0.1 * sizes(2, 25, 2, 2)(x, t) + sizes(2, 25, 4, 2)(x, t),
    (tf, x, t) => tf.add(tf.add(heatOracle(2)(tf, x, t), tf.mul(0.1, sizeOracle(2, 2, 2)(tf, x, t))), sizeOracle(2, 4, 2)(tf, x, t)),
  ),
  {
    title: 'heat-map alone',
    loss: { name: 'heat-map', classes: 1 },
    shape: [1, 5, 5],
    ...two([numbers(25)], [detectorTarget(1, 0, 5, [[0, 2, 3]])]),
    plain: heat(1, 25),
    oracle: heatOracle(1),
  },
  {
    title: 'ssim',
    loss: 'ssim',
    shape: [2, 9, 10],
    ...two(
      several(() => numbers(180, 0.5).map((value) => value + 0.5)),
      several(() => numbers(180, 0.5).map((value) => value + 0.5)),
    ),
    plain: ssim(2, 9, 10, 1),
    oracle: ssimOracle(1),
  },
  {
    title: 'ssim of another range, at the smallest size',
    loss: { name: 'ssim', range: 4 },
    ...withSize([1, 7, 7], () => numbers(49, 2)),
    plain: ssim(1, 7, 7, 4),
    oracle: ssimOracle(4),
  },
  {
    title: 'sum of L1 and SSIM',
    loss: {
      name: 'sum',
      parts: [
        { share: 0.16, loss: { name: 'mae' } },
        { share: 0.84, loss: { name: 'ssim' } },
      ],
    },
    ...withSize([1, 8, 8], () => numbers(64)),
    plain: (x, t) => 0.16 * differences(Math.abs)(x, t) + 0.84 * ssim(1, 8, 8, 1)(x, t),
    oracle: (tf, x, t) => tf.add(tf.mul(0.16, exampleMean(tf, tf.abs(tf.sub(x, t)))), tf.mul(0.84, ssimOracle(1)(tf, x, t))),
  },
];

describe('losses: values and weighted derivatives against plain double precision and TensorFlow.js', () => {
  let tf: typeof TensorFlow;
  before(async () => {
    tf = await plainTensorFlow();
  });

  for (const entry of cases) it(entry.title, () => checkLoss(tf, entry));

  it('has a case for every loss', () => {
    const names = new Set(cases.map(({ loss }) => (typeof loss === 'string' ? loss : loss.name)));
    const all: Readonly<Record<LossName, true>> = {
      ...{ mae: true, mse: true, huber: true, 'cross-entropy': true, 'binary-cross-entropy': true, focal: true, 'binary-focal': true },
      ...{ dice: true, 'heat-map': true, 'centre-size': true, ssim: true, sum: true },
    };
    assert.deepEqual([...names].sort(), Object.keys(all).sort());
  });

  it('stays a number where the network is very sure and very wrong', async () => {
    const sure: readonly (PlainLossName | LossSpec)[] = ['cross-entropy', 'focal', 'binary-cross-entropy', 'binary-focal'];
    for (const loss of sure) {
      const extreme = {
        loss,
        shape: [2],
        output: [
          [90, -90],
          [90, -90],
        ],
        target: [
          [0, 1],
          [1, 0],
        ],
      };
      const { each, gradient } = await runLoss(extreme, [1, 1]);
      assert.ok([...each, ...gradient].every(Number.isFinite), `${loss}: ${each} ${gradient}`);
      assert.ok(get(each, 0) > 80 && get(each, 1) < 1e-6, `${loss}: ${each}`);
    }
  });

  const misfits: readonly (readonly [loss: LossSpec, shape: Shape, message: RegExp])[] = [
    [{ name: 'ssim' }, [1, 6, 9], /ssim needs an image of at least 7 x 7 at the output; the network's output is 1 x 6 x 9/],
    [{ name: 'dice', of: 'sigmoid' }, [3], /dice needs an image/],
    [{ name: 'heat-map', classes: 3 }, [2, 4, 4], /reads channels 0 to 2, but the network's output is 2 x 4 x 4/],
    [{ name: 'centre-size', classes: 1, channels: { first: 1, count: 2 } }, [2, 4, 4], /reads channels 1 to 2/],
    [{ name: 'cross-entropy', classWeights: [1, 2] }, [3], /The loss has 2 class weights, but the network's output is 3\./],
  ];
  for (const [loss, shape, message] of misfits) {
    it(`refuses ${loss.name} for an output of ${shape.join(' x ')}`, async () => {
      const output = [numbers(sizeOf(shape))];
      await assert.rejects(
        runLoss({ loss, shape, output, target: output }, [1]),
        (error) => error instanceof NetworkError && message.test(error.message),
      );
    });
  }
});
