import assert from 'node:assert/strict';
import { experimentDefaults } from '../../../../src/core/experiment/experimentDefaults';
import { namedNetwork } from '../../../../src/core/network/architectures/namedNetwork';
import { buildGraph } from '../../../../src/core/network/buildGraph';
import { makeEmitter } from '../../../../src/core/network/emitter';
import { encodeOnnx, type OnnxModel } from '../../../../src/core/network/onnx';
import { portableGraph } from '../../../../src/core/network/portableGraph';
import { trainingStep } from '../../../../src/core/network/trainingStep';
import { plainAdam } from '../../../../src/core/network/weightUpdate';
import { mulberry32 } from '../../../../src/core/statistics/random';
import { openSession, type Values } from '../../../../src/node/training/session';

const random = mulberry32(2);
const numbers = (...dims: readonly number[]): Values => {
  const data = Float32Array.from({ length: dims.reduce((product, side) => product * side, 1) }, () => 2 * random() - 1);
  return { data, dims };
};

async function outputsOf(model: OnnxModel, inputs: Readonly<Record<string, Values>>): Promise<Readonly<Record<string, Float32Array>>> {
  const session = await openSession(encodeOnnx(model), 1);
  const outputs = await session.run(inputs);
  await session.close();
  return outputs;
}

describe('a graph in plain operators', () => {
  it('gives the sign of negative numbers, zeros and positive ones', async () => {
    const emit = makeEmitter();
    emit.output(emit.node('Sign', ['x']), 'y');
    const value = { name: 'x', dims: [5] };
    const model = portableGraph(emit.finish('signs', [value], [{ name: 'y', dims: [5] }]));
    assert.ok(model.nodes.every(({ type }) => type !== 'Sign'));
    const { y = [] } = await outputsOf(model, { x: { data: Float32Array.of(-3, -0, 0, 1e-30, 7), dims: [5] } });
    assert.deepEqual(
      [...y].map((sign) => sign + 0),
      [-1, 0, 0, 1, 1],
    );
  });

  it('turns either factor of a product of joined pieces', async () => {
    const emit = makeEmitter();
    const left = emit.node('Reshape', ['a', emit.ints([2, 3, 4])]);
    const joined = emit.node('Concat', [emit.node('Reshape', ['b', emit.ints([2, 5, 3])])], { attributes: { axis: { int: 1 } } });
    const attributes = { transA: { int: 1 }, transB: { int: 1 } };
    emit.output(emit.node('FusedMatMul', [left, joined], { attributes, domain: 'com.microsoft' }), 'c');
    const inputs = ['a', 'b'].map((name) => ({ name, dims: ['n'] }));
    const model = emit.finish('product', inputs, [{ name: 'c', dims: [2, 4, 5] }]);
    const plain = portableGraph(model);
    assert.ok(plain.nodes.every(({ domain }) => domain === ''));
    const given = { a: numbers(24), b: numbers(30) };
    assert.deepEqual(await outputsOf(plain, given), await outputsOf(model, given));
  });

  it('has no transposed convolution in groups of one output and several inputs', async () => {
    const emit = makeEmitter();
    const attributes = { group: { int: 2 }, strides: { ints: [2, 1] } };
    const weights = emit.node('Reshape', ['w', emit.ints([6, 1, 2, 3])]);
    emit.output(emit.node('ConvTranspose', ['x', weights], { attributes }), 'y');
    const inputs = ['x', 'w'].map((name) => ({ name, dims: name === 'x' ? ['n', 6, 3, 4] : [36] }));
    const model = emit.finish('transposed', inputs, [{ name: 'y', dims: ['n', 2, 6, 6] }]);
    const plain = portableGraph(model);
    assert.deepEqual(
      plain.nodes.map(({ type }) => type),
      ['Reshape', 'Pad', 'ConvTranspose', 'Slice'],
    );
    const given = { x: numbers(2, 6, 3, 4), w: numbers(36) };
    const [wanted, found] = [(await outputsOf(model, given)).y ?? [], (await outputsOf(plain, given)).y ?? []];
    assert.equal(found.length, 2 * 2 * 6 * 6);
    assert.ok([...wanted].every((value, index) => Math.abs(value - (found[index] ?? Number.NaN)) < 1e-5));
  });

  it("says so where a product's dimensions are not in the graph", () => {
    const emit = makeEmitter();
    const unknown = emit.node('Relu', ['a']);
    emit.output(emit.node('FusedMatMul', [unknown, unknown], { attributes: { transB: { int: 1 } }, domain: 'com.microsoft' }), 'c');
    const model = emit.finish('product', [{ name: 'a', dims: [2, 2] }], [{ name: 'c', dims: [2, 2] }]);
    assert.throws(() => portableGraph(model), /The sides of Relu_0 are not in the graph/);
  });

  it('is the same training step, with no operator that WebGPU lacks', async () => {
    const settings = { ...experimentDefaults.network, name: 'mobilenet-v2', width: 0.1 } as const;
    const graph = buildGraph(namedNetwork(settings, { size: [16, 16], scalars: 1, outputs: 1 }));
    const model = trainingStep(graph, 'mae', plainAdam, { target: 'device' });
    const plain = portableGraph(model);
    const types = new Set(plain.nodes.map(({ type, domain }) => domain + type));
    for (const type of ['Sign', 'Split', 'com.microsoftFusedMatMul']) assert.ok(!types.has(type), type);
    const inputs = Object.fromEntries(
      model.inputs.map(({ name, dims }) => [name, numbers(...dims.map((side) => (typeof side === 'number' ? side : 2)))]),
    );
    const square = { data: (inputs.adam_square?.data ?? new Float32Array(0)).map(Math.abs), dims: [graph.parameterCount] };
    const [expected, found] = [
      await outputsOf(model, { ...inputs, adam_square: square }),
      await outputsOf(plain, { ...inputs, adam_square: square }),
    ];
    for (const { name } of model.outputs) {
      const wanted = expected[name] ?? new Float32Array(0);
      const largest = wanted.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
      const worst = wanted.reduce((most, value, index) => Math.max(most, Math.abs(value - (found[name]?.[index] ?? Number.NaN))), 0);
      assert.ok(largest > 0 && worst <= 1e-5 * largest, `${name}: ${worst} of ${largest}`);
    }
  });
});
