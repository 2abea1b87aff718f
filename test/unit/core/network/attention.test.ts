import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { type AttentionMethod, activationMap, attentionMethods, type Counted } from '../../../../src/core/experiment/activationMap';
import { namedNetwork } from '../../../../src/core/network/architectures/namedNetwork';
import { attentionModel, featureCount, featureModel } from '../../../../src/core/network/attentionModel';
import { buildGraph, type Graph } from '../../../../src/core/network/buildGraph';
import { exportedWeights } from '../../../../src/core/network/exportedWeights';
import { type Head, inferenceModel, type Weights } from '../../../../src/core/network/inferenceModel';
import { initialise } from '../../../../src/core/network/initialise';
import type { Layer } from '../../../../src/core/network/layer';
import { loadWeights } from '../../../../src/core/network/loadWeights';
import { encodeOnnx } from '../../../../src/core/network/onnx';
import { readSafetensors } from '../../../../src/core/network/safetensors';
import { explainingLayer, spatialLayers } from '../../../../src/core/network/spatialLayers';
import { mulberry32 } from '../../../../src/core/statistics/random';
import { openSession } from '../../../../src/node/training/session';

const run = promisify(execFile);
const python = '/usr/bin/python3';
const script = resolve(__dirname, '../../../fixtures/torchNetworks.py');
const sizes = { filters: [4, 8], width: 0.125, depth: 2, trunk: 'resnet-18', dropout: 0.3 } as const;

const body: readonly Layer[] = [
  { op: 'conv', name: 'conv1', from: ['image'], filters: 6, kernel: 5, stride: 2 },
  { op: 'batchNorm', name: 'norm1', from: ['conv1'] },
  { op: 'relu', name: 'relu1', from: ['norm1'] },
  { op: 'maxPool', name: 'pool1', from: ['relu1'] },
  { op: 'conv', name: 'conv2', from: ['pool1'], filters: 8, kernel: 3 },
  { op: 'batchNorm', name: 'norm2', from: ['conv2'] },
  { op: 'relu', name: 'relu2', from: ['norm2'] },
  { op: 'globalAveragePool', name: 'mean', from: ['relu2'] },
];

/** Has another derivative at each place. */
const maximum: readonly Layer[] = [
  { op: 'globalMaxPool', name: 'maximum', from: ['relu2'] },
  { op: 'concat', name: 'both', from: ['mean', 'maximum'] },
];

/** The small network of torchNetworks.py. */
const small = (side: number): Graph =>
  buildGraph({
    inputs: { image: [1, side, side] },
    layers: [
      ...body,
      ...maximum,
      { op: 'dense', name: 'hidden', from: ['both'], units: 10 },
      { op: 'bias', name: 'hidden.bias', from: ['hidden'] },
      { op: 'silu', name: 'silu', from: ['hidden.bias'] },
      { op: 'dense', name: 'fc', from: ['silu'], units: 3 },
      { op: 'bias', name: 'fc.bias', from: ['fc'] },
    ],
    output: 'fc.bias',
  });

/** Weights of which none is zero, and running statistics that are not those of the start. */
function someWeights(graph: Graph, seed = 5): Weights {
  const random = mulberry32(seed);
  const start = initialise(graph, seed);
  return {
    weights: start.weights.map((value) => value + 0.4 * (random() - 0.5)),
    state: start.state.map((value) => value + 0.5 * random()),
  };
}

const noise = (length: number, seed: number): Float32Array => {
  const random = mulberry32(seed);
  return Float32Array.from({ length }, () => random());
};

/** What the attention graph gives for one image and a direction. */
async function attend(graph: Graph, weights: Weights, name: string, image: Float32Array, direction: Float32Array) {
  const layer = graph.layers.find((node) => node.layer.name === name);
  assert.ok(layer);
  const session = await openSession(encodeOnnx(attentionModel(graph, weights, layer)), 1);
  const { image: shape = [] } = graph.network.inputs;
  const found = await session
    .run({ image: { data: image, dims: [1, ...shape] }, direction: { data: direction, dims: [1, ...graph.outputShape] } })
    .finally(session.close);
  const { raw, features, gradient } = found;
  assert.ok(raw && features && gradient);
  const map = (method: AttentionMethod, counted: Counted) => activationMap({ shape: layer.shape, features, gradient }, method, counted);
  return { raw, features, gradient, shape: layer.shape, map };
}

