import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { cp, mkdtemp, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Locator } from 'playwright-core';
import type { RunRecord } from '../../../src/core/experiment/runRecord';
import type { SweepRecord } from '../../../src/core/experiment/sweepRecord';
import { openSession, type Session } from '../harness/openSession';
import { temporary } from '../harness/places';
import { openPlainWindow } from '../harness/plainWindow';
import { radstepsCommand, startCommand, untilReady, waitForNotification } from '../harness/radstepsCommand';
import { radsteps, smallProject } from '../harness/smallProject';
import { treeItems } from '../harness/treeItems';
import { webviewFrame } from '../harness/webviewFrame';

const endless = { experiment: 'quick', sets: { 'train.epochs': '10000' } };

/** Presses a button of the page until the effect shows: a page that draws itself anew may swallow a click. */
async function pressUntil(button: Locator, effect: Locator): Promise<void> {
  for (let tries = 0; tries < 15 && !(await effect.first().isVisible()); tries += 1) {
    await button.click({ timeout: 3000 }).catch(() => undefined);
    await effect
      .first()
      .waitFor({ timeout: 3000 })
      .catch(() => undefined);
  }
  await effect.first().waitFor();
}

describe('watching runs in VS Code', function () {
  this.timeout(150_000);
  let session: Session;
  let films: string;
  const page = () => webviewFrame(session.page);
  const recordOf = (run: string): RunRecord => JSON.parse(readFileSync(join(session.folder, '5-network/runs', run, 'record.json'), 'utf8'));
  /** The run on the page that trains. */
  const card = () => page().locator('article.run.running');

  before(async () => {
    const project = await smallProject();
    films = project.films;
    session = await openSession({ project: project.root });
    await untilReady(session);
  });
  after(() => session.close());

  async function stopBy(button: string, words: string): Promise<string> {
    await startCommand(session, 'radsteps.training.start', endless);
    await card().waitFor();
    const run = (await card().getAttribute('data-run')) ?? '';
    const own = page().locator(`article[data-run="${run}"]`);
    await own
      .getByText(/95 % interval/)
      .first()
      .waitFor();
    await pressUntil(own.getByRole('button', { name: button }), own.getByText(words));
    return run;
  }

  it('says how to begin, and is joined by a run that begins: its curves, epochs, load and log follow', async () => {
    await radstepsCommand(session, 'radsteps.watch.show');
    await page()
      .getByText(/No run trains now\. Start a training/)
      .waitFor();
    await startCommand(session, 'radsteps.training.start', endless);
    await card().waitFor();
    const epoch = card().getByText(/^epoch \d+ of 10000$/);
    await epoch.waitFor();
    const first = await epoch.textContent();
    await page().locator('svg[aria-label^="Loss of the training"]').waitFor();
    await page().locator('svg[aria-label^="MAE (months)"]').waitFor();
    await card()
      .getByText(/^epoch \d+ of 10000$/)
      .filter({ hasNotText: first ?? '' })
      .waitFor();
    await card()
      .getByText(/images\/s/)
      .waitFor();
    await card()
      .getByText(/ left$/)
      .waitFor();
    await card()
      .getByText(/CPU \d+\.\d cores, memory \d+\.\d GB/)
      .waitFor();
    await page()
      .getByText(/\d+\.\d of \d+ cores/)
      .waitFor();
    await page()
      .getByText(/No NVIDIA GPU found here|GPU/)
      .first()
      .waitFor();
    await card()
      .locator('pre')
      .getByText(/Trains on \d+ images/)
      .waitFor();
    const run = (await card().getAttribute('data-run')) ?? '';
    const own = page().locator(`article[data-run="${run}"]`);
    await pressUntil(own.getByRole('button', { name: 'Stop and Keep Best' }), own.getByText('stopped, has weights'));
    const record = recordOf(run);
    assert.ok(record.state === 'stopped' && record.result?.weights);
    const film = readdirSync(films).filter((name) => name.endsWith('.dcm'))[0] ?? '';
    const predicted = JSON.parse(await radsteps('-C', session.folder, 'predict', run, join(films, film), '--json'));
    assert.equal(predicted.predicted, 1);
  });

  it('stops without weights, keeps ended runs on the page and opens them', async () => {
    const run = await stopBy('Stop Without Weights', 'stopped, no weights');
    const record = recordOf(run);
    assert.ok(record.state === 'stopped' && record.result !== null && record.result.weights === null && record.result.epochs > 0);
    const film = readdirSync(films).filter((name) => name.endsWith('.dcm'))[0] ?? '';
    await assert.rejects(radsteps('-C', session.folder, 'predict', run, join(films, film)), /has no weights/);
    assert.equal(await page().locator('article.run.stopped').count(), 2);
    await page().locator(`article[data-run="${run}"]`).getByRole('button', { name: 'Open Run' }).click();
    await session.page.getByRole('tab', { name: new RegExp(`Run ${run}`) }).waitFor();
  });
});

