import assert from 'node:assert/strict';
import { compactCnn } from '../../../../src/core/network/architectures/compactCnn';
import { buildGraph } from '../../../../src/core/network/buildGraph';
import { inferenceModel } from '../../../../src/core/network/inferenceModel';
import { initialise } from '../../../../src/core/network/initialise';
import type { Layer } from '../../../../src/core/network/layer';
import { encodeOnnx } from '../../../../src/core/network/onnx';
import { readOnnxMetadata } from '../../../../src/core/network/onnxMetadata';
import { plainAdam } from '../../../../src/core/network/weightUpdate';
import { mulberry32 } from '../../../../src/core/statistics/random';
import type { Batch } from '../../../../src/node/training/batches';
import { oneCore } from '../../../../src/node/training/cores';
import { openSession } from '../../../../src/node/training/session';
import { openStepRunner, type Vectors } from '../../../../src/node/training/stepRunner';

const size = [9, 10] as const;
const graph = buildGraph(compactCnn({ size, scalars: 2, filters: [3, 4], outputs: 1 }));
const random = mulberry32(5);
const numbers = (count: number): Float32Array => Float32Array.from({ length: count }, () => random() * 2 - 1);
const batchOf = (count: number): Pick<Batch, 'inputs'> => ({
  inputs: {
    image: { data: numbers(count * 90), dims: [count, 1, ...size] },
    scalars: { data: numbers(count * 2), dims: [count, 2] },
    target: { data: numbers(count), dims: [count, 1] },
    weight: { data: new Float32Array(count).fill(1 / count), dims: [count, 1] },
  },
});
const batch = batchOf(4);
// The last layer starts at zero, which would leave the layers before it without a gradient.
const start = { ...initialise(graph, 1), weights: initialise(graph, 1).weights.map((value) => value + 0.1 * (random() - 0.5)) };

async function step(
  vectors: Vectors,
  count = 1,
  of: Pick<Batch, 'inputs'> = batch,
): Promise<{ readonly losses: readonly number[]; readonly vectors: Vectors }> {
  const runner = await openStepRunner(graph, 'mse', oneCore, vectors);
  const losses: number[] = [];
  for (let index = 1; index <= count; index++) losses.push(await runner.run(of, index, 0.01));
  const result = { losses, vectors: await runner.vectors() };
  await runner.close();
  return result;
}

