import assert from 'node:assert/strict';
import { setTimeout as sleep } from 'node:timers/promises';
import { restingWork } from '../../../src/vscode/restingWork';

describe('restingWork', () => {
  it('works at once, never twice at once, and once more for all that was noted meanwhile', async () => {
    let [begun, running] = [0, 0];
    const work = restingWork(async () => {
      begun += 1;
      running += 1;
      assert.equal(running, 1);
      await sleep(10);
      running -= 1;
    }, 20);
    work.note();
    assert.equal(begun, 1);
    for (let times = 0; times < 5; times += 1) work.note();
    await sleep(15);
    work.note();
    assert.equal(begun, 1, 'it rests');
    for (let waited = 0; waited < 1000 && begun < 2; waited += 5) await sleep(5);
    await sleep(80);
    assert.equal(begun, 2);
    work.note();
    assert.equal(begun, 3);
    work.dispose();
    work.note();
    await sleep(60);
    assert.equal(begun, 3);
  });
});