const search = `data:
  target: bone_age
image: { size: [96, 80] }
network: { filters: [8, 16] }
train: { epochs: 100, batch: 8 }
sweep:
  settings: { train.learningRate: [0.004, 0.002, 0.001, 0.0005] }
`;

describe('a sweep in VS Code', function () {
  this.timeout(420_000);
  let folder: string;
  let project: string;
  let session: Session;
  const page = () => webviewFrame(session.page);
  const sweep = () => page().locator('article.sweep');
  const button = (name: string | RegExp) => sweep().getByRole('button', { name });
  const rows = async () =>
    sweep()
      .locator('tbody tr')
      .evaluateAll((all) => all.map((row) => row.getAttribute('data-trial')));
  const git = (...words: readonly string[]) => execFileSync('git', ['-C', project, ...words], { encoding: 'utf8' });
  const recordNow = (): SweepRecord => {
    const runs = join(project, '5-network/runs');
    const [group = ''] = readdirSync(runs).filter((name) => name.endsWith('-sweep'));
    return JSON.parse(readFileSync(join(runs, group, 'sweep.json'), 'utf8'));
  };

  before(async () => {
    folder = await mkdtemp(join(temporary(), 'radsteps-swept-'));
    project = join(folder, 'project');
    await cp((await smallProject()).root, project, { recursive: true });
    writeFileSync(join(project, '5-network/experiments/search.yaml'), search);
    git('add', '.');
    git('-c', 'user.name=t', '-c', 'user.email=t@example.org', 'commit', '-qm', 'search');
    session = await openSession({ project, inPlace: true });
    await untilReady(session);
    await session.host((vscode) => vscode.commands.executeCommand('radsteps.explorer.focus').then(() => null));
  });
  after(async () => {
    await session.close();
    await rm(folder, { recursive: true, force: true, maxRetries: 5 });
  });

  it('offers the experiments, says how many runs and how long, and starts', async () => {
    await startCommand(session, 'radsteps.sweep.start');
    const quick = session.page.locator('.quick-input-widget');
    await quick.getByText('Add a sweep to quick...').waitFor();
    await quick.getByText('search', { exact: true }).click();
    await quick.getByText('Train 4 runs, one after the other').waitFor();
    await quick
      .getByText(/how long is not known: no run of search has finished yet/)
      .first()
      .waitFor();
    await session.page.keyboard.press('Enter');
    await sweep()
      .getByText(/of 4 runs done, 1 running/)
      .waitFor();
    await sweep().locator('tr.running').waitFor();
  });

  it('pauses, changes its order, and is the same after a reload of the window', async () => {
    await pressUntil(button('Pause'), button('Go On'));
    const waiting = recordNow()
      .trials.filter(({ state }) => state === 'open')
      .map(({ index }) => index);
    assert.ok(waiting.includes(3) && waiting.includes(4), JSON.stringify(waiting));
    const before = await rows();
    assert.ok(before.indexOf('3') < before.indexOf('4'), before.join());
    const moved = sweep().locator('tbody tr[data-trial="4"] + tr[data-trial="3"]');
    await pressUntil(button('Move run 4 up'), moved);
    // The workbench saves its layout every five seconds.
    await sleep(7000);
    await session.reopen();
    await untilReady(session);
    await moved.waitFor();
    assert.equal(recordNow().state, 'paused');
  });

  it('goes on after its conductor was killed, to one commit, with its runs below it in the view', async () => {
    const commits = Number(git('rev-list', '--count', 'HEAD'));
    await pressUntil(button('Go On'), button('Pause'));
    await sweep().locator('tr.running').waitFor();
    const { group, trials } = recordNow();
    const run = trials.find(({ state }) => state === 'running')?.run ?? '';
    for (const name of [group, run]) {
      const file = join(project, '.radsteps/runs', name, 'process.json');
      if (!existsSync(file)) continue;
      const { cli, trainer } = JSON.parse(readFileSync(file, 'utf8'));
      for (const pid of [cli.pid, trainer?.pid]) if (pid !== undefined) killQuietly(pid);
    }
    for (let tries = 0; tries < 20 && !(await sweep().getByText('stands still').isVisible()); tries += 1) {
      await radstepsCommand(session, 'radsteps.runs.refresh');
      await sleep(500);
    }
    await sweep()
      .getByText(/ended without a word/)
      .waitFor();
    await pressUntil(button('Go On'), button('Pause'));
    await sweep().getByText('4 of 4 runs done').waitFor({ timeout: 240_000 });
    await page().locator('article.sweep.finished').waitFor();
    await waitForNotification(
      session,
      /Sweep .* finished: best MAE .*tuning part, n = \d+ images of \d+ patients\) by run \d, chosen as the best of 4/,
    );
    const done = recordNow();
    assert.deepEqual([done.state, new Set(done.trials.map(({ run: name }) => name)).size], ['finished', 4]);
    // The commit is made after the record has ended.
    for (let tries = 0; tries < 100 && Number(git('rev-list', '--count', 'HEAD')) === commits; tries += 1) await sleep(100);
    assert.equal(Number(git('rev-list', '--count', 'HEAD')), commits + 1);
    const files = git('show', '--format=', '--name-only', 'HEAD');
    for (const { run: name } of done.trials) assert.ok(files.includes(`${name}/record.json`), files);
    await session.host((vscode) => vscode.commands.executeCommand('radsteps.runs.focus').then(() => null));
    const item = treeItems(session.page, 'Runs', 1).filter({ hasText: '4 of 4 runs done' });
    await item.first().waitFor();
    await pressUntil(item.first().locator('.monaco-tl-twistie'), treeItems(session.page, 'Runs', 2).getByText(/run 4 of 4/));
    assert.equal(await treeItems(session.page, 'Runs', 2).count(), 4);
  });

  it('ends for good after a question, with what is done in git', async () => {
    const ended = recordNow().group;
    await startCommand(session, 'radsteps.sweep.start', { experiment: 'search', atOnce: 1, sets: { 'train.epochs': '2000' } });
    const card = page().locator('article.sweep.running');
    await card.locator('tr.running').waitFor();
    // A window under test refuses questions.
    const window = await openPlainWindow(session);
    const dialog = window.page.locator('.monaco-dialog-box');
    await window.run('RadSteps: End Sweep...');
    await dialog.getByText(/it can not be gone on with/).waitFor();
    await dialog.getByRole('button', { name: 'Cancel' }).waitFor();
    await window.answer('Cancel');
    await card.locator('tr.running').waitFor();
    await window.run('RadSteps: End Sweep...');
    await dialog.waitFor();
    await window.answer('End Sweep');
    await window.page.close();
    const stopped = page().locator('article.sweep.stopped');
    await stopped.waitFor({ timeout: 90_000 });
    assert.equal(await stopped.getByRole('button', { name: 'Go On' }).count(), 0);
    const groups = readdirSync(join(project, '5-network/runs')).filter((name) => name.endsWith('-sweep') && name !== ended);
    const [group = ''] = groups;
    for (let tries = 0; tries < 300 && !git('log', '-1', '--format=%s%n%b', '--name-only').includes(group); tries += 1) await sleep(100);
    assert.ok(git('log', '-1', '--format=', '--name-only').includes(`${group}/sweep.json`));
  });
});

function killQuietly(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL');
  } catch {
    // It has ended by itself.
  }
}
