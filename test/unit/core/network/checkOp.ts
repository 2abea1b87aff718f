import assert from 'node:assert/strict';
import { buildGraph } from '../../../../src/core/network/buildGraph';
import { makeEmitter } from '../../../../src/core/network/emitter';
import type { Layer, Shape } from '../../../../src/core/network/layer';
import { encodeOnnx } from '../../../../src/core/network/onnx';
import { opOf } from '../../../../src/core/network/ops';
import { mulberry32 } from '../../../../src/core/statistics/random';
import { openSession, type Values } from '../../../../src/node/training/session';

/** A layer computed plainly in double precision: arrays in (inputs, then parameters), the output out. */
export type Reference = (arrays: readonly (readonly number[])[], batch: number) => number[];

const batch = 3;
const mostPlaces = 24;
const product = (sides: readonly number[]): number => sides.reduce((a, b) => a * b, 1);

/** Lowers one layer to ONNX and compares output and all derivatives with a plain reference and its central differences. */
export async function checkOp(
  layer: Layer,
  shapes: readonly Shape[],
  expected: Shape,
  reference: Reference,
  values = distinct,
): Promise<void> {
  const names = shapes.map((_, index) => `in${index}`);
  const graph = buildGraph({
    inputs: Object.fromEntries(shapes.map((shape, index) => [`in${index}`, shape])),
    layers: [{ ...layer, from: names } as Layer],
    output: layer.name,
  });
  const [node] = graph.layers;
  assert.ok(node);
  assert.deepEqual(node.shape, expected);
  const parameters = node.parameters.map((_, index) => `p${index}`);
  const random = mulberry32(7);
  const dims = [...shapes.map((shape) => [batch, ...shape]), ...node.parameters.map((slot) => [...slot.shape])];
  const arrays = dims.map((sides) => values(product(sides), random));
  const outputDims = [batch, ...node.shape];
  const projection = Array.from({ length: product(outputDims) }, () => random() * 2 - 1);

  const emit = makeEmitter();
  const all = [...names, ...parameters];
  const lowering = {
    layer: node.layer,
    emit,
    training: true,
    inputs: names,
    inputShapes: shapes,
    shape: node.shape,
    parameters,
    state: node.state.map((slot) => emit.floats(new Float32Array(slot.size), slot.shape)),
  };
  const forward = opOf(node.layer).onnx(lowering);
  const backward = opOf(node.layer).gradient(lowering, forward, 'projection');
  emit.output(forward.output, 'y');
  for (const [index, name] of [...backward.inputs, ...backward.parameters].entries())
    emit.output(emit.node('Reshape', [name, emit.ints([-1])]), `d_${all[index]}`);
  const given = all.map((name, index) => ({ name, dims: dims[index] ?? [] }));
  const model = emit.finish(
    'op',
    [...given, { name: 'projection', dims: outputDims }],
    [{ name: 'y', dims: outputDims }, ...given.map(({ name, dims: sides }) => ({ name: `d_${name}`, dims: [product(sides)] }))],
  );
  const session = await openSession(encodeOnnx(model), 1);
  const feeds = Object.fromEntries(
    all.map((name, index): [string, Values] => [name, { data: Float32Array.from(arrays[index] ?? []), dims: dims[index] ?? [] }]),
  );
  const result = await session.run({ ...feeds, projection: { data: Float32Array.from(projection), dims: outputDims } });
  await session.close();

  close(Array.from(result.y ?? []), reference(arrays, batch), 1e-4, 'output');
  for (const [index, name] of all.entries()) {
    const found = result[`d_${name}`] ?? new Float32Array(0);
    assert.equal(found.length, arrays[index]?.length, `derivative by ${name}: count`);
    const places = spread(found.length, mostPlaces);
    const expectedHere = differences(reference, arrays, index, projection, places);
    close(
      places.map((place) => found[place] ?? Number.NaN),
      expectedHere,
      2e-3,
      `derivative by ${name}`,
    );
  }
}

/** Numbers of about 1 that differ by 0.02 at least within an array, so that no small step changes which is the largest or crosses zero. */
export function distinct(count: number, random: () => number): number[] {
  const list = Array.from({ length: count }, (_, index) => (index - count / 2 + 0.5) * Math.max(0.02, 2 / count));
  return list
    .map((value) => ({ value, key: random() }))
    .sort((a, b) => a.key - b.key)
    .map(({ value }) => value);
}

/** Central differences of the projected output by some places of one array. */
function differences(
  reference: Reference,
  arrays: readonly (readonly number[])[],
  which: number,
  projection: readonly number[],
  places: readonly number[],
): number[] {
  const step = 1e-4;
  const array = arrays[which] ?? [];
  const total = (place: number, value: number): number =>
    reference(arrays.with(which, array.with(place, value)), batch).reduce((sum, entry, index) => sum + entry * (projection[index] ?? 0), 0);
  return places.map((place) => (total(place, (array[place] ?? 0) + step) - total(place, (array[place] ?? 0) - step)) / (2 * step));
}

/** Up to `most` places, spread over an array. */
function spread(length: number, most: number): number[] {
  const count = Math.min(length, most);
  return Array.from({ length: count }, (_, index) => Math.floor((index * length) / count));
}

function close(found: readonly number[], expected: readonly number[], tolerance: number, what: string): void {
  assert.equal(found.length, expected.length, `${what}: count`);
  const worst = Math.max(...expected.map((value, index) => Math.abs(value - (found[index] ?? Number.NaN)) / (1 + Math.abs(value))));
  assert.ok(worst < tolerance, `${what} differs by ${worst}`);
}