describe("the map of a network's attention", function () {
  this.timeout(60_000);

  describe('against PyTorch', () => {
    let folder = '';
    before(async function () {
      const hasTorch = await run(python, ['-c', 'import torchvision']).then(
        () => true,
        () => false,
      );
      if (!hasTorch) this.skip();
      folder = await mkdtemp(join(tmpdir(), 'radsteps-torch-'));
    });
    after(async () => {
      if (folder !== '') await rm(folder, { recursive: true, force: true });
    });

    const resNet = () =>
      buildGraph(namedNetwork({ ...sizes, width: 1, dropout: 0, name: 'resnet-18' }, { size: [128, 128], scalars: 0, outputs: 3 }));
    for (const [name, theirs, make, layer, asked] of [
      [
        'a small network with a hidden layer',
        'small',
        () => small(128),
        'relu2',
        [0, 1].flatMap((image) => [0, 1, 2].map((answer) => [image, answer] as const)),
      ],
      [
        'resnet-18',
        'resnet18',
        resNet,
        'layer4.1.relu',
        [
          [0, 2],
          [1, 1],
        ],
      ],
    ] as const) {
      it(`${name}: Grad-CAM and HiResCAM of two images are the same to 1e-4`, async () => {
        await run(python, [script, 'attention', theirs, folder]);
        const [file, expected] = await Promise.all(
          ['weights', 'expected'].map(async (part) => readSafetensors(await readFile(join(folder, `${part}.safetensors`)))),
        );
        assert.ok(file && expected);
        const graph = make();
        const { weights, report } = loadWeights(graph, initialise(graph, 1), file);
        assert.deepEqual(report.fresh, []);
        assert.equal(explainingLayer(graph, 'classification')?.layer.name, layer);
        const { shape, values } = expected.read('map');
        const places = (shape[1] ?? 0) * (shape[2] ?? 0);
        let distinct = 0;
        for (const [image, answer] of asked) {
          const pixels = expected.read('x').values.slice(image * 128 * 128, (image + 1) * 128 * 128);
          const direction = Float32Array.from([0, 1, 2], (index) => (index === answer ? 1 : 0));
          const { map } = await attend(graph, weights, layer, pixels, direction);
          for (const [which, method] of (['Grad-CAM', 'HiResCAM'] as const).entries()) {
            const start = (2 * (3 * image + answer) + which) * places;
            const right = values.slice(start, start + places);
            const found = map(method, 'for');
            assert.equal(found.length, places);
            distinct = Math.max(distinct, new Set(right).size);
            const apart = Math.max(...found.map((value, index) => Math.abs(value - (right[index] ?? Number.NaN))));
            assert.ok(apart < 1e-4, `${method} of class ${answer} of image ${image}: ${apart}`);
          }
        }
        assert.ok(distinct > 5, 'maps tell places apart');
      });
    }
  });

  it('is the closed form of CAM where one dense layer follows the mean (Zhou et al. 2016)', async () => {
    const layers: readonly Layer[] = [
      ...body,
      { op: 'dense', name: 'fc', from: ['mean'], units: 3 },
      { op: 'bias', name: 'output', from: ['fc'] },
    ];
    const graph = buildGraph({ inputs: { image: [1, 40, 56] }, layers, output: 'output' });
    const weights = someWeights(graph);
    const found = await attend(graph, weights, 'relu2', noise(40 * 56, 2), Float32Array.of(0, 0, 1));
    const { offset = 0 } = graph.parameters.find(({ layer }) => layer === 'fc') ?? {};
    const [channels = 0, rows = 0, columns = 0] = found.shape;
    const sums = Array.from({ length: rows * columns }, (_, place) => {
      let sum = 0;
      for (let channel = 0; channel < channels; channel++)
        sum += (weights.weights[offset + channel * 3 + 2] ?? 0) * (found.features[channel * rows * columns + place] ?? 0);
      return sum;
    });
    for (const [counted, kept] of [
      ['for', sums.map((sum) => Math.max(0, sum))],
      ['for and against', sums.map(Math.abs)],
    ] as const) {
      const largest = Math.max(...kept);
      assert.ok(largest > 0);
      for (const method of attentionMethods) {
        const map = found.map(method, counted);
        for (const [place, value] of kept.entries()) assert.ok(Math.abs((map[place] ?? Number.NaN) - value / largest) < 1e-5);
      }
    }
  });

  it('is all zeros, not broken, where nothing speaks for the answer', () => {
    const nothing = { shape: [1, 1, 2], features: Float32Array.of(1, 2), gradient: Float32Array.of(-1, -1) };
    assert.deepEqual(activationMap(nothing, 'HiResCAM', 'for'), [0, 0]);
    assert.deepEqual(activationMap(nothing, 'Grad-CAM', 'for and against'), [0.5, 1]);
  });

  it('has the derivative of finite differences, through norms that use what they have kept, and dropout that drops nothing', async () => {
    const layers: readonly Layer[] = [
      ...body,
      { op: 'dense', name: 'hidden', from: ['mean'], units: 5 },
      { op: 'batchNorm', name: 'norm3', from: ['hidden'] },
      { op: 'dropout', name: 'dropout', from: ['norm3'], rate: 0.5 },
      { op: 'tanh', name: 'tanh', from: ['dropout'] },
      { op: 'dense', name: 'output', from: ['tanh'], units: 1 },
    ];
    const whole = buildGraph({ inputs: { image: [1, 12, 12] }, layers, output: 'output' });
    const weights = someWeights(whole);
    const { gradient, features, shape } = await attend(whole, weights, 'relu2', noise(144, 3), Float32Array.of(1));
    // The layers behind the features as a network of their own.
    const rest = buildGraph({
      inputs: { image: shape },
      layers: layers.slice(7).map((layer) => ({ ...layer, from: layer.from.map((name) => (name === 'relu2' ? 'image' : name)) })),
      output: 'output',
    });
    const from = { weights: weights.weights.slice(-rest.parameterCount), state: weights.state.slice(-rest.stateCount) };
    const session = await openSession(encodeOnnx(inferenceModel(rest, from, { kind: 'number', mean: 0, sd: 1 }, {})), 1);
    const at = async (index: number, by: number) => {
      const moved = features.slice();
      moved[index] = (moved[index] ?? 0) + by;
      return (await session.run({ image: { data: moved, dims: [1, ...shape] } })).output?.[0] ?? Number.NaN;
    };
    for (const index of [0, 20, 50]) {
      const slope = ((await at(index, 0.5)) - (await at(index, -0.5))) / 1;
      assert.ok(
        Math.abs(slope - (gradient[index] ?? Number.NaN)) < 0.01 * Math.max(...gradient.map(Math.abs)),
        `${slope} for ${gradient[index]}`,
      );
    }
    await session.close();
  });

  it('gives as features what the network sums up over all places: the mean of each channel, then the largest; else the mean', async () => {
    const graph = small(24);
    const weights = someWeights(graph);
    const image = noise(24 * 24, 8);
    const places = 36;
    const all = await attend(graph, weights, 'relu2', image, Float32Array.of(1, 0, 0));
    const channels = Array.from({ length: 8 }, (_, channel) => all.features.slice(channel * places, (channel + 1) * places));
    const means = channels.map((own) => own.reduce((sum, one) => sum + one, 0) / places);
    const largest = channels.map((own) => Math.max(...own));
    const readBy = async (network: Graph) => {
      const layer = network.layers.find((node) => node.layer.name === 'relu2');
      assert.ok(layer);
      const session = await openSession(encodeOnnx(featureModel(network, weights, layer)), 1);
      const { features = new Float32Array() } = await session.run({ image: { data: image, dims: [1, 1, 24, 24] } }).finally(session.close);
      assert.equal(features.length, featureCount(network, layer));
      return [...features];
    };
    const near = (found: readonly number[], right: readonly number[]) => {
      assert.equal(found.length, right.length);
      for (const [index, value] of right.entries()) assert.ok(Math.abs(value - (found[index] ?? Number.NaN)) < 1e-5);
    };
    near(await readBy(graph), [...means, ...largest]);
    near(await readBy(buildGraph({ ...graph.network, layers: body.slice(0, -1), output: 'relu2' })), means);
  });
});

