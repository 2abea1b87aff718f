import assert from 'node:assert/strict';
import { mkdirSync, readdirSync, renameSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Frame } from 'playwright-core';
import { openSession, type Session } from '../harness/openSession';
import { repository } from '../harness/places';
import { startCommand, untilReady } from '../harness/radstepsCommand';
import { smallProject } from '../harness/smallProject';
import { viewerStatuses } from '../harness/viewers';

describe('similar training images in VS Code', function () {
  this.timeout(180_000);
  let session: Session;
  let run: string;
  let image: string;
  const wait = { timeout: 60_000 };
  const page = async (): Promise<Frame> => {
    for (let waited = 0; waited < 60_000; waited += 200) {
      for (const frame of session.page.frames()) {
        const title = await frame.evaluate(() => document.querySelector('h1')?.textContent).catch(() => null);
        if (title === 'Similar training images') return frame;
      }
      await sleep(200);
    }
    throw new Error('The page of similar training images is not there.');
  };

  before(async () => {
    session = await openSession({ project: (await smallProject()).root });
    const runs = join(session.folder, '5-network', 'runs');
    run = readdirSync(runs).find((name) => name.includes('quick')) ?? '';
    const labels = join(session.folder, '3-data', 'labels');
    const [reader = ''] = readdirSync(labels);
    image = readdirSync(join(labels, reader)).sort()[0]?.replace('.json', '') ?? '';
    await untilReady(session);
  });
  after(() => session.close());

  it('shows an image and its neighbours with their thumbnails, and opens one in the viewer beside', async () => {
    await startCommand(session, 'radsteps.similar.show', { run, image });
    const frame = await page();
    await frame.locator('ol.similar > li').nth(11).waitFor(wait);
    await frame.locator('ol.similar > li').first().locator('img').waitFor(wait);
    await frame.waitForFunction(() => (document.querySelector<HTMLImageElement>('ol.similar img')?.naturalWidth ?? 0) > 0, null, wait);
    const names = await frame.locator('ol.similar > li .picture').evaluateAll((all) => all.map((one) => one.getAttribute('title') ?? ''));
    assert.ok(!names.includes(image), 'the image itself is not its neighbour');
    const folder = join(repository, '.cache', 'tests', 'pages');
    mkdirSync(folder, { recursive: true });
    await session.page.screenshot({ path: join(folder, 'similar-vscode.png') });
    await frame.locator('ol.similar > li').first().getByRole('button').click();
    let found = false;
    for (let waited = 0; waited < 60_000 && !found; waited += 200) {
      found = (await viewerStatuses(session)).some((status) => status.image === names[0]);
      await sleep(200);
    }
    assert.ok(found, `${names[0]} in ${JSON.stringify(await viewerStatuses(session))}`);
  });

  it('says what to do where the weights are not on this machine, and finds them when they are back', async () => {
    const weights = join(session.folder, '.radsteps', 'weights');
    renameSync(weights, `${weights}.away`);
    const frame = await page();
    await frame.getByLabel('Other patients only').check();
    await frame.getByRole('alert').filter({ hasText: 'radsteps reproduce' }).waitFor(wait);
    await frame.getByRole('button', { name: 'Reproduce the Run' }).waitFor(wait);
    renameSync(`${weights}.away`, weights);
    await frame.getByRole('button', { name: 'Try Again' }).click();
    await frame.getByText(/training images\. Similarity is the cosine/).waitFor(wait);
    await frame.getByRole('alert').waitFor({ ...wait, state: 'detached' });
  });
});
