import assert from 'node:assert/strict';
import { coresFor } from '../../../../src/node/training/cores';

describe('cores', () => {
  const cases: readonly (readonly [threads: number, workers: number, batch: number, expected: readonly [number, number]])[] = [
    [2, 0, 16, [2, 1]],
    [2, 0, 4, [2, 1]],
    [2, 0, 3, [1, 2]],
    [8, 0, 16, [4, 2]],
    [8, 0, 64, [8, 1]],
    [3, 0, 8, [2, 1]],
    [1, 0, 64, [1, 1]],
    [1, 4, 64, [4, 1]],
    [8, 2, 64, [2, 4]],
    [8, 5, 3, [3, 2]],
  ];
  for (const [threads, workers, batch, [count, each]] of cases)
    it(`of ${threads} threads, ${workers === 0 ? 'any' : workers} workers and batches of ${batch} are ${count} workers of ${each}`, () => {
      assert.deepEqual(coresFor({ threads, workers }, batch), { workers: count, threadsEach: each });
    });

  it('are the machine’s unless told', () => {
    const { workers, threadsEach } = coresFor({ threads: 0, workers: 0 }, 1024);
    assert.ok(workers >= 1 && workers <= 8 && threadsEach >= 1);
  });
});
