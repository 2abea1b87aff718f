import assert from 'node:assert/strict';
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Frame } from 'playwright-core';
import type { Label } from '../../../src/core/label/label';
import { formatLabel, parseLabel } from '../../../src/core/label/labelFile';
import { openSession, type Session } from '../harness/openSession';
import { repository } from '../harness/places';
import { startCommand, untilReady } from '../harness/radstepsCommand';
import { smallProject } from '../harness/smallProject';
import { treeItems } from '../harness/treeItems';
import { viewerStatuses } from '../harness/viewers';

describe('the agreement of readers in VS Code', () => {
  let session: Session;
  let images: readonly string[];
  const folderOf = (reader: string): string => join(session.folder, '3-data', 'labels', reader);
  const read = (reader: string, image: string): Label => parseLabel(readFileSync(join(folderOf(reader), `${image}.json`), 'utf8'), image);
  const write = (label: Label): void => {
    mkdirSync(folderOf(label.reader), { recursive: true });
    writeFileSync(join(folderOf(label.reader), `${label.image}.json`), formatLabel(label));
  };
  /** The page, once it is there: a viewer beside it is a webview, too. */
  const page = async (): Promise<Frame> => {
    for (let waited = 0; waited < 60_000; waited += 200) {
      for (const frame of session.page.frames()) {
        const title = await frame.evaluate(() => document.querySelector('h1')?.textContent).catch(() => null);
        if (title === 'Reader agreement') return frame;
      }
      await sleep(200);
    }
    throw new Error('The page about the agreement of readers is not there.');
  };
  const wait = { timeout: 60_000 };

  before(async function () {
    this.timeout(180_000);
    session = await openSession({ project: (await smallProject()).root });
    const protocol = join(session.folder, '3-data', 'protocol.md');
    const side = '  - { name: quality, title: Quality, kind: category, values: [bad, good] }\n---\n';
    writeFileSync(protocol, readFileSync(protocol, 'utf8').replace(/\n---\n/, `\n${side}`));
    const [reader = ''] = readdirSync(join(session.folder, '3-data', 'labels'));
    images = readdirSync(folderOf(reader)).map((name) => name.replace('.json', ''));
    for (const [index, image] of images.entries()) {
      const label = read(reader, image);
      const age = Number(label.categories.bone_age);
      write({ ...label, categories: { ...label.categories, quality: 'good' } });
      const other = { bone_age: index === 0 ? age + 40 : age + (index % 3), quality: index === 1 ? 'bad' : 'good' };
      write({ ...label, reader: 'ben', status: index === 2 ? 'draft' : 'final', categories: other });
    }
    await untilReady(session);
  });
  after(() => session.close());

  it('opens from the labels of the Data step, and says what it is made from', async () => {
    await session.host((vscode) => vscode.commands.executeCommand('radsteps.explorer.focus').then(() => null));
    const labels = treeItems(session.page, 'Steps', 2).filter({ hasText: /^Labels/ });
    await labels.hover();
    await labels.getByRole('button', { name: 'Show Reader Agreement' }).click();
    const frame = await page();
    await frame.getByText('24 images, 23 of them with final labels of two readers or more').waitFor(wait);
    assert.match(await frame.innerText('fieldset'), /ben\s+23 final, 1 draft/);
    await frame.getByText('ICC(2,1)').waitFor(wait);
    const folder = join(repository, '.cache', 'tests', 'pages');
    mkdirSync(folder, { recursive: true });
    await session.page.screenshot({ path: join(folder, 'agreement-vscode.png') });
  });

  it('opens the case behind a cell of the matrix in the viewer, beside the page', async () => {
    const frame = await page();
    await frame.getByRole('button', { name: /good, \w+ (bad|good): 1 image$|ben bad, \w+ good: 1 image$/ }).click();
    const image = images[1] ?? '';
    await frame.getByRole('listitem').getByText(image).waitFor(wait);
    let found = false;
    for (let waited = 0; waited < 60_000 && !found; waited += 200) {
      found = (await viewerStatuses(session)).some((status) => status.image === image);
      await sleep(200);
    }
    assert.ok(found, JSON.stringify(await viewerStatuses(session)));
    await frame.getByText('Reader agreement').waitFor(wait);
  });

  it('makes a consensus of an image on which the readers differ, and sees when its source changes', async () => {
    const frame = await page();
    await frame.getByRole('tab', { name: 'To Adjudicate (2)' }).click();
    const image = images[0] ?? '';
    await frame.getByRole('button', { name: `Decide ${image}` }).click();
    const form = frame.getByRole('group', { name: `Consensus of ${image}` });
    await form.getByText('Make Draft Consensus').click();
    await form.getByText(/"Bone age" is not decided: the readers differ/).waitFor(wait);
    await form.getByLabel('Bone age').selectOption('reader:ben');
    await form.getByText('Make Draft Consensus').click();
    await form.getByText('Written.').waitFor(wait);
    const consensus = read('consensus', image);
    assert.deepEqual(
      [consensus.status, consensus.categories],
      ['draft', { bone_age: read('ben', image).categories.bone_age, quality: 'good' }],
    );
    assert.equal(consensus.sources?.length, 2);
    const row = frame.locator('tbody', { hasText: image });
    await row.getByText('draft', { exact: true }).waitFor(wait);
    const ben = read('ben', image);
    write({ ...ben, categories: { ...ben.categories, bone_age: Number(ben.categories.bone_age) + 1 } });
    await row.getByText('stale: a source has changed').waitFor(wait);
  });

  it('makes the consensus of all that agree, and shows the same after it was hidden, and after a reload of the window', async function () {
    this.timeout(180_000);
    const frame = await page();
    await frame.getByText('Make Consensus of All That Agree').click();
    await frame.getByText('Consensus of 21 images written').waitFor(wait);
    assert.equal(readdirSync(folderOf('consensus')).length, 22);
    await session.host((vscode) => vscode.commands.executeCommand('workbench.action.closeEditorsInOtherGroups').then(() => null));
    await session.host((vscode) => vscode.commands.executeCommand('workbench.action.files.newUntitledFile').then(() => null));
    await startCommand(session, 'radsteps.agreement.show');
    const untilSame = async () => (await page()).getByRole('tab', { name: 'To Adjudicate (2)', selected: true }).waitFor(wait);
    await untilSame();
    // The workbench saves its layout every five seconds.
    await sleep(7000);
    // The host of the new window serves the driver at the same place.
    rmSync(join(session.state, 'host.sock'));
    await session.page.reload();
    await untilSame();
  });
});
