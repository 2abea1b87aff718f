import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Experiment } from '../../../../src/core/experiment/experiment';
import { experimentDefaults } from '../../../../src/core/experiment/experimentDefaults';
import type { BoxMark } from '../../../../src/core/label/label';
import type { Batch, BatchSource, Example } from '../../../../src/node/training/batches';
import { type BatchFeed, openBatchFeed, usualRule } from '../../../../src/node/training/batchFeed';
import { openPackedCache, type PackedImages } from '../../../../src/node/training/packedCache';
import { discJob } from './discJob';

const atOnce = { mostThreads: 2, waited: 0, share: 0 };
const never = { ...atOnce, mostThreads: 0 };
const augment = { ...experimentDefaults.augment, flip: true, shift: 0.1, rotate: 10, noise: 0.02, blur: 1, cutOut: 0.3 };
const pause = (milliseconds: number) => new Promise((resolve) => setTimeout(resolve, milliseconds));

describe('the batch feed', function () {
  this.timeout(60000);
  let folder = '';
  let cache: PackedImages;
  let examples: readonly Example[];
  let experiment: Experiment;
  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'radsteps-feed-'));
    const job = await discJob(folder, { train: 24, tuning: 0, augment, settings: { batch: 5, epochs: 3 } });
    experiment = job.experiment;
    const quiet = { progress: () => {}, warn: assert.fail };
    cache = await openPackedCache(job.out.cache, job.train, experiment.image, quiet, new AbortController().signal);
    examples = job.train.map((image) => ({ ...image, expected: [image.target], weight: 1, group: 0 }));
  });
  after(async () => {
    await cache.close();
    await rm(folder, { recursive: true, force: true });
  });

  const feeds: BatchFeed[] = [];
  afterEach(() => Promise.all(feeds.splice(0).map((feed) => feed.close())));

  function open(rule = usualRule, from: Partial<Pick<BatchSource, 'examples' | 'plan'>> = {}): BatchFeed {
    const feed = openBatchFeed({ examples, experiment, cache, ...from }, rule);
    feeds.push(feed);
    return feed;
  }

  /** Takes whole epochs, waiting for `started` threads, one after each batch; how many threads there were at each batch is noted. */
  async function collect(feed: BatchFeed, epochs: readonly number[], started = 0) {
    const batches: Batch[] = [];
    const threads: number[] = [];
    for (const epoch of epochs) {
      for await (const batch of feed.epoch(epoch)) {
        batches.push(batch);
        threads.push(feed.threads());
        while (feed.threads() < Math.min(started, batches.length - 1)) await pause(5);
      }
    }
    await feed.close();
    return { batches, threads };
  }

  it('gives the same batches in the same order from no, one and two threads', async () => {
    const alone = await collect(open(never), [1, 2, 3]);
    assert.deepEqual(
      alone.batches.map(({ size }) => size),
      [5, 5, 5, 5, 4, 5, 5, 5, 5, 4, 5, 5, 5, 5, 4],
    );
    assert.ok(alone.threads.every((count) => count === 0));
    for (const mostThreads of [1, 2]) {
      const { batches, threads } = await collect(open({ ...atOnce, mostThreads }), [1, 2, 3], mostThreads);
      assert.equal(Math.max(...threads), mostThreads);
      assert.deepEqual(batches, alone.batches);
    }
  });

  it('draws the targets of boxes and masks in threads, too', async () => {
    const [rows, columns] = experiment.image.size;
    const drawn = examples.map((example, index): Example => {
      const from = [2 + (index % 5), 3] as const;
      const box: BoxMark = { id: 'a', kind: 'box', name: 'disc', from, to: [from[0] + 6, 12] };
      return { ...example, size: { rows, columns }, marks: [box] };
    });
    for (const [task, channels] of [
      ['detection', 5],
      ['segmentation', 1],
    ] as const) {
      const shape = task === 'detection' ? [channels, rows / 4, columns / 4] : [channels, rows, columns];
      const from = { examples: drawn, plan: { task, image: experiment.image, shape } };
      const alone = await collect(open(never, from), [1, 2]);
      assert.deepEqual(alone.batches[0]?.inputs.target?.dims, [5, ...shape]);
      const { batches, threads } = await collect(open({ ...atOnce, mostThreads: 1 }, from), [1, 2], 1);
      assert.equal(Math.max(...threads), 1);
      assert.deepEqual(batches, alone.batches);
    }
  });

  it('starts anywhere, and again after an epoch that was left', async () => {
    const alone = await collect(open(never), [2, 3]);
    const feed = open({ ...atOnce, mostThreads: 1 });
    let taken = 0;
    for await (const _ of feed.epoch(1)) {
      // The first batch asks for a thread, and the third was prepared by it.
      while (taken === 1 && feed.threads() === 0) await pause(5);
      if (++taken === 3) break;
    }
    assert.equal(feed.threads(), 1);
    assert.deepEqual((await collect(feed, [2, 3])).batches, alone.batches);
  });

  it('prepares in the loop by itself where that costs little', async () => {
    const { threads } = await collect(open(), [1, 2, 3]);
    assert.ok(threads.every((count) => count === 0));
  });

  it('passes on what goes wrong in a thread, and ends its threads', async () => {
    const broken = examples.map((example, index) => (index === 3 ? { ...example, sha256: '0'.repeat(64) } : example));
    for (const rule of [never, atOnce]) {
      const feed = open(rule, { examples: broken });
      await assert.rejects(collect(feed, [1, 2, 3], rule.mostThreads), /An image was asked for that is not in the cache\./);
      await feed.close();
      assert.equal(feed.threads(), 0);
    }
  });
});
