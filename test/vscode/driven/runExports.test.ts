import assert from 'node:assert/strict';
import { existsSync, mkdirSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { FinishedRun } from '../../../src/core/experiment/runRecord';
import { openSession, type Session } from '../harness/openSession';
import { repository } from '../harness/places';
import { openPlainWindow } from '../harness/plainWindow';
import { pressNotificationButton, radstepsCommand, startCommand, untilReady, waitForNotification } from '../harness/radstepsCommand';
import { smallProject } from '../harness/smallProject';
import { treeItems } from '../harness/treeItems';
import { webviewFrame } from '../harness/webviewFrame';

const pictures = join(repository, '.cache', 'tests', 'pictures');

async function until(look: () => boolean, what: string): Promise<void> {
  for (let waited = 0; waited < 60_000 && !look(); waited += 100) await sleep(100);
  assert.ok(look(), `Waited a minute for ${what}.`);
}

describe('exporting, tidying and reproducing runs in VS Code', function () {
  this.timeout(180_000);
  let session: Session;
  let run: string;
  let weights: string;
  const picture = (name: string) => session.page.screenshot({ path: join(pictures, `${name}.png`) });
  before(async () => {
    mkdirSync(pictures, { recursive: true });
    session = await openSession({ project: (await smallProject()).root });
    await untilReady(session);
    await session.host((vscode) => vscode.commands.executeCommand('radsteps.explorer.focus').then(() => null));
    await treeItems(session.page, 'Runs', 1).first().waitFor();
    const folder = join(session.folder, '5-network', 'runs');
    run = readdirSync(folder).find((name) => existsSync(join(folder, name, 'record.json'))) ?? '';
    const record: FinishedRun = JSON.parse(readFileSync(join(folder, run, 'record.json'), 'utf8'));
    weights = join(session.folder, '.radsteps', 'weights', `${record.result.weights?.sha256}.onnx`);
  });
  after(() => session.close());

  it('exports a report, and opens it in the editor', async () => {
    const out = join(session.state, 'report.html');
    const done = await radstepsCommand<{ readonly runs: readonly string[] }>(session, 'radsteps.runs.export', {
      runs: [run],
      format: 'html',
      out,
    });
    assert.deepEqual(done?.runs, [run]);
    await waitForNotification(session, /1 run exported to report\.html\./);
    const frame = webviewFrame(session.page);
    await pressNotificationButton(session, 'Open', frame.getByRole('heading', { name: `Run ${run}` }));
    await frame.locator('svg').first().waitFor();
    await session.host((vscode) => vscode.commands.executeCommand('notifications.clearAll').then(() => null));
    await picture('run-report');
  });

  it('asks for runs, format and place', async () => {
    const { page } = session;
    await startCommand(session, 'radsteps.runs.export');
    const input = page.locator('.quick-input-widget');
    await input.getByText(run).first().waitFor();
    await input.getByRole('checkbox').first().check();
    await page.keyboard.press('Enter');
    await input.getByText('Tables (CSV)').click();
    const table = join(dirname(session.folder), `${run}.csv`);
    const shown = () => input.locator('input').last().inputValue({ timeout: 500 });
    // The dialog for a place swallows keys while it reads the folder.
    for (let tries = 0; tries < 60 && !existsSync(table); tries++) {
      if ((await shown().catch(() => '')).endsWith('.csv')) await page.keyboard.press('Enter');
      await sleep(500);
    }
    await until(() => existsSync(table.replace('.csv', '-epochs.csv')), 'the table of epochs');
    assert.match(readFileSync(table, 'utf8'), new RegExp(`\n${run},quick,`));
    await waitForNotification(session, /1 run exported to .*\.csv\. Their epochs/);
  });

  it('removes weights only after a yes that names how much, and gets them back by reproducing the run', async () => {
    const window = await openPlainWindow(session);
    const { page } = window;
    const dialog = page.locator('.monaco-dialog-box');
    const picker = page.locator('.quick-input-widget');
    const askToRemove = async (): Promise<void> => {
      await window.run('RadSteps: Remove Weights of Runs...');
      await picker.getByText(/weights .* [kM]B/).waitFor();
      await picker.getByRole('checkbox').first().check();
      await page.screenshot({ path: join(pictures, 'tidy-choice.png') });
      await page.keyboard.press('Enter');
      await dialog.getByText(/Remove \d files? of one run \(.* [kM]B\) from this machine\?/).waitFor();
    };
    await askToRemove();
    await page.screenshot({ path: join(pictures, 'tidy-question.png') });
    await window.answer('Cancel');
    assert.ok(existsSync(weights));
    await askToRemove();
    await window.answer('Remove');
    await until(() => !existsSync(weights), 'the weights to go');
    await window.notified(/\d files? removed, .* freed\./);
    await window.run('RadSteps: Reproduce Run...');
    await picker.getByText(run).first().click();
    await dialog.getByText(`Train ${run} again?`).waitFor({ timeout: 60_000 });
    await page.screenshot({ path: join(pictures, 'reproduce-question.png') });
    await window.answer('Train Again');
    await until(() => existsSync(weights), 'the weights to come back');
    await window.notified(/Reproduction of .*\. Equal: every metric of 2 epochs to the last digit, and the same model byte for byte\./);
    await page.screenshot({ path: join(pictures, 'reproduce-judgement.png') });
    await window.press('Open Record', () => page.getByRole('tab', { name: /record and reproduction/ }).isVisible());
    await page.getByRole('tab', { name: /record and reproduction/ }).waitFor();
    await page.locator('.view-line', { hasText: '"state": "finished"' }).first().waitFor();
    await page.screenshot({ path: join(pictures, 'reproduce-records.png') });
    await until(() => readdirSync(join(session.folder, '.radsteps', 'reproductions')).length === 0, 'the worktree to go');
    await page.close();
  });
});
