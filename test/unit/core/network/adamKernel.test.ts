import assert from 'node:assert/strict';
import { adamBlock } from '../../../../src/core/network/adamKernel';
import { adam, adamW, type Optimizer } from '../../../../src/core/network/optimizer';
import { mulberry32 } from '../../../../src/core/statistics/random';

describe('adamKernel', () => {
  const length = 2 * adamBlock + 7;
  const range = { from: 3, to: length - 2 };

  /** Three steps with a rising rate, and the same by the formula in doubles. */
  function compare(optimizer: Optimizer, inGradient: number, beside: number): void {
    const random = mulberry32(5);
    const numbers = () => Float32Array.from({ length }, () => random() - 0.5);
    const arrays = { weights: numbers(), gradient: numbers(), memory: [new Float32Array(length), new Float32Array(length)] };
    const before = arrays.weights.slice();
    const expected = Array.from(before);
    const [means, squares] = [expected.map(() => 0), expected.map(() => 0)];
    const factor = 0.5;
    for (const step of [1, 2, 3]) {
      const rate = 0.01 * step;
      for (let i = range.from; i < range.to; i++) {
        const weight = expected[i] ?? 0;
        const slope = factor * (arrays.gradient[i] ?? 0) + inGradient * weight;
        const mean = 0.9 * (means[i] ?? 0) + 0.1 * slope;
        const square = 0.999 * (squares[i] ?? 0) + 0.001 * slope ** 2;
        means[i] = mean;
        squares[i] = square;
        const change = (rate * (mean / (1 - 0.9 ** step))) / (Math.sqrt(square / (1 - 0.999 ** step)) + 1e-8);
        expected[i] = weight * (1 - rate * beside) - change;
      }
      optimizer.apply({ ...arrays, factor, rate, scalars: optimizer.scalars(step) }, range.from, range.to, true);
    }
    const furthest = arrays.weights.reduce((most, weight, index) => Math.max(most, Math.abs(weight - (expected[index] ?? 0))), 0);
    assert.ok(furthest < 1e-6, `${furthest} from the formula`);
    assert.notDeepEqual(arrays.weights.slice(range.from, range.from + 1), before.slice(range.from, range.from + 1));
    for (const array of [arrays.weights.map((weight, index) => weight - (before[index] ?? 0)), ...arrays.memory]) {
      assert.deepEqual([...array.slice(0, range.from), ...array.slice(range.to)], [0, 0, 0, 0, 0]);
      assert.ok(array[range.to - 1] !== 0);
    }
  }

  it('is Adam’s formula over several blocks and a rest, and leaves what is outside the range', () => compare(adam(0.1), 0.1, 0));
  it('is AdamW’s formula too', () => compare(adamW(0.2), 0, 0.2));
});
