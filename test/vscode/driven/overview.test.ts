import assert from 'node:assert/strict';
import { appendFileSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Frame } from 'playwright-core';
import { openSession, type Session } from '../harness/openSession';
import { repository } from '../harness/places';
import { startCommand, untilReady } from '../harness/radstepsCommand';
import { smallProject } from '../harness/smallProject';
import { treeItems } from '../harness/treeItems';

const pictures = join(repository, '.cache', 'tests', 'pages');
const wait = { timeout: 60_000 };

describe('the overview of a project in VS Code', function () {
  this.timeout(180_000);
  let session: Session;
  const overview = async (): Promise<Frame> => {
    for (let waited = 0; waited < 60_000; waited += 50) {
      for (const frame of session.page.frames()) {
        const found = await frame.evaluate(() => document.querySelector('.kicker')?.textContent).catch(() => null);
        if (found === 'Project overview') return frame;
      }
      await sleep(50);
    }
    throw new Error('The overview is not there.');
  };
  const activeFile = () => session.host((vscode) => vscode.window.activeTextEditor?.document.uri.path ?? '');
  const until = async (what: string, isSo: () => Promise<boolean>): Promise<void> => {
    for (let waited = 0; waited < 60_000; waited += 200) {
      if (await isSo()) return;
      await sleep(200);
    }
    throw new Error(`Not within a minute: ${what}`);
  };
  const change = (file: string, from: string | RegExp, to: string): void => {
    const path = join(session.folder, file);
    writeFileSync(path, readFileSync(path, 'utf8').replace(from, to));
  };

  before(async () => {
    mkdirSync(pictures, { recursive: true });
    session = await openSession({
      project: (await smallProject()).root,
      viewport: { width: 1500, height: 1250 },
      settings: { 'radsteps.overview.openAtFirst': true },
    });
    await untilReady(session);
  });
  after(() => session.close());

  it('opens by itself with a project that this workspace sees for the first time, with steps, people, data, run and problems', async () => {
    const page = await overview();
    await page.locator('.runs-figure svg').waitFor(wait);
    await page.getByText(/24 images of \d+ patients in 24 studies/).waitFor(wait);
    await page
      .getByText(/MAE \d/)
      .first()
      .waitFor(wait);
    await page.getByText('tuning part, n =').waitFor(wait);
    await page.locator('#problems ~ .counts, #problems ~ p').first().waitFor(wait);
    assert.equal(await page.locator('.steps > li').count(), 7);
    await page.getByText('What is the bone age, in months').waitFor(wait);
    await session.page.screenshot({ path: join(pictures, 'overview-vscode.png') });
  });

  it('is drawn soon after its command', async () => {
    await session.host((vscode) => vscode.commands.executeCommand('workbench.action.closeAllEditors').then(() => null));
    const took: number[] = [];
    const first: number[] = [];
    for (let tried = 0; tried < 3; tried += 1) {
      const begun = Date.now();
      await startCommand(session, 'radsteps.overview.show');
      const page = await overview();
      const drawn = await page
        .waitForFunction(() => performance.getEntriesByName('overview-drawn')[0]?.startTime, null, wait)
        .then((handle) => handle.jsonValue());
      const origin = await page.evaluate(() => performance.timeOrigin);
      took.push(Math.round(origin + Number(drawn) - begun));
      const skeleton = await page.evaluate(() => performance.getEntriesByName('overview-skeleton')[0]?.startTime ?? 0);
      first.push(Math.round(origin + skeleton - begun));
      await session.host((vscode) => vscode.commands.executeCommand('workbench.action.closeAllEditors').then(() => null));
    }
    console.log(`      command to skeleton: ${first.join(', ')} ms, to the frame with the head: ${took.join(', ')} ms`);
    // The machine of the tests is shared; what is measured is printed.
    assert.ok(Math.min(...took) < 1500, took.join(', '));
  });

  it('opens a task by a click on its step, and the run by its name', async () => {
    await startCommand(session, 'radsteps.overview.show');
    let page = await overview();
    await page.locator('.steps > li button').nth(3).click();
    await until('kit.yaml is open', async () => (await activeFile()).endsWith('/4-kit/kit.yaml'));
    await startCommand(session, 'radsteps.overview.show');
    page = await overview();
    const [run = ''] = readdirSync(join(session.folder, '5-network', 'runs'));
    await page.getByRole('button', { name: run }).click();
    await until('the page of the run is open', async () =>
      (await session.page.locator('.tab.active').allInnerTexts()).join().includes('quick'),
    );
  });

  it('follows the files', async () => {
    await startCommand(session, 'radsteps.overview.show');
    const page = await overview();
    change('1-problem/problem.yaml', /question: .*/, 'question: How old is this hand?');
    await page.getByText('How old is this hand?').waitFor(wait);
    change('2-team/team.yaml', '"TODO: who programs and trains?"', 'Ben Builder');
    await page.getByText('Ben Builder').waitFor(wait);
    appendFileSync(join(session.folder, '3-data', 'split.csv'), 'P-NOBODY,train\n');
    await page
      .getByText(/is not the split that/)
      .first()
      .waitFor(wait);
    await page.locator('.count.error').waitFor(wait);
    await session.page.screenshot({ path: join(pictures, 'overview-vscode-changed.png') });
  });

  it('has the next task on top of the steps, which opens it', async () => {
    await session.host((vscode) => vscode.commands.executeCommand('radsteps.explorer.focus').then(() => null));
    const rows = treeItems(session.page, 'Steps', 1);
    await rows.filter({ hasText: /^Next: Question, comparator and success/ }).waitFor(wait);
    assert.match((await rows.first().textContent()) ?? '', /^Next: Question, comparator and success/);
    assert.equal(await rows.count(), 8);
    await rows.first().click();
    await until('problem.yaml is open', async () => (await activeFile()).endsWith('/1-problem/problem.yaml'));
  });

  it("shows one person's tasks on a click, also after a reload, and all again", async () => {
    // The small project's reader leads; with others for the other roles, theirs are not the lead's any more.
    for (const [question, name] of [
      ['who knows PACS and network?', 'Ivy Wire'],
      ['who plans the numbers? Ask before collecting, not after.', 'Sam Count'],
      ['who is responsible for data protection?', 'Dora Guard'],
      ['who keeps key and test labels, and does not train?', 'Kim Keeper'],
    ])
      change('2-team/team.yaml', `"TODO: ${question}"`, name ?? '');
    await startCommand(session, 'radsteps.explorer.showMine');
    const rows = treeItems(session.page, 'Steps', 1);
    const step = (text: RegExp) => rows.filter({ hasText: text });
    await step(/^4 Kit/).waitFor({ ...wait, state: 'detached' });
    await step(/^1 Problem/).waitFor(wait);
    await session.page.getByText('mine: tester').first().waitFor(wait);
    await session.page.screenshot({ path: join(pictures, 'explorer-mine.png') });
    await session.reopen();
    await untilReady(session);
    await session.host((vscode) => vscode.commands.executeCommand('radsteps.explorer.focus').then(() => null));
    await step(/^1 Problem/).waitFor(wait);
    assert.equal(await step(/^4 Kit/).count(), 0);
    await startCommand(session, 'radsteps.explorer.showAll');
    await step(/^4 Kit/).waitFor(wait);
  });

  it('asks for roles where the team names nobody, and says so', async () => {
    change('2-team/team.yaml', /^ *reader: .*\n/m, '');
    await startCommand(session, 'radsteps.explorer.showMine');
    const input = session.page.locator('.quick-input-widget:visible');
    await input.getByText('Who Are You?').waitFor(wait);
    await input.getByText('Sam Count').click();
    const rows = treeItems(session.page, 'Steps', 1);
    await rows.filter({ hasText: /^Next: (Agreement of readers|Enough patients|Acceptance)/ }).waitFor(wait);
    await session.page.getByText('mine: Sam Count').first().waitFor(wait);
    writeFileSync(
      join(session.folder, '2-team', 'team.yaml'),
      readFileSync(join(repository, 'templates', 'bone-age', '2-team', 'team.yaml'), 'utf8').replace('{{reader}}', 'zoe'),
    );
    await startCommand(session, 'radsteps.explorer.chooseMe');
    await input.getByText('Which Roles Are Yours?').waitFor(wait);
    await input.getByText('statistician', { exact: true }).click();
    await session.page.keyboard.press('Enter');
    await session.page.getByText(/names nobody yet: these are the tasks of statistician/).waitFor(wait);
  });
});
