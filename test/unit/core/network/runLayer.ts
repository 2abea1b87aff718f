import assert from 'node:assert/strict';
import { buildGraph } from '../../../../src/core/network/buildGraph';
import { makeEmitter } from '../../../../src/core/network/emitter';
import { forwardPass } from '../../../../src/core/network/forwardPass';
import type { Layer } from '../../../../src/core/network/layer';
import { encodeOnnx } from '../../../../src/core/network/onnx';
import { opOf } from '../../../../src/core/network/ops';
import { openSession, type Values } from '../../../../src/node/training/session';

/** One layer's output `y`, renewed running statistics `state0`, ..., and in training the derivative `dx` of sum(y * dy), from given arrays. */
export async function runLayer(
  layer: Layer,
  x: Values,
  {
    parameters = [],
    state = [],
    dy,
  }: { readonly parameters?: readonly Values[]; readonly state?: readonly Values[]; readonly dy?: Values },
): Promise<Readonly<Record<string, readonly number[]>>> {
  const graph = buildGraph({ inputs: { x: x.dims.slice(1) }, layers: [{ ...layer, from: ['x'] }], output: layer.name });
  const given = {
    x,
    ...Object.fromEntries(parameters.map((values, index) => [`p${index}`, values])),
    ...Object.fromEntries(state.map((values, index) => [`s${index}`, values])),
    ...(dy && { dy }),
  };
  const emit = makeEmitter();
  const arrays = { parameters: parameters.map((_, index) => `p${index}`), state: state.map((_, index) => `s${index}`) };
  const [pass] = forwardPass(emit, graph, arrays, dy !== undefined);
  assert.ok(pass);
  const outputs = [{ name: 'y', value: pass.forward.output, dims: [x.dims[0] ?? 1, ...graph.outputShape] as readonly number[] }];
  for (const [index, value] of (pass.forward.state ?? []).entries())
    outputs.push({ name: `state${index}`, value, dims: state[index]?.dims ?? [] });
  if (dy !== undefined) {
    const [value = ''] = opOf(pass.node.layer).gradient(pass.lowering, pass.forward, 'dy').inputs;
    outputs.push({ name: 'dx', value, dims: x.dims });
  }
  for (const { name, value } of outputs) emit.output(value, name);
  const inputs = Object.entries(given).map(([name, { dims }]) => ({ name, dims }));
  const model = emit.finish(
    'layer',
    inputs,
    outputs.map(({ name, dims }) => ({ name, dims })),
  );
  const session = await openSession(encodeOnnx(model), 1);
  const result = await session.run(given);
  await session.close();
  return Object.fromEntries(Object.entries(result).map(([name, values]) => [name, [...values]]));
}

/** Numbers with their sides. */
export const valuesOf = (numbers: readonly number[], dims: readonly number[]): Values => ({ data: Float32Array.from(numbers), dims });
