import assert from 'node:assert/strict';
import { mkdtemp, readdir, rm, utimes } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openFeatures } from '../../../../src/node/run/featureCache';

const hash = (index: number) => index.toString(16).padStart(64, '0');

describe('the cache of features', () => {
  let folder = '';
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'radsteps-features-'));
  });
  afterEach(() => rm(folder, { recursive: true, force: true }));

  const put = async (key: string, limit?: number) => {
    const cache = await openFeatures(folder, key, 2, limit);
    for (let index = 0; index < 10; index++) cache.features.set(hash(index), Float32Array.of(index, -index / 3));
    await cache.keep();
  };

  it('gives back what was kept under its key, and nothing for another key or length', async () => {
    await put('weights a');
    assert.deepEqual((await openFeatures(folder, 'weights a', 2)).features.get(hash(7)), Float32Array.of(7, -7 / 3));
    assert.equal((await openFeatures(folder, 'weights b', 2)).features.size, 0);
    assert.equal((await openFeatures(folder, 'weights a', 3)).features.size, 0);
  });

  it('removes what was not used for longest where all of it would be too large', async () => {
    await put('old');
    const [old = ''] = await readdir(folder);
    await utimes(join(folder, old), 1, 1);
    await put('newer');
    assert.equal((await readdir(folder)).length, 2);
    // One file has 416 bytes.
    await put('newest', 900);
    assert.equal((await readdir(folder)).length, 2);
    assert.equal((await openFeatures(folder, 'old', 2)).features.size, 0);
    assert.equal((await openFeatures(folder, 'newest', 2)).features.size, 10);
    await put('alone', 1);
    assert.deepEqual((await readdir(folder)).length, 1);
  });
});
