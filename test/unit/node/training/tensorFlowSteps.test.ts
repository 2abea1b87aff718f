import assert from 'node:assert/strict';
import { compactCnn } from '../../../../src/core/network/architectures/compactCnn';
import { unet } from '../../../../src/core/network/architectures/unet';
import { buildGraph, type Graph } from '../../../../src/core/network/buildGraph';
import { initialise } from '../../../../src/core/network/initialise';
import { centrePointLoss, type LossSpec, type PlainLossName } from '../../../../src/core/network/loss';
import { makeLayers } from '../../../../src/core/network/makeLayers';
import { adam, adamW, sgd } from '../../../../src/core/network/optimizer';
import type { TensorFlow } from '../../../../src/core/network/tensorFlow';
import { plainAdam, type WeightUpdate } from '../../../../src/core/network/weightUpdate';
import { mulberry32 } from '../../../../src/core/statistics/random';
import { oneCore } from '../../../../src/node/training/cores';
import type { Values } from '../../../../src/node/training/session';
import { openStepRunner, type StepRunner, type Vectors } from '../../../../src/node/training/stepRunner';
import { tensorFlowSteps } from '../../../../src/node/training/tensorFlowSteps';
import { plainTensorFlow } from '../../../fixtures/plainTensorFlow';

const steps = 4;
const rate = 0.02;
const random = mulberry32(21);
const numbers = (count: number): Float32Array => Float32Array.from({ length: count }, () => random() * 2 - 1);

/** A ResNet's stem and a block with a shortcut that is halved too, after which come norms, pooling and dropout of every kind. */
function residual(): Graph {
  const layers = makeLayers({ image: [1, 12, 12] });
  const stem = layers.relu(layers.batchNorm(layers.conv(layers.image, { filters: 4, kernel: 7, stride: 2 })));
  const pooled = layers.maxPool(stem, { size: 3, stride: 2, padding: 1 });
  const inner = layers.relu(layers.batchNorm(layers.conv(pooled, { filters: 6, kernel: 3, stride: 2 })));
  const outer = layers.batchNorm(layers.conv(inner, { filters: 6, kernel: 3 }));
  const shortcut = layers.batchNorm(layers.conv(pooled, { filters: 6, kernel: 1, stride: 2 }));
  const joined = layers.relu(layers.add([outer, shortcut]));
  const narrow = layers.silu(layers.groupNorm(layers.conv(joined, { filters: 6, kernel: 3, groups: 6 }), { groups: 2 }));
  const kept = layers.dropout(layers.flatten(layers.dropout(narrow, { rate: 0.2 })), { rate: 0.4 });
  return buildGraph(layers.network(layers.bias(layers.dense(kept, { units: 3 }))));
}

const compact = (outputs: number, dropout = 0): Graph =>
  buildGraph(compactCnn({ size: [9, 8], scalars: 2, filters: [3, 4], outputs, dropout }));
const segmenting = (outputs: number): Graph => buildGraph(unet({ size: [8, 9], scalars: 0, outputs, filters: 2, depth: 2 }));

type Case = {
  readonly title: string;
  readonly graph: Graph;
  readonly loss: LossSpec | PlainLossName;
  readonly update?: WeightUpdate;
};

