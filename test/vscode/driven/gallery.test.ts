import assert from 'node:assert/strict';
import { mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Locator } from 'playwright-core';
import { openSession, type Session } from '../harness/openSession';
import { repository } from '../harness/places';
import { radstepsCommand, startCommand, untilReady } from '../harness/radstepsCommand';
import { smallProject } from '../harness/smallProject';
import { treeItems } from '../harness/treeItems';
import { webviewFrame } from '../harness/webviewFrame';

describe('the gallery in VS Code', () => {
  let session: Session;
  let films: string;
  const page = () => webviewFrame(session.page);
  const cells = (): Locator => page().locator('.cell:not([hidden])');
  const labels = () => join(session.folder, '3-data', 'labels');
  const thumbnails = (): readonly string[] =>
    readdirSync(join(session.folder, '.radsteps', 'cache', 'thumbnails'), { recursive: true, encoding: 'utf8' }).filter((name) =>
      name.endsWith('.webp'),
    );
  const picture = async (name: string): Promise<void> => {
    const folder = join(repository, '.cache', 'tests', 'pages');
    mkdirSync(folder, { recursive: true });
    await session.page.screenshot({ path: join(folder, `${name}.png`) });
  };

  before(async function () {
    this.timeout(120_000);
    const small = await smallProject();
    films = small.films;
    session = await openSession({ project: small.root });
    await untilReady(session);
    await session.host((vscode) => vscode.commands.executeCommand('radsteps.explorer.focus').then(() => null));
  });
  after(() => session.close());

  it('opens by the task of the images, with a thumbnail of every film that is seen', async () => {
    await treeItems(session.page, 'Steps', 2)
      .filter({ hasText: /^Images/ })
      .click();
    await session.page.locator('.tab').getByText('Dataset project').waitFor();
    await page().getByText('24 images · 12 patients').waitFor();
    await page().locator('.cell img[src]').first().waitFor();
    const shown = (await cells().count()) > 24 ? 24 : await cells().count();
    for (let waited = 0; waited < 30_000; waited += 200) {
      const widths = await page()
        .locator('.cell:not([hidden]) img')
        .evaluateAll((all) => all.map((image) => (image as HTMLImageElement).naturalWidth));
      if (widths.filter((width) => width > 90).length === shown) break;
      await session.page.waitForTimeout(200);
    }
    const sizes = await page()
      .locator('.cell:not([hidden]) img')
      .evaluateAll((all) =>
        all.map((image) => Math.max((image as HTMLImageElement).naturalWidth, (image as HTMLImageElement).naturalHeight)),
      );
    assert.deepEqual([...new Set(sizes)], [256]);
    assert.ok(thumbnails().length >= shown);
    await picture('gallery-vscode');
  });

  it('follows a label that changes on the disk', async () => {
    const first = () => page().locator('.cell[aria-posinset="1"]:not([hidden])');
    const [reader = ''] = readdirSync(labels());
    const image = await first().locator('.name').innerText();
    const file = join(labels(), reader, `${image}.json`);
    await first().getByText('final').waitFor();
    writeFileSync(file, readFileSync(file, 'utf8').replace('"final"', '"draft"'));
    await first().getByText('draft').waitFor();
    rmSync(file);
    await first().getByText('no label').waitFor();
    await page().getByRole('button', { name: 'Label none: 1 image' }).waitFor();
  });

  it('filters, keeps the filter while it is hidden, and shows what is known of an image', async () => {
    await page().locator('#query').fill('sex:F');
    await page()
      .getByText(/^\d+ of 24 images/)
      .waitFor();
    const found = await page().locator('.title [role=status]').innerText();
    await session.host((vscode) => vscode.commands.executeCommand('workbench.action.files.newUntitledFile').then(() => null));
    await startCommand(session, 'radsteps.gallery.show');
    await page().getByText(found).waitFor();
    assert.equal(await page().locator('#query').inputValue(), 'sex:F');
    await page().getByRole('listbox').focus();
    // The first may be the one that has lost its label.
    await session.page.keyboard.press('End');
    await page().getByRole('complementary', { name: 'Details' }).getByText('bone_age').waitFor();
    await page().locator('#query').fill('');
  });

  it('says where a split is missing, and follows the one that is made', async () => {
    for (const name of ['split.csv', 'split.lock']) rmSync(join(session.folder, '3-data', name));
    await page().getByText('No split yet.').waitFor();
    await page().getByRole('button', { name: 'Split by Patient' }).click();
    await page().getByText('No split yet.').waitFor({ state: 'detached' });
    await page().getByRole('heading', { name: /^Part/ }).waitFor();
  });

  it('makes a damaged thumbnail anew, and says where the file of an image has gone', async () => {
    const folder = join(session.folder, '.radsteps', 'cache', 'thumbnails');
    for (const name of thumbnails()) writeFileSync(join(folder, name), 'damaged');
    renameSync(films, `${films}.away`);
    try {
      await session.host((vscode) => vscode.commands.executeCommand('workbench.action.closeAllEditors').then(() => null));
      await startCommand(session, 'radsteps.gallery.show');
      await page().getByText('Its file is not on this machine any more').first().waitFor();
    } finally {
      renameSync(`${films}.away`, films);
    }
    await session.host((vscode) => vscode.commands.executeCommand('workbench.action.closeAllEditors').then(() => null));
    await startCommand(session, 'radsteps.gallery.show');
    await page().locator('.cell img[src]').first().waitFor();
    await session.page.waitForTimeout(1000);
    const broken = await page()
      .locator('.cell:not([hidden]) img[src]')
      .evaluateAll((all) => all.filter((image) => (image as HTMLImageElement).naturalWidth === 0).length);
    assert.equal(broken, 0);
  });

  it('follows an import', async () => {
    const more = join(session.state, 'more');
    await radstepsCommand(session, 'radsteps.images.makeFilms', { folder: more, count: 3, seed: 9 });
    await radstepsCommand(session, 'radsteps.images.import', { folder: more, labels: join(more, 'bone-age.csv') });
    await page()
      .getByText(/^27 images/)
      .waitFor();
  });

  it('ends its processes when it is closed', async () => {
    const running = (): readonly string[] =>
      readdirSync('/proc').filter((name) => {
        if (!/^\d+$/.test(name)) return false;
        try {
          const words = readFileSync(`/proc/${name}/cmdline`, 'utf8');
          return words.includes(session.folder) && /\0(gallery|thumbnails)\0/.test(words);
        } catch {
          return false;
        }
      });
    if (process.platform === 'linux') assert.ok(running().length > 0);
    await session.host((vscode) => vscode.commands.executeCommand('workbench.action.closeAllEditors').then(() => null));
    for (let waited = 0; waited < 10_000 && process.platform === 'linux' && running().length > 0; waited += 100)
      await session.page.waitForTimeout(100);
    if (process.platform === 'linux') assert.deepEqual(running(), []);
  });
});
