import assert from 'node:assert/strict';
import { execFileSync, spawn } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, readFileSync } from 'node:fs';
import { cp, mkdtemp, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { RunRecord } from '../../../src/core/experiment/runRecord';
import { openSession, type Session } from '../harness/openSession';
import { repository, temporary } from '../harness/places';
import { radstepsCommand, startCommand, untilReady, waitForNotification } from '../harness/radstepsCommand';
import { radsteps, smallProject } from '../harness/smallProject';
import { treeItems } from '../harness/treeItems';
import { webviewFrame } from '../harness/webviewFrame';

type Trained = { readonly record: RunRecord; readonly commit: { readonly state: string } };

const pictures = join(repository, '.cache', 'tests', 'pictures');
const endless = { experiment: 'quick', sets: { 'train.epochs': '10000' } };

const recordsOf = (project: string): readonly RunRecord[] => {
  const runs = join(project, '5-network', 'runs');
  // A run that just begins has its folder a moment before its record.
  const files = existsSync(runs) ? readdirSync(runs).map((run) => join(runs, run, 'record.json')) : [];
  return files.filter((file) => existsSync(file)).map((file) => JSON.parse(readFileSync(file, 'utf8')));
};
const runningIn = (project: string) => recordsOf(project).find(({ state }) => state === 'running');

async function until<T>(look: () => T | undefined | false, what: string): Promise<T> {
  for (let waited = 0; waited < 60_000; waited += 100) {
    const found = look();
    if (found) return found;
    await sleep(100);
  }
  throw new Error(`Waited a minute for ${what}.`);
}

describe('training in VS Code', function () {
  this.timeout(120_000);
  let session: Session;
  const status = () =>
    session.page.locator('.statusbar-item[id="radsteps.radsteps.radsteps.training"], .statusbar-item').filter({ hasText: 'RadSteps' });
  const runs = () => treeItems(session.page, 'Runs', 1);
  const picture = (name: string) => session.page.screenshot({ path: join(pictures, `${name}.png`) });

  before(async () => {
    mkdirSync(pictures, { recursive: true });
    session = await openSession({ project: (await smallProject()).root });
    await untilReady(session);
    await session.host((vscode) => vscode.commands.executeCommand('radsteps.explorer.focus').then(() => null));
  });
  after(() => session.close());

  it('shows the metric in status bar, view and page while it runs, and stops politely', async () => {
    await startCommand(session, 'radsteps.training.start', endless);
    await status()
      .getByText(/quick \d+\/10000 · MAE \d+(\.\d+)? months/)
      .waitFor();
    const run = runningIn(session.folder)?.run;
    assert(run, 'its record is on the disk');
    await runs()
      .first()
      .getByText(/\d+\/10000 · MAE/)
      .waitFor();
    await radstepsCommand(session, 'radsteps.runPage.open', { run });
    const page = webviewFrame(session.page);
    await page.getByText(/Epoch \d+\/10000 · MAE/).waitFor();
    const first = await page.getByText(/Epoch \d+\/10000/).textContent();
    await page.locator('svg[role=img]').first().waitFor();
    await picture('training');
    await page
      .getByText(/Epoch \d+\/10000/)
      .filter({ hasNotText: first ?? '' })
      .waitFor();
    await page.getByRole('button', { name: 'Stop' }).click();
    await page.getByText('stopped', { exact: true }).waitFor();
    await page
      .getByText(/95 % interval/)
      .first()
      .waitFor();
    await status().waitFor({ state: 'detached' });
    await waitForNotification(session, /stopped: MAE .*\(95 % interval .*n = \d+ images of \d+ patients/);
    await picture('run-page-stopped');
    const record = recordsOf(session.folder).find((other) => other.run === run);
    assert.equal(record?.state, 'stopped');
    const committed = execFileSync('git', ['-C', session.folder, 'log', '-1', '--name-only', '--format='], { encoding: 'utf8' });
    assert.match(committed, new RegExp(`${run}/record\\.json`));
  });

  it('returns the record to whoever calls the command, and leaves it uncommitted when asked', async () => {
    const trained = await radstepsCommand<Trained>(session, 'radsteps.training.start', {
      experiment: 'quick',
      sets: { 'train.epochs': '1' },
      commit: false,
    });
    assert.equal(trained?.record.state, 'finished');
    assert.notEqual(trained?.commit.state, 'committed');
    await runs()
      .first()
      .getByText(/not committed/)
      .waitFor();
    await radstepsCommand(session, 'radsteps.runs.commit', { run: trained?.record.run });
    await runs()
      .first()
      .getByText(/not committed/)
      .waitFor({ state: 'detached' });
    await radstepsCommand(session, 'radsteps.runs.showInGit', { run: trained?.record.run });
    await session.page
      .getByText(/changes\.patch/)
      .first()
      .waitFor();
  });

  it('follows a run that a terminal started, and stops it', async () => {
    const terminal = spawn(
      process.execPath,
      [join(repository, 'dist/cli.js'), '-C', session.folder, 'train', 'quick', '--set', 'train.epochs=10000'],
      { stdio: 'ignore' },
    );
    const ended = new Promise((resolve) => terminal.once('exit', resolve));
    await status()
      .getByText(/quick \d+\/10000 · MAE/)
      .waitFor();
    const run = runningIn(session.folder)?.run;
    await radstepsCommand(session, 'radsteps.training.stop');
    assert.equal(await ended, 0);
    await waitForNotification(session, new RegExp(`Run ${run} ended: stopped`));
    await status().waitFor({ state: 'detached' });
  });

  it('says in one sentence what it can not train', async () => {
    // More notifications than the centre has room for would hide the newest.
    await session.host((vscode) => vscode.commands.executeCommand('notifications.clearAll').then(() => null));
    await radstepsCommand(session, 'radsteps.training.start', { experiment: 'quik' });
    await waitForNotification(session, /There is no experiment "quik".*quick/);
    await radstepsCommand(session, 'radsteps.training.stop');
    await waitForNotification(session, /No run is training now\./);
  });
});

/** The window's address without the tests' entry, which can begin only once. */
function withoutTests(address: string): string {
  const url = new URL(address);
  const payload: readonly (readonly [string, string])[] = JSON.parse(url.searchParams.get('payload') ?? '[]');
  url.searchParams.set('payload', JSON.stringify(payload.filter(([name]) => name !== 'extensionTestsPath')));
  return url.href;
}

describe('a window that is reloaded and closed while it trains', function () {
  this.timeout(120_000);
  let folder: string;
  before(async () => {
    folder = await mkdtemp(join(temporary(), 'radsteps-survives-'));
  });
  after(() => rm(folder, { recursive: true, force: true, maxRetries: 5 }));

  it('finds its run again, and never ends it', async () => {
    const project = join(folder, 'project');
    await cp((await smallProject()).root, project, { recursive: true });
    const session = await openSession({ project, inPlace: true });
    await untilReady(session);
    await startCommand(session, 'radsteps.training.start', endless);
    const { run } = await until(() => runningIn(project), 'the run');
    try {
      await session.page.goto(withoutTests(session.page.url()));
      await session.page
        .locator('.statusbar-item')
        .getByText(/quick \d+\/10000 · MAE/)
        .waitFor();
      await session.close();
      const metrics = join(project, '5-network', 'runs', run, 'metrics.csv');
      const epochs = readFileSync(metrics, 'utf8').length;
      await until(() => readFileSync(metrics, 'utf8').length > epochs, 'another epoch');
    } finally {
      await radsteps('-C', project, 'stop', run);
      await until(() => recordsOf(project).find((record) => record.run === run)?.state === 'stopped', 'the end of the run');
    }
  });
});