const cases: readonly Case[] = [
  { title: 'compact CNN, MAE, Adam', graph: compact(1), loss: 'mae' },
  {
    title: 'compact CNN with dropout, Huber, AdamW clipped with moving average',
    graph: compact(1, 0.5),
    loss: 'huber',
    update: { optimizer: adamW(0.1), clip: 0.5, movingAverage: 0.9 },
  },
  {
    title: 'compact CNN, cross-entropy of weighted classes, SGD with momentum',
    graph: compact(3),
    loss: { name: 'cross-entropy', classWeights: [1, 2, 0.5] },
    update: { ...plainAdam, optimizer: sgd({ momentum: 0.9, nesterov: true, weightDecay: 0.01 }) },
  },
  {
    title: 'compact CNN, focal loss, Adam with weight decay',
    graph: compact(3),
    loss: { name: 'focal', gamma: 1.5 },
    update: { ...plainAdam, optimizer: adam(0.05) },
  },
  {
    title: 'residual block with dropout, MSE, plain SGD',
    graph: residual(),
    loss: 'mse',
    update: { ...plainAdam, optimizer: sgd({ momentum: 0, nesterov: false, weightDecay: 0 }) },
  },
  {
    title: 'residual block with dropout, binary focal loss, Adam clipped',
    graph: residual(),
    loss: { name: 'binary-focal', alpha: 0.25 },
    update: { ...plainAdam, clip: 0.1 },
  },
  {
    title: 'U-Net, cross-entropy and Dice',
    graph: segmenting(3),
    loss: {
      name: 'sum',
      parts: [
        { share: 1, loss: { name: 'cross-entropy' } },
        { share: 0.5, loss: { name: 'dice', of: 'softmax', withoutFirst: true } },
      ],
    },
  },
  {
    title: 'U-Net, binary cross-entropy and Dice',
    graph: segmenting(2),
    loss: {
      name: 'sum',
      parts: [
        { share: 1, loss: { name: 'binary-cross-entropy', positiveWeights: [2, 3] } },
        { share: 1, loss: { name: 'dice', of: 'sigmoid' } },
      ],
    },
    // Not Adam, which lets a weight with hardly a derivative follow the rounding of its sign.
    update: { ...plainAdam, optimizer: sgd({ momentum: 0.9, nesterov: false, weightDecay: 0.01 }) },
  },
  { title: 'U-Net, heat-map and sizes', graph: segmenting(5), loss: centrePointLoss(1, true) },
  {
    title: 'U-Net, 1 - SSIM and L1',
    graph: segmenting(1),
    loss: {
      name: 'sum',
      parts: [
        { share: 1, loss: 'ssim' },
        { share: 1, loss: 'mae' },
      ].map(({ share, loss }) => ({ share, loss: { name: loss } as LossSpec })),
    },
  },
];

/** A batch of so many examples; targets are shares of classes, which suit every loss, with an exact 1 here and there. */
function batchOf(graph: Graph, count: number): { readonly inputs: Readonly<Record<string, Values>> } {
  const size = graph.outputShape.reduce((product, side) => product * side, 1);
  const target = Float32Array.from({ length: count * size }, () => (random() < 0.2 ? 1 : random() * 0.9));
  const given = Object.entries(graph.network.inputs).map(([name, shape]): [string, Values] => {
    const dims = [count, ...shape];
    return [name, { data: numbers(dims.reduce((a, b) => a * b, 1)), dims }];
  });
  return {
    inputs: {
      ...Object.fromEntries(given),
      target: { data: target, dims: [count, ...graph.outputShape] },
      weight: { data: Float32Array.from({ length: count }, (_, index) => (0.5 + index / 2) / count), dims: [count, 1] },
    },
  };
}

/** Steps of two sizes of batch; the losses and all that training keeps. */
async function follow(
  runner: StepRunner,
  batches: readonly ReturnType<typeof batchOf>[],
): Promise<{ readonly losses: readonly number[]; readonly vectors: Vectors }> {
  const losses: number[] = [];
  for (const [index, batch] of batches.entries()) losses.push(await runner.run(batch, index + 1, rate));
  const vectors = Object.fromEntries(Object.entries(await runner.vectors()).map(([name, data]) => [name, Float32Array.from(data)]));
  await runner.close();
  return { losses, vectors };
}

/** Fails unless the numbers are equal up to 1e-4 of 1 + their size. */
function alike(found: ArrayLike<number> | undefined, expected: ArrayLike<number>, what: string): void {
  assert.equal(found?.length, expected.length, what);
  for (const [index, value] of Array.from(expected).entries()) {
    const off = Math.abs(value - (found?.[index] ?? Number.NaN));
    assert.ok(off <= 1e-4 * (1 + Math.abs(value)), `${what} ${index}: ${found?.[index]} instead of ${value}`);
  }
}

