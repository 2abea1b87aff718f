import assert from 'node:assert/strict';
import type * as TensorFlow from '@tensorflow/tfjs-core';
import { makeEmitter } from '../../../../src/core/network/emitter';
import type { Shape } from '../../../../src/core/network/layer';
import { emitLoss, type LossSpec, type PlainLossName } from '../../../../src/core/network/loss';
import { encodeOnnx } from '../../../../src/core/network/onnx';
import { openSession } from '../../../../src/node/training/session';

type Tensor = TensorFlow.Tensor;

/** A loss in three ways: ours, plainly in double precision for one example, and in TensorFlow.js for all examples as [n]. */
export type LossCase = {
  readonly title: string;
  readonly loss: LossSpec | PlainLossName;
  readonly shape: Shape;
  /** One example's outputs and targets each. */
  readonly output: readonly (readonly number[])[];
  readonly target: readonly (readonly number[])[];
  readonly plain: (output: readonly number[], target: readonly number[]) => number;
  /** Left out where TensorFlow.js's float32 can't hold the numbers. */
  readonly oracle?: (tf: typeof TensorFlow, output: Tensor, target: Tensor) => Tensor;
};

const mostPlaces = 40;

/** Our values and weighted derivatives by ONNX Runtime. */
export async function runLoss({ loss, shape, output, target }: Omit<LossCase, 'title' | 'plain'>, weight: readonly number[]) {
  const emit = makeEmitter();
  const value = emitLoss(emit, loss, { output: 'output', target: 'target', weight: 'weight', shape });
  emit.output(value.each, 'each');
  emit.output(value.gradient, 'gradient');
  const dims = ['n', ...shape];
  const inputs = [
    { name: 'output', dims },
    { name: 'target', dims },
    { name: 'weight', dims: ['n', 1] },
  ];
  const model = emit.finish('loss', inputs, [
    { name: 'each', dims: ['n', 1] },
    { name: 'gradient', dims },
  ]);
  const session = await openSession(encodeOnnx(model), 1);
  const values = (rows: readonly (readonly number[])[], sides: Shape) => ({
    data: Float32Array.from(rows.flat()),
    dims: [rows.length, ...sides],
  });
  const weights = values(
    weight.map((entry) => [entry]),
    [1],
  );
  const result = await session.run({ output: values(output, shape), target: values(target, shape), weight: weights });
  await session.close();
  return { each: Array.from(result.each ?? []), gradient: Array.from(result.gradient ?? []) };
}

/** Compares values and derivatives with the plain loss and its central differences, and with TensorFlow.js. */
export async function checkLoss(tf: typeof TensorFlow, entry: LossCase): Promise<void> {
  const { output, target, shape, plain, oracle } = entry;
  const weight = output.map((_, index) => 0.5 + index);
  const found = await runLoss(entry, weight);
  const each = output.map((row, index) => plain(row, target[index] ?? []));
  close(found.each, each, 2e-5, 'loss');
  const size = output[0]?.length ?? 0;
  assert.equal(found.gradient.length, output.length * size);
  const places = Array.from({ length: Math.min(mostPlaces, size) }, (_, index) => Math.floor((index * size) / Math.min(mostPlaces, size)));
  for (const [n, row] of output.entries()) {
    const expected = places.map((place) => (weight[n] ?? 0) * difference(plain, row, target[n] ?? [], place));
    const ours = places.map((place) => found.gradient[n * size + place] ?? Number.NaN);
    close(ours, expected, 5e-5, `derivative of example ${n}`);
  }
  if (oracle === undefined) return;
  const tensor = (rows: readonly (readonly number[])[]) => tf.tensor(rows.flat(), [rows.length, ...shape]);
  const wanted = tensor(target);
  close(found.each, [...oracle(tf, tensor(output), wanted).dataSync()], 2e-5, "TensorFlow.js's loss");
  const weighted = (x: Tensor) => tf.sum(tf.mul(oracle(tf, x, wanted), tf.tensor1d([...weight])));
  close(found.gradient, [...tf.grad(weighted)(tensor(output)).dataSync()], 5e-5, "TensorFlow.js's derivative");
}

function difference(plain: LossCase['plain'], row: readonly number[], target: readonly number[], place: number): number {
  const step = 1e-5;
  const at = (moved: number) => plain(row.with(place, (row[place] ?? 0) + moved), target);
  return (at(step) - at(-step)) / (2 * step);
}

function close(found: readonly number[], expected: readonly number[], tolerance: number, what: string): void {
  assert.equal(found.length, expected.length, `${what}: count`);
  for (const [index, value] of expected.entries()) {
    const off = Math.abs(value - (found[index] ?? Number.NaN));
    assert.ok(off <= tolerance * (1 + Math.abs(value)), `${what} ${index}: ${found[index]} instead of ${value}`);
  }
}
