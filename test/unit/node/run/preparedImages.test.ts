import assert from 'node:assert/strict';
import { readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import sharp from 'sharp';
import { experimentDefaults } from '../../../../src/core/experiment/experimentDefaults';
import type { Progress } from '../../../../src/core/progress';
import { imageFiles } from '../../../../src/node/dataset/readDataset';
import { openPreparedImages } from '../../../../src/node/run/preparedImages';
import { preparePixels } from '../../../../src/node/training/preparePixels';
import { isolatedGit } from '../../../fixtures/temporaryRepository';
import { discProject } from './discProject';

const settings = { ...experimentDefaults.image, size: [16, 16] as const };
const never = new AbortController().signal;

describe('the images that are predicted', () => {
  const folder = isolatedGit();

  it("come from the cache where they are the project's own, and from their file where it changed or is foreign", async () => {
    const { root } = await discProject(folder());
    const [first = '', second = '', third = ''] = [...(await imageFiles(root)).values()];
    const open = async (report: Progress[] = []) =>
      openPreparedImages(root, [first, second, third], settings, (progress) => report.push(progress), never);
    const pixelsOf = async (file: string) => {
      const images = await open();
      return images.prepare({ name: 'x', file, inputs: [] }).finally(images.close);
    };
    assert.deepEqual(await pixelsOf(first), await preparePixels(first, settings));

    // All three are in the cache now.
    const report: Progress[] = [];
    await (await open(report)).close();
    assert.deepEqual(report, [{ phase: 'Preparing', done: 3, total: 3 }]);
    const before = await preparePixels(second, settings);
    await writeFile(
      second,
      await sharp({ create: { width: 40, height: 30, channels: 3, background: '#fff' } })
        .png()
        .toBuffer(),
    );
    const changed = await pixelsOf(second);
    assert.deepEqual(changed, await preparePixels(second, settings));
    assert.notDeepEqual(changed, before);

    const foreign = join(folder(), 'foreign.png');
    await writeFile(foreign, await readFile(third));
    assert.deepEqual(await pixelsOf(foreign), await preparePixels(third, settings));
    await writeFile(foreign, 'no image');
    await assert.rejects(pixelsOf(foreign));
    await rm(first);
    await assert.rejects(pixelsOf(first));
    assert.equal((await readdir(join(root, '.radsteps/cache'))).length, 1);
  });
});
