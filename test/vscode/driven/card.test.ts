import assert from 'node:assert/strict';
import { mkdirSync, readdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Frame } from 'playwright-core';
import { openSession, type Session } from '../harness/openSession';
import { repository } from '../harness/places';
import { startCommand, untilReady } from '../harness/radstepsCommand';
import { smallProject } from '../harness/smallProject';
import { viewerStatuses } from '../harness/viewers';

describe('the result card in VS Code', function () {
  this.timeout(180_000);
  let session: Session;
  let image: string;
  const wait = { timeout: 60_000 };
  const page = async (): Promise<Frame> => {
    for (let waited = 0; waited < 60_000; waited += 200) {
      for (const frame of session.page.frames()) {
        const title = await frame.evaluate(() => document.querySelector('main header p')?.textContent ?? '').catch(() => '');
        if (title.startsWith('An automatic estimate')) return frame;
      }
      await sleep(200);
    }
    throw new Error('The page of the result card is not there.');
  };

  before(async () => {
    session = await openSession({ project: (await smallProject()).root });
    const [, ...lines] = readFileSync(join(session.folder, '3-data', 'images.csv'), 'utf8').split('\n');
    image = lines[0]?.split(',')[0] ?? '';
    await untilReady(session);
  });
  after(() => session.close());

  it("asks the best run, and shows the film's thumbnail, the number, the draft, and the film in the viewer beside", async () => {
    await startCommand(session, 'radsteps.card.show', { image });
    const frame = await page();
    await frame.locator('.draft').waitFor(wait);
    await frame.waitForFunction(() => (document.querySelector<HTMLImageElement>('.own img')?.naturalWidth ?? 0) > 0, null, wait);
    const draft = await frame.locator('.draft').innerText();
    assert.match(draft, /^Bone age \(automatic estimate, sex used: (female|male)\): .+; .+\.\n/);
    assert.match(draft, /Network: run \d{8}-\d{6}-quick-/);
    assert.equal(await frame.locator('h1').innerText(), 'Bone age');
    const folder = join(repository, '.cache', 'tests', 'pages');
    mkdirSync(folder, { recursive: true });
    await session.page.screenshot({ path: join(folder, 'card-vscode.png') });
    await frame.getByRole('button', { name: 'Copy Draft' }).click();
    await frame.getByText('The draft is on the clipboard.').waitFor(wait);
    await frame.getByRole('button', { name: `Open ${image}` }).click();
    let found = false;
    for (let waited = 0; waited < 60_000 && !found; waited += 200) {
      found = (await viewerStatuses(session)).some((status) => status.image === image);
      await sleep(200);
    }
    assert.ok(found, JSON.stringify(await viewerStatuses(session)));
  });

  it('shows nothing to a blind reader who has yet to label the image', async () => {
    const local = join(session.folder, '.radsteps', 'local.yaml');
    const before = readFileSync(local, 'utf8');
    writeFileSync(local, `${before.replace(/^reader:.*$/m, 'reader: somebody-else')}\nblind: true\n`);
    const frame = await page();
    await frame.getByLabel('Sex', { exact: true }).selectOption('M');
    await frame.getByRole('alert').filter({ hasText: 'You read blind' }).waitFor(wait);
    assert.equal(await frame.locator('.draft').count(), 0);
    assert.doesNotMatch(await frame.locator('main').innerText(), /\d+ months/);
    writeFileSync(local, before);
    await frame.getByRole('button', { name: 'Try Again' }).click();
    await frame.getByText('male, chosen here').waitFor(wait);
  });

  it('says what to do where the weights are not on this machine', async () => {
    const weights = join(session.folder, '.radsteps', 'weights');
    renameSync(weights, `${weights}.away`);
    const frame = await page();
    await frame.getByLabel('Sex', { exact: true }).selectOption('F');
    await frame.getByRole('alert').filter({ hasText: 'radsteps reproduce' }).waitFor(wait);
    renameSync(`${weights}.away`, weights);
    await frame.getByRole('button', { name: 'Try Again' }).click();
    await frame.getByText('female, chosen here').waitFor(wait);
    assert.ok(readdirSync(weights).length > 0);
  });
});
