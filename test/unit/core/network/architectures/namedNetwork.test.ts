import assert from 'node:assert/strict';
import { type NetworkChoice, namedNetwork } from '../../../../../src/core/network/architectures/namedNetwork';
import { buildGraph } from '../../../../../src/core/network/buildGraph';
import { inferenceModel } from '../../../../../src/core/network/inferenceModel';
import { initialise } from '../../../../../src/core/network/initialise';
import { NetworkError } from '../../../../../src/core/network/layer';
import { centrePointLoss } from '../../../../../src/core/network/loss';
import type { NetworkTask } from '../../../../../src/core/network/networkTask';
import { encodeOnnx } from '../../../../../src/core/network/onnx';
import { oneCore } from '../../../../../src/node/training/cores';
import { openSession } from '../../../../../src/node/training/session';
import { openStepRunner } from '../../../../../src/node/training/stepRunner';

const choice = { name: 'resnet-18', filters: [4, 8], width: 0.125, depth: 3, trunk: 'resnet-18', dropout: 0 } as const;
const task: NetworkTask = { size: [64, 48], scalars: 0, outputs: 3 };
const build = (change: Partial<NetworkChoice>, needs: Partial<NetworkTask> = {}) =>
  buildGraph(namedNetwork({ ...choice, ...change }, { ...task, ...needs }));

