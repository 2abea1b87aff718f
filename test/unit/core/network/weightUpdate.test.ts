import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { experimentDefaults } from '../../../../src/core/experiment/experimentDefaults';
import { applyUpdate, shareOf, squareSum } from '../../../../src/core/network/applyUpdate';
import { buildGraph } from '../../../../src/core/network/buildGraph';
import { makeEmitter } from '../../../../src/core/network/emitter';
import { unpack } from '../../../../src/core/network/forwardPass';
import { encodeOnnx } from '../../../../src/core/network/onnx';
import { emitUpdate, keptVectors, updateInputs, updateOutputs, updateScalars } from '../../../../src/core/network/weightUpdate';
import { mulberry32 } from '../../../../src/core/statistics/random';
import { openSession, type Values } from '../../../../src/node/training/session';
import { updateFor } from '../../../../src/node/training/updateFor';

type Settings = Parameters<typeof updateFor>[0];
type Case = Settings & { readonly title: string; readonly rates: readonly number[] };

const steps = 10;
const graph = buildGraph({
  inputs: { image: [1, 4, 4] },
  layers: [
    { op: 'conv', name: 'conv', from: ['image'], filters: 2, kernel: 3 },
    { op: 'batchNorm', name: 'norm', from: ['conv'] },
    { op: 'globalAveragePool', name: 'mean', from: ['norm'] },
    { op: 'dense', name: 'dense', from: ['mean'], units: 3 },
    { op: 'bias', name: 'output', from: ['dense'] },
  ],
  output: 'output',
});
const isDecaying = graph.parameters.flatMap(({ layer, size }) => Array.from({ length: size }, () => layer === 'conv' || layer === 'dense'));
const random = mulberry32(8);
const numbers = (count: number, scale: number): Float32Array => Float32Array.from({ length: count }, () => scale * (2 * random() - 1));
const start = numbers(graph.parameterCount, 1);
const gradients = Array.from({ length: steps }, (_, step) => numbers(graph.parameterCount, step === 3 ? 40 : 0.5));
const states = Array.from({ length: steps }, () => numbers(graph.stateCount, 1));
const split = (values: Float32Array) => ({
  decaying: [...values].filter((_, index) => isDecaying[index]),
  free: [...values].filter((_, index) => !isDecaying[index]),
});

const { train } = experimentDefaults;
const constant = Array.from({ length: steps }, () => 0.02);
const falling = constant.map((rate, step) => rate / (1 + step));
const cases: readonly Case[] = [
  { ...train, title: 'Adam', rates: constant },
  { ...train, title: 'Adam with weight decay', weightDecay: 0.1, rates: falling },
  { ...train, title: 'AdamW', optimizer: 'adamw', weightDecay: 0.3, rates: falling },
  { ...train, title: 'AdamW, clipped', optimizer: 'adamw', weightDecay: 0.01, clip: 1, rates: constant },
  { ...train, title: 'SGD alone', optimizer: 'sgd', momentum: 0, rates: constant },
  { ...train, title: 'SGD with momentum and weight decay', optimizer: 'sgd', weightDecay: 0.1, rates: falling },
  {
    ...train,
    title: "SGD with Nesterov's momentum, clipped",
    optimizer: 'sgd',
    nesterov: true,
    weightDecay: 0.05,
    clip: 2,
    rates: falling,
  },
];

/** Ten steps of the update alone, with the gradients given; every kept vector after each step. */
async function follow(settings: Settings, rates: readonly number[]): Promise<readonly Readonly<Record<string, Float32Array>>[]> {
  const update = updateFor(settings);
  const emit = makeEmitter();
  emitUpdate(emit, graph, update, { gradient: 'gradient', parameters: unpack(emit, 'weights', graph.parameters), state: 'fresh_state' });
  const given = [
    { name: 'gradient', dims: [graph.parameterCount] },
    { name: 'fresh_state', dims: [graph.stateCount] },
  ];
  const session = await openSession(
    encodeOnnx(emit.finish('update', [...given, ...updateInputs(graph, update)], updateOutputs(graph, update))),
    1,
  );
  const vector = (data: Float32Array): Values => ({ data, dims: [data.length] });
  let present = Object.fromEntries(
    keptVectors(graph, update).map(({ name, length, copyOf }) => [name, (copyOf ?? name) === 'weights' ? start : new Float32Array(length)]),
  );
  const all: Record<string, Float32Array>[] = [];
  for (const [index, rate] of rates.entries()) {
    const numbersHere = Object.entries({ rate, ...updateScalars(update, index + 1) });
    const scalars = numbersHere.map(([name, value]): [string, Float32Array] => [name, Float32Array.of(value)]);
    const inputs: Record<string, Float32Array | undefined> = {
      ...present,
      gradient: gradients[index],
      fresh_state: states[index],
      ...Object.fromEntries(scalars),
    };
    const feeds = Object.entries(inputs).map(([name, data = new Float32Array(0)]) => [name, vector(data)]);
    const outputs = await session.run(Object.fromEntries(feeds));
    present = Object.fromEntries(Object.entries(outputs).map(([name, data]) => [name.replace(/^new_/, ''), data]));
    all.push(present);
  }
  await session.close();
  return all;
}

