import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { cpSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Frame } from 'playwright-core';
import { formatPredictions, type PredictionRow } from '../../../src/core/experiment/predictionTable';
import { isRunName } from '../../../src/core/experiment/runName';
import { openSession, type Session } from '../harness/openSession';
import { repository } from '../harness/places';
import { startCommand, untilReady } from '../harness/radstepsCommand';
import { smallProject } from '../harness/smallProject';
import { treeItems } from '../harness/treeItems';

describe('comparing runs in VS Code', function () {
  this.timeout(180_000);
  let session: Session;
  let first = '';
  const [second, third] = ['20300101-000000-second-0002', '20300101-000000-third-0003'];
  const folderOf = (run: string): string => join(session.folder, '5-network', 'runs', run);
  const git = (...words: readonly string[]) =>
    execFileSync('git', ['-c', 'user.name=Ada', '-c', 'user.email=ada@example.org', '-C', session.folder, ...words], { encoding: 'utf8' });
  const wait = { timeout: 60_000 };
  /** The page once its table names these runs; other pages are webviews, too. */
  const page = async (...runs: readonly string[]): Promise<Frame> => {
    for (let waited = 0; waited < 60_000; waited += 200) {
      for (const frame of session.page.frames()) {
        const names = await frame
          .locator('table.runs button')
          .evaluateAll((all) => all.map((one) => one.getAttribute('aria-label')))
          .catch(() => []);
        if (names.length === runs.length && runs.every((run) => names.some((name) => name === `Open run ${run}`))) return frame;
      }
      await sleep(200);
    }
    throw new Error(`The page that compares ${runs.join(' and ')} is not there.`);
  };
  /** Gives a run predictions of all images of the project that are off by so many months, since its own tuning part has too few patients for a verdict. */
  const predict = (run: string, off: number): void => {
    const images = readFileSync(join(session.folder, '3-data', 'images.csv'), 'utf8')
      .trimEnd()
      .split('\n')
      .slice(1);
    const rows = images.map((line, index): PredictionRow => {
      const [image = '', patient = ''] = line.split(',');
      const label = 60 + index;
      return { ...{ image, patient, label, probabilities: [], problem: '' }, prediction: label + off * (1 + (index % 3) / 10) };
    });
    writeFileSync(join(folderOf(run), 'predictions.csv'), formatPredictions(rows, []));
  };
  /** A run as it would be after another training: of another learning rate. */
  const copyRun = (run: string, learningRate: number): void => {
    cpSync(folderOf(first), folderOf(run), { recursive: true });
    const record = JSON.parse(readFileSync(join(folderOf(run), 'record.json'), 'utf8'));
    record.run = run;
    record.settings.train.learningRate = learningRate;
    writeFileSync(join(folderOf(run), 'record.json'), JSON.stringify(record, null, 2));
  };

  before(async () => {
    session = await openSession({ project: (await smallProject()).root });
    first = readdirSync(join(session.folder, '5-network', 'runs')).find(isRunName) ?? '';
    predict(first, 20);
    copyRun(third, 0.5);
    predict(third, 60);
    git('checkout', '-q', '-b', 'wider');
    git('add', '-A', '5-network/runs');
    git('commit', '-q', '-m', 'A run of another branch');
    git('checkout', '-q', '-');
    assert.ok(!readdirSync(join(session.folder, '5-network', 'runs')).includes(third));
    predict(first, 20);
    copyRun(second, 0.25);
    predict(second, 40);
    await untilReady(session);
  });
  after(() => session.close());

  it('compares the runs that are selected in the view of runs, with the verdict first', async () => {
    await session.host((vscode) => vscode.commands.executeCommand('radsteps.explorer.focus').then(() => null));
    const runs = treeItems(session.page, 'Runs', 1);
    await runs.nth(1).waitFor();
    const entry = session.page.getByRole('menuitem', { name: 'Compare Runs...' });
    const selected = session.page.locator('[role="tree"][aria-label="Runs"] [role="treeitem"][aria-selected="true"]');
    const tab = session.page.locator('.tab').getByText('Compare 2 Runs');
    // The first click also opens the run's page, and a run that is found meanwhile draws the tree anew: both may undo the selection or close the menu.
    for (let tries = 0; tries < 10 && !(await tab.isVisible()); tries += 1) {
      await session.page.keyboard.press('Escape');
      await runs.nth(0).click();
      await runs.nth(1).click({ modifiers: ['ControlOrMeta'] });
      await sleep(500);
      if ((await selected.count()) !== 2) continue;
      await runs.nth(1).click({ button: 'right' });
      await entry.click({ timeout: 4000 }).catch(() => undefined);
      await tab.waitFor({ timeout: 8000 }).catch(() => undefined);
    }
    const frame = await page(first, second);
    await frame.getByText('months of MAE, 95 % interval').first().waitFor(wait);
    assert.match(await frame.innerText('.verdicts'), /is (better|worse) than/);
    await frame.getByText('Importance needs at least 10 runs with MAE').waitFor(wait);
    const folder = join(repository, '.cache', 'tests', 'pages');
    mkdirSync(folder, { recursive: true });
    await session.page.screenshot({ path: join(folder, 'compare-vscode.png') });
  });

  it('opens an image, and follows the files of its runs', async () => {
    const frame = await page(first, second);
    const tabs = () => session.host((vscode) => vscode.window.tabGroups.all.flatMap(({ tabs: all }) => all).length);
    const before = await tabs();
    await frame.getByRole('radio', { name: `Hold the others against ${second}` }).check();
    await frame
      .getByText(/second-0002$/)
      .first()
      .waitFor(wait);
    predict(first, 90);
    await frame
      .locator('.verdict.worse')
      .getByText(/by \d+\.\d months of MAE, 95 % interval/)
      .waitFor(wait);
    await frame.locator('#image-0').click();
    for (let waited = 0; waited < 60_000 && (await tabs()) <= before; waited += 200) await sleep(200);
    assert.ok((await tabs()) > before, 'the image has a tab of its own');
  });

  it('compares a run that only another branch has, and is there again after a reload of the window', async () => {
    await startCommand(session, 'radsteps.compare.show', { runs: [first, second, third] });
    const frame = await page(first, second, third);
    await frame.getByRole('cell', { name: 'wider' }).waitFor(wait);
    assert.equal(await frame.locator('svg.coordinates .line').count(), 3);
    await frame.getByRole('radio', { name: `Hold the others against ${third}` }).check();
    await frame
      .getByText(/third-0003$/)
      .first()
      .waitFor(wait);
    await frame.locator('.verdict', { hasText: 'is better than' }).first().waitFor(wait);
    // The workbench saves its layout every five seconds.
    await sleep(7000);
    rmSync(join(session.state, 'host.sock'), { force: true });
    await session.page.reload();
    const again = await page(first, second, third);
    await again.locator('.verdict', { hasText: 'third-0003' }).first().waitFor(wait);
    assert.ok(await again.getByRole('radio', { name: `Hold the others against ${third}` }).isChecked());
  });
});
