import assert from 'node:assert/strict';
import { makeEmitter } from '../../../../src/core/network/emitter';
import { type LossName, losses } from '../../../../src/core/network/loss';
import { encodeOnnx } from '../../../../src/core/network/onnx';
import { openSession } from '../../../../src/node/training/session';

type Plain = (output: readonly number[], target: readonly number[]) => number;

const sumOf = (values: readonly number[]): number => values.reduce((a, b) => a + b, 0);
const eachDifference =
  (loss: (difference: number) => number): Plain =>
  (output, target) =>
    sumOf(output.map((value, index) => loss(value - (target[index] ?? 0))));
const plain: { readonly [K in LossName]: Plain } = {
  mae: eachDifference(Math.abs),
  mse: eachDifference((d) => d * d),
  huber: eachDifference((d) => (Math.abs(d) < 1 ? (d * d) / 2 : Math.abs(d) - 0.5)),
  'cross-entropy': (output, target) => {
    const logSum = Math.log(sumOf(output.map(Math.exp)));
    return -sumOf(output.map((value, index) => (target[index] ?? 0) * (value - logSum)));
  },
};
const cases: readonly {
  readonly loss: LossName;
  readonly output: readonly (readonly number[])[];
  readonly target: readonly (readonly number[])[];
}[] = [
  { loss: 'mae', output: [[0.3], [-2], [5]], target: [[1], [-3], [5.5]] },
  { loss: 'mse', output: [[0.3], [-2], [5]], target: [[1], [-3], [5.5]] },
  { loss: 'huber', output: [[0.3], [-2], [5], [1]], target: [[1], [3], [0.5], [0.9]] },
  {
    loss: 'cross-entropy',
    output: [
      [0.3, 1, -2],
      [30, -40, 2],
      [0, 0, 0],
    ],
    target: [
      [1, 0, 0],
      [0, 1, 0],
      [0.5, 0.25, 0.25],
    ],
  },
];

async function run(
  loss: LossName,
  output: readonly (readonly number[])[],
  target: readonly (readonly number[])[],
  weight: readonly number[],
) {
  const emit = makeEmitter();
  const width = output[0]?.length ?? 0;
  const value = losses[loss](emit, 'output', 'target', 'weight');
  emit.output(value.each, 'each');
  emit.output(value.gradient, 'gradient');
  const dims = ['n', width];
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
  const values = (rows: readonly (readonly number[])[]) => ({
    data: Float32Array.from(rows.flat()),
    dims: [rows.length, rows[0]?.length ?? 0],
  });
  const result = await session.run({ output: values(output), target: values(target), weight: values(weight.map((entry) => [entry])) });
  await session.close();
  return { each: Array.from(result.each ?? []), gradient: Array.from(result.gradient ?? []) };
}

describe('losses', () => {
  for (const { loss, output, target } of cases) {
    it(`${loss}: values and weighted derivatives`, async () => {
      const weight = output.map((_, index) => 0.5 + index);
      const found = await run(loss, output, target, weight);
      const each = output.map((row, index) => plain[loss](row, target[index] ?? []));
      const step = 1e-6;
      const derivative = output.flatMap((row, n) =>
        row.map((value, k) => {
          const at = (moved: number) => plain[loss](row.with(k, moved), target[n] ?? []);
          return ((weight[n] ?? 0) * (at(value + step) - at(value - step))) / (2 * step);
        }),
      );
      assert.equal(found.each.length, each.length);
      for (const [index, value] of each.entries())
        assert.ok(Math.abs(value - (found.each[index] ?? Number.NaN)) < 1e-4, `loss of example ${index}`);
      assert.equal(found.gradient.length, derivative.length);
      for (const [index, value] of derivative.entries())
        assert.ok(Math.abs(value - (found.gradient[index] ?? Number.NaN)) < 1e-4, `derivative ${index}`);
    });
  }
});