/** Ten steps of the same update on plain arrays, shared out over two ranges that cut through an array. */
function followPlainly(settings: Settings, rates: readonly number[]): Readonly<Record<string, Float32Array>> {
  const update = updateFor(settings);
  const kept = Object.fromEntries(
    keptVectors(graph, update).map(({ name, length, copyOf }) => [
      name,
      (copyOf ?? name) === 'weights' ? Float32Array.from(start) : new Float32Array(length),
    ]),
  );
  const vector = (name: string): Float32Array => kept[name] ?? new Float32Array(0);
  for (const [index, rate] of rates.entries()) {
    const gradient = Float32Array.from(gradients[index] ?? []);
    const gradientLength = Math.sqrt(squareSum(gradient, { from: 0, to: gradient.length }));
    const numbersHere = { rate, scalars: updateScalars(update, index + 1), gradientLength };
    const arrays = {
      weights: vector('weights'),
      gradient,
      memory: update.optimizer.memory.map(vector),
      average: kept.average_weights ?? null,
    };
    for (const part of [0, 1]) applyUpdate(update, graph.parameters, shareOf(graph.parameterCount, part, 2), arrays, numbersHere);
  }
  return kept;
}

/** The same for one weight, by hand. */
function byHand(settings: Case, index: number): number {
  const { optimizer, momentum, nesterov, weightDecay, clip } = settings;
  const decay = isDecaying[index] ? weightDecay : 0;
  let [w, mean, square, velocity] = [start[index] ?? 0, 0, 0, 0];
  for (const [step, rate] of settings.rates.entries()) {
    const gradient = gradients[step] ?? new Float32Array(0);
    const length = Math.hypot(...gradient);
    const shortened = (gradient[index] ?? 0) * (clip > 0 ? Math.min(1, clip / (length + 1e-6)) : 1);
    const g = shortened + (optimizer === 'adamw' ? 0 : decay * w);
    if (optimizer === 'sgd') {
      velocity = momentum * velocity + g;
      w -= rate * (nesterov ? g + momentum * velocity : velocity);
      continue;
    }
    mean = 0.9 * mean + 0.1 * g;
    square = 0.999 * square + 0.001 * g * g;
    const change = mean / (1 - 0.9 ** (step + 1)) / (Math.sqrt(square / (1 - 0.999 ** (step + 1))) + 1e-8);
    w = w * (optimizer === 'adamw' ? 1 - rate * decay : 1) - rate * change;
  }
  return w;
}

const lastWeights = async (settings: Case): Promise<Float32Array> =>
  (await follow(settings, settings.rates)).at(-1)?.weights ?? new Float32Array(0);

function assertClose(found: readonly number[], expected: readonly number[], what: string): void {
  assert.equal(found.length, expected.length, what);
  const worst = Math.max(...found.map((value, index) => Math.abs(value - (expected[index] ?? Number.NaN))));
  assert.ok(worst < 3e-6, `${what} differs by ${worst}`);
}

describe('updates of the weights, ten steps', () => {
  for (const settings of cases) {
    it(`${settings.title}: as worked out by hand`, async () => {
      const weights = await lastWeights(settings);
      const expected = [...start].map((_, index) => byHand(settings, index));
      assertClose([...weights], expected, settings.title);
      assertClose([...(followPlainly(settings, settings.rates).weights ?? [])], expected, `${settings.title} on plain arrays`);
    });
  }

  it("are PyTorch's", async function () {
    const script = join(__dirname, '../../../fixtures/torchOptimizers.py');
    const input = JSON.stringify({ cases, start: split(start), gradients: gradients.map(split) });
    const { status, stdout, stderr } = spawnSync('/usr/bin/python3', [script], { input, encoding: 'utf8' });
    // Debian's python3-torch is not on every machine.
    if (status === null || /No module named 'torch'/.test(stderr)) this.skip();
    assert.equal(status, 0, stderr);
    const expected: readonly { decaying: number[]; free: number[] }[] = JSON.parse(stdout);
    for (const [index, settings] of cases.entries()) {
      const found = split(await lastWeights(settings));
      assertClose(found.decaying, expected[index]?.decaying ?? [], `${settings.title}, decaying`);
      assertClose(found.free, expected[index]?.free ?? [], `${settings.title}, free`);
    }
  });

  it('keep a moving average of weights and running statistics that starts at the weights and soon forgets them', async () => {
    const all = await follow({ ...train, movingAverage: 0.5 }, constant);
    let [weights, state] = [[...start], new Array<number>(graph.stateCount).fill(0)];
    for (const [index, present] of all.entries()) {
      const keep = Math.min(0.5, (2 + index) / (11 + index));
      weights = weights.map((old, place) => keep * old + (1 - keep) * (present.weights?.[place] ?? 0));
      state = state.map((old, place) => keep * old + (1 - keep) * (states[index]?.[place] ?? 0));
      assertClose([...(present.average_weights ?? [])], weights, `average after step ${index + 1}`);
      assertClose([...(present.average_state ?? [])], state, `average statistics after step ${index + 1}`);
      assertClose([...(present.state ?? [])], [...(states[index] ?? [])], 'statistics');
    }
    const plainly = followPlainly({ ...train, movingAverage: 0.5 }, constant);
    assertClose([...(plainly.average_weights ?? [])], weights, 'average on plain arrays');
    assert.notDeepEqual(all.at(-1)?.average_weights, all.at(-1)?.weights);
    const plain = await follow(train, constant);
    assert.deepEqual(all.at(-1)?.weights, plain.at(-1)?.weights, 'the average does not change the training');
  });
});
