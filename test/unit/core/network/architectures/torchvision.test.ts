import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { type NetworkChoice, namedNetwork } from '../../../../../src/core/network/architectures/namedNetwork';
import { buildGraph, type Graph } from '../../../../../src/core/network/buildGraph';
import { makeEmitter } from '../../../../../src/core/network/emitter';
import { forwardPass, outputOf, pack, unpack } from '../../../../../src/core/network/forwardPass';
import { gradientGraph } from '../../../../../src/core/network/gradient';
import { inferenceModel, type Weights } from '../../../../../src/core/network/inferenceModel';
import { initialise } from '../../../../../src/core/network/initialise';
import { loadWeights } from '../../../../../src/core/network/loadWeights';
import { encodeOnnx } from '../../../../../src/core/network/onnx';
import { readSafetensors, type Safetensors } from '../../../../../src/core/network/safetensors';
import { openSession } from '../../../../../src/node/training/session';

const run = promisify(execFile);
const python = '/usr/bin/python3';
const script = resolve(__dirname, '../../../../fixtures/torchNetworks.py');
const side = 64;
const sizes = { filters: [], width: 1, depth: 4, trunk: 'resnet-18', dropout: 0 } as const;
const graphOf = (name: NetworkChoice['name']): Graph =>
  buildGraph(namedNetwork({ ...sizes, name }, { size: [side, side], scalars: 0, outputs: 3 }));

describe('networks of torchvision', function () {
  this.timeout(60000);
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

  async function torch(
    what: 'infer' | 'gradients',
    network: string,
  ): Promise<{ readonly weights: Safetensors; readonly expected: Safetensors }> {
    await run(python, [script, what, network, folder]);
    const [weights, expected] = await Promise.all(
      ['weights', 'expected'].map(async (name) => readSafetensors(await readFile(join(folder, `${name}.safetensors`)))),
    );
    assert.ok(weights && expected);
    return { weights, expected };
  }

  const same: readonly (readonly [name: NetworkChoice['name'], theirs: string, parameters: number, long: boolean])[] = [
    ['resnet-18', 'resnet18', 11_689_512, false],
    ['resnet-34', 'resnet34', 21_797_672, true],
    ['resnet-50', 'resnet50', 25_557_032, true],
    ['mobilenet-v2', 'mobilenet_v2', 3_504_872, false],
    ['densenet-121', 'densenet121', 7_978_856, false],
  ];
  for (const [name, theirs, , long] of same) {
    it(`${name}: same weights, same input, same output`, async function () {
      if (long && process.env.RADSTEPS_LONG !== '1') this.skip();
      const { weights, expected } = await torch('infer', theirs);
      const graph = graphOf(name);
      const { weights: loaded, report } = loadWeights(graph, initialise(graph, 1), weights);
      assert.deepEqual({ fresh: report.fresh, unused: report.unused, summed: report.summed.length }, { fresh: [], unused: [], summed: 1 });
      const session = await openSession(encodeOnnx(inferenceModel(graph, loaded, { kind: 'number', mean: 0, sd: 1 }, {})), 1);
      const { output } = await session.run({ image: { data: expected.read('x').values, dims: [2, 1, side, side] } });
      await session.close();
      const y = expected.read('y').values;
      assert.ok(Math.max(...y) - Math.min(...y) > 0.01, 'the outputs differ among themselves');
      assert.ok(output && difference(output, y) < 1e-4, `${output} for ${y}`);
    });
  }

  it("have torchvision's numbers of parameters", () => {
    for (const [name, , parameters] of same) {
      const task = { size: [side, side], scalars: 0, outputs: 1000 } as const;
      const graph = buildGraph(namedNetwork({ ...sizes, name }, task));
      // Theirs see three channels.
      const [first] = graph.parameters;
      assert.equal(graph.parameterCount + 2 * (first?.size ?? 0), parameters, name);
    }
  });

  it("resnet-18: the gradients of one training step are PyTorch's", async () => {
    const { weights, expected } = await torch('gradients', 'resnet18');
    const graph = graphOf('resnet-18');
    const { weights: loaded } = loadWeights(graph, initialise(graph, 1), weights);
    const { output, gradient } = await gradientsOf(graph, loaded, expected);
    assert.ok(difference(output, expected.read('y').values) < 1e-4);
    const theirs = loadWeights(
      graph,
      { weights: new Float32Array(graph.parameterCount), state: new Float32Array(graph.stateCount) },
      {
        ...expected,
        entries: expected.entries.filter(({ name }) => name.startsWith('d.')).map((entry) => ({ ...entry, name: entry.name.slice(2) })),
        read: (name) => expected.read(`d.${name}`),
      },
    );
    assert.equal(theirs.report.taken.length, graph.parameters.length);
    for (const { layer, name, offset, size } of graph.parameters) {
      const [ours, other] = [gradient, theirs.weights.weights].map((flat) => flat.subarray(offset, offset + size));
      assert.ok(ours && other);
      const apart = length(ours.map((value, index) => value - (other[index] ?? 0))) / length(other);
      assert.ok(apart < 1e-3, `${layer} ${name}: ${apart}`);
    }
  });
});

/** The training form's output for the batch, and the gradient of its sum with the projection by all parameters. */
async function gradientsOf(graph: Graph, { weights, state }: Weights, expected: Safetensors) {
  const emit = makeEmitter();
  const arrays = { parameters: unpack(emit, 'weights', graph.parameters), state: unpack(emit, 'state', graph.state) };
  const passes = forwardPass(emit, graph, arrays, true);
  const gradients = gradientGraph(emit, passes, graph.network.output, 'projection');
  emit.output(outputOf(graph, passes), 'output');
  emit.output(
    pack(
      emit,
      graph.parameters.map((slot) => gradients.get(slot) ?? ''),
    ),
    'gradient',
  );
  const image = { name: 'image', dims: [2, 1, side, side] };
  const projection = { name: 'projection', dims: [2, 3] };
  const vectors = [
    { name: 'weights', dims: [graph.parameterCount] },
    { name: 'state', dims: [graph.stateCount] },
  ];
  const outputs = [
    { name: 'output', dims: [2, 3] },
    { name: 'gradient', dims: [graph.parameterCount] },
  ];
  const session = await openSession(encodeOnnx(emit.finish('gradients', [image, projection, ...vectors], outputs)), 1);
  const result = await session.run({
    image: { data: expected.read('x').values, dims: image.dims },
    projection: { data: expected.read('projection').values, dims: projection.dims },
    weights: { data: weights, dims: [graph.parameterCount] },
    state: { data: state, dims: [graph.stateCount] },
  });
  await session.close();
  const { output, gradient } = result;
  assert.ok(output && gradient);
  return { output, gradient };
}

/** The largest difference, as a share of the largest number where that is above 1. */
function difference(found: Float32Array, expected: Float32Array): number {
  const scale = Math.max(1, ...expected.map(Math.abs));
  return Math.max(...expected.map((value, index) => Math.abs(value - (found[index] ?? Number.NaN)) / scale));
}

const length = (values: Float32Array): number => Math.sqrt(values.reduce((sum, value) => sum + value * value, 0));