describe('the weights in an exported model', () => {
  const task = { size: [64, 64], scalars: 0, outputs: 3 } as const;
  const networks: readonly (readonly [string, Graph, Head])[] = [
    [
      'a compact CNN with scalars',
      buildGraph(namedNetwork({ ...sizes, name: 'compact-cnn' }, { ...task, scalars: 2 })),
      { kind: 'classes' },
    ],
    ...(['resnet-18', 'mobilenet-v2', 'densenet-121'] as const).map(
      (name) => [name, buildGraph(namedNetwork({ ...sizes, name }, task)), { kind: 'number', mean: 3, sd: 2 }] as const,
    ),
    ['a U-Net', buildGraph(namedNetwork({ ...sizes, name: 'unet' }, { ...task, outputs: 1 })), { kind: 'mask' }],
    ['a centre-point detector', buildGraph(namedNetwork({ ...sizes, name: 'centre-point' }, { ...task, outputs: 1 })), { kind: 'boxes' }],
  ];
  for (const [name, graph, head] of networks) {
    it(`are those that were written: ${name}`, () => {
      const weights = someWeights(graph);
      const bytes = encodeOnnx(inferenceModel(graph, weights, head, { key: 'value' }));
      assert.deepEqual(exportedWeights(graph, head.kind, bytes), weights);
      // At the start many arrays hold the same numbers, and the file has them once.
      const start = initialise(graph, 1);
      assert.deepEqual(exportedWeights(graph, head.kind, encodeOnnx(inferenceModel(graph, start, head, {}))), start);
    });
  }

  it('are not taken from the file of another network, from a cut file or from none', () => {
    const [graph, other] = [
      small(24),
      buildGraph({
        ...small(24).network,
        layers: small(24).network.layers.map((layer) => (layer.name === 'conv2' && layer.op === 'conv' ? { ...layer, filters: 9 } : layer)),
      }),
    ];
    const bytes = encodeOnnx(inferenceModel(graph, someWeights(graph), { kind: 'classes' }, {}));
    assert.equal(exportedWeights(other, 'classes', bytes), null);
    assert.equal(exportedWeights(graph, 'number', bytes), null);
    assert.equal(exportedWeights(graph, 'classes', new Uint8Array()), null);
    assert.equal(exportedWeights(graph, 'classes', bytes.slice(0, bytes.length / 2)), null);
  });

  it('a layer explains that the output depends on and that tells places apart', () => {
    const layers: readonly Layer[] = [
      ...body,
      { op: 'dense', name: 'fc', from: ['mean'], units: 3 },
      { op: 'conv', name: 'unread', from: ['relu2'], filters: 2, kernel: 1 },
    ];
    const graph = buildGraph({ inputs: { image: [1, 16, 16] }, layers, output: 'fc' });
    assert.deepEqual(
      spatialLayers(graph).map(({ layer }) => layer.name),
      body.slice(0, -1).map(({ name }) => name),
    );
    const flat = buildGraph({
      inputs: { image: [1, 4, 4] },
      layers: [
        { op: 'flatten', name: 'flat', from: ['image'] },
        { op: 'dense', name: 'fc', from: ['flat'], units: 1 },
      ],
      output: 'fc',
    });
    assert.equal(explainingLayer(flat, 'regression'), null);
    const unet = buildGraph(namedNetwork({ ...sizes, name: 'unet' }, { ...task, outputs: 1 }));
    assert.equal(explainingLayer(unet, 'segmentation')?.layer.name, 'down2.conv2.relu');
  });
});