describe('the named networks', () => {
  const classifying = ['compact-cnn', 'resnet-18', 'resnet-34', 'resnet-50', 'mobilenet-v2', 'densenet-121'] as const;
  for (const name of classifying) {
    it(`${name} joins the scalar inputs, drops what it is told, and starts at zero`, async () => {
      const plain = build({ name });
      const graph = build({ name, dropout: 0.2 }, { scalars: 2, outputs: 1 });
      assert.deepEqual([plain.outputShape, graph.outputShape], [[3], [1]]);
      assert.equal(plain.layers.filter(({ layer }) => layer.op === 'dropout').length, 0);
      assert.equal(graph.layers.filter(({ layer }) => layer.op === 'dropout').length, 1);
      const session = await openSession(encodeOnnx(inferenceModel(graph, initialise(graph, 1), { kind: 'number', mean: 7, sd: 2 }, {})), 1);
      const image = { data: new Float32Array(3 * 64 * 48).map((_, index) => (index % 7) / 7), dims: [3, 1, 64, 48] };
      const { output } = await session.run({ image, scalars: { data: new Float32Array(6), dims: [3, 2] } });
      await session.close();
      assert.deepEqual([...(output ?? [])], [7, 7, 7]);
    });
  }

  it('have as many filters as their width says', () => {
    // torchvision.models.mobilenet_v2(width_mult=0.5 and 0.35), DenseNet(16, (6, 12, 24, 16), 32): all for 1000 classes and 3 channels.
    const parameters = (change: Partial<NetworkChoice>) => build(change, { outputs: 1000 }).parameterCount;
    assert.equal(parameters({ name: 'mobilenet-v2', width: 0.5 }) + 2 * 9 * 16, 1_968_680);
    assert.equal(parameters({ name: 'mobilenet-v2', width: 0.35 }) + 2 * 9 * 16, 1_677_128);
    assert.equal(parameters({ name: 'densenet-121', width: 0.5 }) + 2 * 49 * 32, 2_274_728);
  });

  it('a U-Net gives every pixel its numbers, also where halving leaves a rest', () => {
    for (const size of [
      [64, 48],
      [61, 47],
      [9, 15],
    ] as const) {
      const graph = build({ name: 'unet' }, { size });
      assert.deepEqual(graph.outputShape, [3, ...size]);
    }
    const sizes = (depth: number) => build({ name: 'unet', depth }).layers.filter(({ layer }) => layer.op === 'maxPool').length;
    assert.deepEqual([sizes(1), sizes(5)], [1, 5]);
  });

  it('a centre-point detector gives heat, size and offset at a quarter of the sides', () => {
    for (const trunk of ['resnet-18', 'resnet-34', 'resnet-50', 'unet'] as const) {
      assert.deepEqual(build({ name: 'centre-point', trunk }).outputShape, [7, 16, 12], trunk);
    }
    assert.deepEqual(build({ name: 'centre-point' }, { size: [250, 130], outputs: 1 }).outputShape, [5, 63, 33]);
  });

  it('a centre-point detector begins with few centres', () => {
    const graph = build({ name: 'centre-point', trunk: 'unet' }, { size: [64, 64], outputs: 1 });
    const { weights } = initialise(graph, 1);
    const bias = graph.parameters.find(({ layer }) => layer === 'heat.conv2.bias');
    assert.ok(bias);
    assert.ok(Math.abs(1 / (1 + Math.exp(-(weights[bias.offset] ?? 0))) - 0.1) < 1e-3);
  });

  it('networks for images run on any number of them', async () => {
    for (const name of ['unet', 'centre-point'] as const) {
      const graph = build({ name }, { size: [33, 40] });
      const session = await openSession(encodeOnnx(inferenceModel(graph, initialise(graph, 1), { kind: 'number', mean: 0, sd: 1 }, {})), 1);
      const image = { data: new Float32Array(2 * 33 * 40).map((_, index) => (index % 11) / 11), dims: [2, 1, 33, 40] };
      const { output = new Float32Array(0) } = await session.run({ image });
      await session.close();
      assert.equal(output.length, 2 * graph.outputShape.reduce((product, side) => product * side, 1));
      assert.ok(output.every(Number.isFinite) && output.some((value) => value !== output[0]), name);
    }
  });

  const losses = { unet: { name: 'binary-cross-entropy' }, 'centre-point': centrePointLoss(1, true) } as const;
  for (const name of ['unet', 'centre-point'] as const) {
    it(`${name} learns one picture by its loss`, async () => {
      const graph = build({ name, depth: 2, width: 0.25 }, { size: [33, 40], outputs: 1 });
      const [channels = 0, rows = 0, columns = 0] = graph.outputShape;
      const middle = (index: number) =>
        Math.abs((Math.floor(index / columns) % rows) - rows / 2) < 1 && Math.abs((index % columns) - columns / 2) < 1;
      const target = Float32Array.from({ length: channels * rows * columns }, (_, index) => (middle(index) ? 1 : 0));
      const inputs = {
        image: { data: Float32Array.from({ length: 33 * 40 }, (_, index) => (index % 11) / 11), dims: [1, 1, 33, 40] },
        target: { data: target, dims: [1, ...graph.outputShape] },
        weight: { data: Float32Array.of(1), dims: [1, 1] },
      };
      const steps = await openStepRunner(graph, losses[name], oneCore, initialise(graph, 1));
      const values: number[] = [];
      for (let step = 1; step <= 30; step++) values.push(await steps.run({ inputs }, step, 0.01));
      await steps.close();
      assert.ok((values.at(-1) ?? 1) < 0.2 * (values[0] ?? 0), values.join(' '));
    });
  }

  it('say what does not fit', () => {
    const wrong: readonly (readonly [change: Partial<NetworkChoice>, needs: Partial<NetworkTask>, message: RegExp])[] = [
      [{ name: 'unet' }, { scalars: 1 }, /A U-Net takes no scalar inputs; leave data\.inputs empty/],
      [{ name: 'centre-point' }, { scalars: 1 }, /takes no scalar inputs/],
      [{ name: 'centre-point', trunk: 'unet', depth: 2 }, {}, /needs network\.depth of 3 or more/],
      [{ name: 'unet', depth: 6 }, { size: [32, 32] }, /^Layer pool6 \(maxPool\)/],
      [{ name: 'densenet-121' }, { size: [16, 16] }, /^Layer features\.transition3\.pool/],
    ];
    for (const [change, needs, message] of wrong)
      assert.throws(
        () => build(change, needs),
        (error) => error instanceof NetworkError && message.test(error.message),
      );
  });
});