describe('training steps by TensorFlow.js', () => {
  let tf: TensorFlow;
  before(async () => {
    tf = await plainTensorFlow();
  });

  for (const { title, graph, loss, update = plainAdam } of cases) {
    it(`${title}: gives the built-in engine's numbers`, async () => {
      const start = initialise(graph, 5);
      // The last layer starts at zero, which would leave the layers before it without a gradient.
      const moved = { ...start, weights: start.weights.map((value) => value + 0.2 * (random() - 0.5)) };
      const batches = Array.from({ length: steps }, (_, index) => batchOf(graph, index === steps - 1 ? 2 : 4));
      const ours = await follow(await openStepRunner(graph, loss, oneCore, moved, update, 9), batches);
      const theirs = await follow(tensorFlowSteps(tf, graph, loss, moved, update, 9), batches);
      alike(theirs.losses, ours.losses, 'loss');
      assert.deepEqual(Object.keys(theirs.vectors).toSorted(), Object.keys(ours.vectors).toSorted());
      for (const [name, values] of Object.entries(ours.vectors)) alike(theirs.vectors[name], values, name);
    });
  }

  it('shares derivatives as the built-in engine does where an image is flat and brightest', async () => {
    const layers = makeLayers({ image: [1, 9, 8] });
    const pooled = layers.maxPool(layers.conv(layers.image, { filters: 3, kernel: 3 }), { size: 3, stride: 2 });
    const graph = buildGraph(layers.network(layers.dense(layers.globalMaxPool(pooled), { units: 1 })));
    const { inputs } = batchOf(graph, 3);
    const image = Float32Array.from(inputs.image?.data ?? [], (value, index) => (index % 8 < 6 ? 1 : value));
    const batches = [{ inputs: { ...inputs, image: { data: image, dims: [3, 1, 9, 8] } } }];
    const start = { weights: numbers(graph.parameterCount).map(Math.abs) };
    const update = { ...plainAdam, optimizer: sgd({ momentum: 0, nesterov: false, weightDecay: 0 }) };
    const ours = await follow(await openStepRunner(graph, 'mse', oneCore, start, update), batches);
    const theirs = await follow(tensorFlowSteps(tf, graph, 'mse', start, update), batches);
    alike(theirs.vectors.weights, ours.vectors.weights ?? [], 'weights');
  });

  it('goes on from the numbers that it gave, to those of an unbroken training', async () => {
    const graph = compact(1, 0.5);
    const update = { optimizer: adamW(0.1), clip: 1, movingAverage: 0.9 };
    const batches = Array.from({ length: 4 }, () => batchOf(graph, 3));
    const whole = await follow(tensorFlowSteps(tf, graph, 'mse', initialise(graph, 1), update, 2), batches);
    const half = await follow(tensorFlowSteps(tf, graph, 'mse', initialise(graph, 1), update, 2), batches.slice(0, 2));
    const runner = tensorFlowSteps(tf, graph, 'mse', half.vectors, update, 2);
    for (const step of [3, 4]) await runner.run(batches[step - 1] ?? batchOf(graph, 3), step, rate);
    assert.deepEqual(await runner.vectors(), whole.vectors);
    await runner.close();
  });

  it('holds as many tensors after each step as before, and none at the end', async () => {
    const before = tf.memory().numTensors;
    const graph = residual();
    const runner = tensorFlowSteps(tf, graph, 'mse', initialise(graph, 1), { ...plainAdam, clip: 1, movingAverage: 0.9 });
    const held: number[] = [];
    for (const step of [1, 2, 3]) {
      await runner.run(batchOf(graph, 2), step, rate);
      held.push(tf.memory().numTensors);
    }
    await runner.close();
    assert.deepEqual(
      held,
      held.map(() => held[0]),
    );
    assert.equal(tf.memory().numTensors, before);
  });

  it('leaves arrays that the output does not depend on, and the numbers it was given, as they are', async () => {
    const graph = buildGraph({
      inputs: { image: [1, 2, 2] },
      layers: [
        { op: 'flatten', name: 'flat', from: ['image'] },
        { op: 'dense', name: 'aside', from: ['flat'], units: 2 },
        { op: 'dense', name: 'output', from: ['flat'], units: 1 },
      ],
      output: 'output',
    });
    const start = initialise(graph, 1);
    const given = Float32Array.from(start.weights);
    const { vectors } = await follow(tensorFlowSteps(tf, graph, 'mse', start), [batchOf(graph, 2)]);
    assert.deepEqual(start.weights, given);
    assert.deepEqual(vectors.weights?.slice(0, 8), given.slice(0, 8));
    assert.notDeepEqual(vectors.weights?.slice(8), given.slice(8));
  });
});