describe('the training step', () => {
  it("has the whole network's gradient, branches and all", async () => {
    const gradient = ((await step(start)).vectors.adam_mean ?? new Float32Array(0)).map((mean) => mean * 10);
    for (const slot of graph.parameters) {
      const direction = new Float32Array(graph.parameterCount);
      direction.set(numbers(slot.size), slot.offset);
      const moved = (share: number) =>
        step({ ...start, weights: start.weights.map((value, index) => value + share * (direction[index] ?? 0)) });
      const [above, below] = [await moved(2e-3), await moved(-2e-3)];
      const numerical = ((above.losses[0] ?? 0) - (below.losses[0] ?? 0)) / 4e-3;
      const own = gradient.reduce((sum, value, index) => sum + value * (direction[index] ?? 0), 0);
      assert.ok(
        Math.abs(own - numerical) < 0.02 * Math.abs(numerical) + 2e-3,
        `${slot.layer} ${slot.name}: ${own}, numerically ${numerical}`,
      );
    }
  });

  it('moves the weights as Adam says', async () => {
    const after = await step(start, 2);
    const first = await step(start);
    const g1 = (first.vectors.adam_mean ?? []).map((mean) => mean / 0.1);
    const middle = first.vectors.weights ?? new Float32Array(0);
    for (const [index, g] of [...g1].entries()) {
      const mean = after.vectors.adam_mean?.[index] ?? 0;
      const square = after.vectors.adam_square?.[index] ?? 0;
      const firstMove = (0.01 * g) / (Math.abs(g) + 1e-8);
      assert.ok(Math.abs((start.weights[index] ?? 0) - firstMove - (middle[index] ?? 0)) < 1e-5, `first step of weight ${index}`);
      const secondMove = (0.01 * (mean / (1 - 0.9 ** 2))) / (Math.sqrt(square / (1 - 0.999 ** 2)) + 1e-8);
      assert.ok(
        Math.abs((middle[index] ?? 0) - secondMove - (after.vectors.weights?.[index] ?? 0)) < 1e-5,
        `second step of weight ${index}`,
      );
    }
  });

  it('lowers the loss of one batch', async () => {
    const { losses } = await step(start, 40);
    assert.ok((losses.at(-1) ?? 1) < 0.1 * (losses[0] ?? 0), losses.join(' '));
  });

  it('takes a batch of one', async () => {
    const { losses, vectors } = await step(start, 3, batchOf(1));
    assert.ok(losses.every(Number.isFinite));
    assert.ok(Object.values(vectors).every((vector) => vector.every(Number.isFinite)));
  });

  it('trains an image at the output, with several losses at once and a moving average', async () => {
    const layers: readonly Layer[] = [
      { op: 'conv', name: 'conv', from: ['image'], filters: 3, kernel: 3 },
      { op: 'bias', name: 'output', from: ['conv'] },
    ];
    const small = buildGraph({ inputs: { image: [1, ...size] }, layers, output: 'output' });
    const image = numbers(4 * 90);
    const target = Float32Array.from({ length: 4 * 3 * 90 }, (_, index) => {
      const [n, c, place] = [Math.floor(index / 270), Math.floor(index / 90) % 3, index % 90];
      const pixel = image[n * 90 + place] ?? 0;
      return (pixel < -0.3 ? 0 : pixel < 0.3 ? 1 : 2) === c ? 1 : 0;
    });
    const parts = [
      { share: 1, loss: { name: 'cross-entropy' } },
      { share: 0.5, loss: { name: 'dice', of: 'softmax', withoutFirst: true } },
    ] as const;
    const update = { ...plainAdam, clip: 5, movingAverage: 0.9 };
    const runner = await openStepRunner(small, { name: 'sum', parts }, oneCore, initialise(small, 1), update);
    const inputs = {
      image: { data: image, dims: [4, 1, ...size] },
      target: { data: target, dims: [4, 3, ...size] },
      weight: { data: new Float32Array(4).fill(0.25), dims: [4, 1] },
    };
    const losses: number[] = [];
    for (let index = 1; index <= 60; index++) losses.push(await runner.run({ inputs }, index, 0.05));
    const { weights = [], average_weights: average = [] } = await runner.vectors();
    await runner.close();
    assert.ok((losses.at(-1) ?? 1) < 0.6 * (losses[0] ?? 0), losses.join(' '));
    assert.ok(average.length === weights.length && [...average].every((value, index) => Math.abs(value - (weights[index] ?? 9)) < 0.5));
    assert.notDeepEqual(average, weights);
  });

  it('keeps running statistics near the moments of the batch', async () => {
    const normOnly: readonly Layer[] = [
      { op: 'batchNorm', name: 'norm', from: ['image'] },
      { op: 'globalAveragePool', name: 'mean', from: ['norm'] },
      { op: 'dense', name: 'output', from: ['mean'], units: 1 },
    ];
    const small = buildGraph({ inputs: { image: [1, 9, 10] }, layers: normOnly, output: 'output' });
    const runner = await openStepRunner(small, 'mse', oneCore, initialise(small, 1));
    const { scalars: _, ...inputs } = batch.inputs;
    for (let index = 1; index <= 60; index++) await runner.run({ inputs }, index, 0);
    const [mean = 0, variance = 0] = (await runner.vectors()).state ?? [];
    await runner.close();
    const pixels = [...(batch.inputs.image?.data ?? [])];
    const centre = pixels.reduce((a, b) => a + b, 0) / pixels.length;
    const spread = pixels.reduce((sum, pixel) => sum + (pixel - centre) ** 2, 0) / pixels.length;
    assert.ok(Math.abs(mean - centre) < 0.003 && Math.abs(variance - spread) < 0.003, `${mean} for ${centre}, ${variance} for ${spread}`);
  });
});

describe('the inference model', () => {
  it('gives the output in the target’s unit, for any number of images, and says what it was told', async () => {
    const bytes = encodeOnnx(inferenceModel(graph, start, { kind: 'number', mean: 100, sd: 40 }, { about: 'Möhre' }));
    const standard = encodeOnnx(inferenceModel(graph, start, { kind: 'number', mean: 0, sd: 1 }, {}));
    const { image, scalars } = batch.inputs;
    assert.ok(image && scalars);
    const [unit, plain] = await Promise.all([openSession(bytes, 1), openSession(standard, 1)]);
    const [inUnit, inPlain] = [await unit.run({ image, scalars }), await plain.run({ image, scalars })];
    assert.equal(inUnit.output?.length, 4);
    for (const [index, value] of (inUnit.output ?? []).entries())
      assert.ok(Math.abs(value - 100 - 40 * (inPlain.output?.[index] ?? 0)) < 1e-3);
    const one = {
      image: { data: image.data.subarray(0, 90), dims: [1, 1, ...size] },
      scalars: { data: scalars.data.subarray(0, 2), dims: [1, 2] },
    };
    assert.ok(Math.abs(((await unit.run(one)).output?.[0] ?? 0) - (inUnit.output?.[0] ?? 1)) < 1e-3);
    await Promise.all([unit.close(), plain.close()]);
    assert.deepEqual(readOnnxMetadata(bytes), { about: 'Möhre' });
  });

  it('gives probabilities of classes', async () => {
    const classes = buildGraph(compactCnn({ size, scalars: 0, filters: [3], outputs: 3 }));
    const session = await openSession(encodeOnnx(inferenceModel(classes, initialise(classes, 2), { kind: 'classes' }, {})), 1);
    const { output } = await session.run({ image: { data: numbers(180), dims: [2, 1, ...size] } });
    await session.close();
    // The last layer starts at zero: every class is as likely.
    assert.deepEqual(
      [...(output ?? [])].map((value) => value.toFixed(4)),
      new Array(6).fill('0.3333'),
    );
  });
});
