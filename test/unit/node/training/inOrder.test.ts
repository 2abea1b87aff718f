import assert from 'node:assert/strict';
import { setTimeout as sleep } from 'node:timers/promises';
import { inOrder } from '../../../../src/node/training/inOrder';

const items = Array.from({ length: 20 }, (_, index) => index);

describe('inOrder', () => {
  it('gives results in order, several at once and no further ahead than allowed', async () => {
    let [running, most, farthest, taken] = [0, 0, 0, 0];
    const work = async (item: number) => {
      most = Math.max(most, ++running);
      farthest = Math.max(farthest, item - taken);
      // The later ones are ready first.
      await sleep((items.length - item) / 4);
      running--;
      return item * 10;
    };
    const results: number[] = [];
    for await (const result of inOrder(items, work, { atOnce: 3, ahead: 5 })) {
      results.push(result);
      taken++;
      if (taken === 2) await sleep(30);
    }
    assert.deepEqual(
      results,
      items.map((item) => item * 10),
    );
    assert.equal(most, 3);
    assert.ok(farthest >= 3 && farthest <= 5, String(farthest));
  });

  it('works ahead while its reader is busy', async () => {
    let done = 0;
    const work = async () => {
      done++;
    };
    const generator = inOrder(items, work, { atOnce: 2, ahead: 8 });
    await generator.next();
    await sleep(5);
    assert.equal(done, 8);
    await generator.return(undefined);
  });

  it('throws where the item that failed is asked for, and starts nothing more', async () => {
    const started: number[] = [];
    const work = async (item: number) => {
      started.push(item);
      if (item === 2) throw new Error('no');
      return item;
    };
    const results: number[] = [];
    const reading = async () => {
      for await (const result of inOrder(items, work, { atOnce: 2, ahead: 4 })) results.push(result);
    };
    await assert.rejects(reading(), /no/);
    assert.deepEqual(results, [0, 1]);
    const count = started.length;
    await sleep(5);
    assert.equal(started.length, count);
    assert.ok(count < items.length);
  });

  it('ends with nothing to do', async () => {
    assert.equal((await inOrder([], async () => 1, { atOnce: 2, ahead: 2 }).next()).done, true);
  });
});
