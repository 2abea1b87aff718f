import assert from 'node:assert/strict';
import { ActiveTime } from '../../../../../webviews/viewer/labels/activeTime';

describe('the time that a reader is at work', () => {
  let told: number;
  let isWatched: boolean;
  let time: ActiveTime;
  beforeEach(() => {
    [told, isWatched] = [0, true];
    time = new ActiveTime(
      () => isWatched,
      (ms) => {
        told += ms;
      },
      1000,
    );
  });

  it('passes while the page is watched', () => {
    for (let now = 2000; now <= 6000; now += 1000) time.flush(now);
    assert.equal(told, 5000);
    isWatched = false;
    time.flush(9000);
    assert.equal(told, 5000);
    isWatched = true;
    time.flush(10_000);
    assert.equal(told, 6000);
  });

  it('ends a minute after the last sign of life, and goes on with the next', () => {
    for (let now = 2000; now <= 121_000; now += 1000) time.flush(now);
    assert.equal(told, 60_000);
    time.note(121_500);
    time.flush(122_000);
    assert.ok(told <= 61_000 && told >= 60_500, String(told));
    time.flush(123_000);
    assert.ok(told <= 62_000, String(told));
  });

  it('counts no pause between two signs as work where nobody told in between', () => {
    time.note(500_000);
    time.flush(501_000);
    assert.ok(told <= 61_000, String(told));
  });
});
