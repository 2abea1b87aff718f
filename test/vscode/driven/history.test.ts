import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Frame } from 'playwright-core';
import { formatRecord } from '../../../src/core/experiment/recordFile';
import { runFolder, runNotesFile } from '../../../src/core/project/layout';
import { generatedRecord } from '../../bench/historyFiles';
import { openSession, type Session } from '../harness/openSession';
import { repository } from '../harness/places';
import { startCommand, untilReady } from '../harness/radstepsCommand';
import { smallProject } from '../harness/smallProject';

const wait = { timeout: 60_000 };

describe('the history of runs in VS Code', () => {
  let session: Session;
  /** The commit of the other branch. */
  let others = '';
  const git = (...words: readonly string[]): string =>
    execFileSync('git', ['-c', 'user.name=Ada Reader', '-c', 'user.email=ada@example.org', ...words], {
      cwd: session.folder,
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'pipe'],
    });
  const write = (path: string, text: string): void => {
    mkdirSync(join(session.folder, path, '..'), { recursive: true });
    writeFileSync(join(session.folder, path), text);
  };
  const commitRuns = (numbers: readonly number[]): void => {
    for (const record of numbers.map(generatedRecord)) write(`${runFolder(record.run)}/record.json`, formatRecord(record));
    git('add', '5-network/runs');
    git('commit', '-q', '-m', `Runs ${numbers.join(', ')}`);
  };
  /** The page, once it is there. */
  const page = async (): Promise<Frame> => {
    for (let waited = 0; waited < 60_000; waited += 200) {
      for (const frame of session.page.frames()) {
        const isShown = await frame.evaluate(() => document.querySelector('main.history') !== null).catch(() => false);
        if (isShown) return frame;
      }
      await sleep(200);
    }
    throw new Error('The page of the history is not there.');
  };
  const untilSays = async (words: RegExp): Promise<void> => (await page()).locator('.title [role=status]').getByText(words).waitFor(wait);

  before(async function () {
    this.timeout(180_000);
    session = await openSession({ project: (await smallProject()).root });
    git('checkout', '-q', '-B', 'main');
    commitRuns([1, 2, 3]);
    git('checkout', '-q', '-b', 'other');
    commitRuns([4, 5]);
    others = git('rev-parse', 'HEAD').trim();
    git('checkout', '-q', 'main');
    await untilReady(session);
    await session.host((vscode) => vscode.commands.executeCommand('radsteps.runs.focus').then(() => null));
  });
  after(() => session.close());

  it('opens by its button above the runs, with the runs of this branch', async () => {
    const title = session.page.locator('.pane-header', { hasText: 'Runs' }).first();
    const tab = session.page.locator('.tab').getByText('History project');
    for (let tries = 0; tries < 10 && !(await tab.isVisible()); tries += 1) {
      await title.hover();
      await title
        .getByRole('button', { name: 'Show History of Runs' })
        .click({ timeout: 3000 })
        .catch(() => undefined);
      await tab.waitFor({ timeout: 4000 }).catch(() => undefined);
    }
    await untilSays(/ 4 runs$/);
    const folder = join(repository, '.cache', 'tests', 'pages');
    mkdirSync(folder, { recursive: true });
    await session.page.screenshot({ path: join(folder, 'history-vscode.png') });
  });

  it('filters, and keeps a star in a file of its own', async () => {
    const frame = await page();
    const { run } = generatedRecord(2);
    await frame.locator('#filter').fill('search-2 auc > 0');
    await untilSays(/ 1 of 4 runs$/);
    await frame.locator('.line.run button.star').click();
    const file = join(session.folder, runNotesFile(run));
    for (let waited = 0; waited < 30_000 && !existsSync(file); waited += 100) await sleep(100);
    assert.equal(readFileSync(file, 'utf8'), 'starred: true\n');
    write(runNotesFile(run), 'starred: true\ntags:\n  - by-hand\n');
    await frame.locator('.line.run').getByText('by-hand').waitFor(wait);
    await frame.locator('#filter').fill('');
    await untilSays(/ 4 runs$/);
  });

  it('is right after a checkout, and shows the runs of all branches without one', async () => {
    const frame = await page();
    git('branch', '-f', 'other', others);
    git('checkout', '-q', 'other');
    await untilSays(/ 6 runs$/);
    git('checkout', '-q', 'main');
    await untilSays(/ 4 runs$/);
    await frame.getByLabel('All branches and tags').check();
    await untilSays(/ 6 runs$/);
    await frame.locator('.line.run', { hasText: 'other' }).first().waitFor(wait);
    git('branch', '-q', '-D', 'other');
    await untilSays(/ 4 runs$/);
    await frame.getByLabel('All branches and tags').uncheck();
  });

  it('is right after a pull and after a rebase', async () => {
    const before = git('rev-parse', 'HEAD').trim();
    const other = mkdtempSync(join(tmpdir(), 'radsteps-pulled-'));
    try {
      // A colleague's clone gets a run that is then pulled.
      git('clone', '-q', session.folder, other);
      const { run } = generatedRecord(6);
      mkdirSync(join(other, runFolder(run)), { recursive: true });
      writeFileSync(join(other, runFolder(run), 'record.json'), formatRecord(generatedRecord(6)));
      git('-C', other, 'add', '5-network');
      git('-C', other, 'commit', '-q', '-m', 'Run 6');
      git('checkout', '-q', '-b', 'work');
      commitRuns([7]);
      await untilSays(/ 5 runs$/);
      git('checkout', '-q', 'main');
      git('pull', '-q', '--ff-only', other, 'main');
      await untilSays(/ 5 runs$/);
      await (await page()).locator('.line.run', { hasText: 'search-6' }).first().waitFor(wait);
      git('checkout', '-q', 'work');
      git('rebase', '-q', 'main');
      await untilSays(/ 6 runs$/);
    } finally {
      rmSync(other, { recursive: true, force: true });
    }
    git('checkout', '-q', 'main');
    git('reset', '-q', '--hard', before);
    git('branch', '-q', '-D', 'work');
    await untilSays(/ 4 runs$/);
  });

  it('marks a damaged record with its reason', async () => {
    const { run } = generatedRecord(3);
    write(`${runFolder(run)}/record.json`, '{');
    const frame = await page();
    await frame.getByText('Its record.json is damaged: it is not JSON').first().waitFor(wait);
    git('checkout', '-q', '--', '5-network/runs');
    await frame.locator('.line.damaged').waitFor({ state: 'detached', ...wait });
  });

  it('compares the selected runs, or says that this can not be done, and opens one', async () => {
    const frame = await page();
    await frame.locator('.line.run').nth(1).click();
    await frame
      .locator('.line.run')
      .nth(2)
      .click({ modifiers: ['Control'] });
    const can = await session.host((vscode) =>
      vscode.commands.getCommands(true).then((commands) => commands.includes('radsteps.compare.show')),
    );
    await frame.getByRole('button', { name: 'Compare' }).click();
    if (can)
      await session.page
        .locator('.tab')
        .getByText(/Compar/)
        .first()
        .waitFor(wait);
    else await frame.getByText("This version of RadSteps can't compare runs from here yet.").waitFor(wait);
    await startCommand(session, 'radsteps.history.show');
    const again = await page();
    await again.locator('.line.run').nth(1).dblclick();
    await session.page
      .locator('.tab')
      .getByText(/^Run 2026/)
      .first()
      .waitFor(wait);
  });

  it('returns after a reload of the window with its filter', async function () {
    this.timeout(180_000);
    await session.host((vscode) => vscode.commands.executeCommand('workbench.action.closeAllEditors').then(() => null));
    await startCommand(session, 'radsteps.history.show');
    const frame = await page();
    await frame.locator('#filter').fill('starred:yes');
    await untilSays(/ 1 of 4 runs$/);
    // The workbench saves its layout every five seconds.
    await sleep(7000);
    await session.reopen();
    await untilSays(/ 1 of 4 runs$/);
    assert.equal(await (await page()).locator('#filter').inputValue(), 'starred:yes');
  });
});
