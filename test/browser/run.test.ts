import assert from 'node:assert/strict';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { Handlers } from '../../src/protocol/channel';
import type { RunPage, RunView } from '../../src/protocol/run';
import { accessibilityProblems } from './harness/accessibilityProblems';
import { type OpenedRun, openRun } from './harness/openRun';
import { damagedView, failedView, finishedView, runningView } from './harness/runViews';
import type { Theme } from './harness/themeVariables';

const pictures = join(__dirname, '..', '..', '.cache', 'tests', 'pages');

describe('the page of a run', () => {
  let opened: OpenedRun | undefined;
  const start = async (open: Handlers<RunPage>['open'], theme: Theme = 'dark', show?: Handlers<RunPage>['show']): Promise<OpenedRun> => {
    opened = await openRun(open, { theme, ...(show === undefined ? {} : { handlers: { show } }) });
    return opened;
  };
  const open = (view: RunView, theme: Theme = 'dark') => start(() => view, theme);
  const text = async (): Promise<string> => (await opened?.page.innerText('body')) ?? '';
  afterEach(async () => {
    await opened?.close();
    opened = undefined;
  });

  it('tells the metric with unit, interval, part, images and patients', async () => {
    const { problems } = await open(finishedView);
    const words = (await text()).replace(/\s+/g, ' ');
    assert.match(words, /MAE 12\.3 months/);
    assert.match(words, /95 % interval 11\.0 to 13\.8 months · tuning part, n = 90 images of 61 patients · epoch 27/);
    assert.match(words, /Experiment quick/);
    assert.match(words, /took 1 min 20 s/);
    assert.match(words, /by Ada Example/);
    assert.match(words, /from 0123456789 on main/);
    assert.match(words, /No git identity is configured/);
    assert.match(words, /train\.epochs 30 \(changed for this run\)/);
    assert.deepEqual(problems, []);
  });

  it('draws both losses and the metric with its band', async () => {
    const { page, problems } = await open(finishedView);
    await page.waitForSelector('.plot svg');
    const figures = await page.locator('svg[role=img]').evaluateAll((all) => all.map((figure) => figure.getAttribute('aria-label')));
    assert.deepEqual(figures.slice(0, 2), [
      'Loss of the training and the tuning part by epoch',
      'MAE of the tuning part by epoch, with its 95 % interval',
    ]);
    assert.equal(await page.locator('svg path[d$=Z]').count(), 1, 'the band');
    assert.deepEqual(problems, [], 'the style that a figure brings along has the nonce');
  });

  it('follows a running run and offers Stop, until it has finished', async () => {
    const { page, announce } = await open(runningView);
    assert.match(await text(), /Epoch 3\/30 · MAE 31\.2 months/);
    assert.equal(await page.locator('progress').evaluate((bar: HTMLProgressElement) => bar.value), 0.1);
    await page.getByRole('button', { name: 'Stop' }).click();
    assert.deepEqual(opened?.asked, ['stop']);
    announce('changed', finishedView);
    await page.getByText('finished', { exact: true }).waitFor();
    assert.equal(await page.locator('progress').count(), 0);
    assert.equal(await page.getByRole('button', { name: 'Stop' }).count(), 0);
  });

  it('asks for files by its buttons, also from the keyboard', async () => {
    const { page } = await open(finishedView);
    await page.getByRole('button', { name: 'Open record.json' }).click();
    assert.deepEqual(opened?.asked, ['show record']);
    await page.getByRole('button', { name: 'Open predictions.csv' }).focus();
    await page.keyboard.press('Enter');
    assert.equal(opened?.asked.at(-1), 'show predictions');
    await page.keyboard.press('Tab');
    await page.keyboard.press('Space');
    assert.equal(opened?.asked.at(-1), 'show log');
  });

  it('shows why a run failed, what could not be read, and the way to commit it', async () => {
    const { page, problems } = await open(failedView);
    assert.match(await text(), /could not be read: the file is cut off/);
    assert.match(await text(), /metrics\.csv has no column train_loss/);
    await page.getByRole('button', { name: 'Commit Record' }).click();
    assert.deepEqual(opened?.asked, ['commit']);
    assert.deepEqual(problems, []);
  });

  it('shows a damaged record as a sentence', async () => {
    const { problems } = await open(damagedView);
    assert.match(await text(), /it is not JSON \(cut off or edited\?\)/);
    assert.deepEqual(problems, []);
  });

  it('shows curves with holes and markup as plain text', async () => {
    const points = [{ epoch: 1, trainLoss: null, tuningLoss: 0.5, metric: null, lower: null, upper: null }];
    const curves = { metric: 'mae', title: 'MAE', unit: 'months', points };
    const { problems } = await open({ ...finishedView, curves, notes: ['<img src=x onerror=alert(1)>'], predictions: '' });
    assert.match(await text(), /<img src=x onerror=alert\(1\)>/);
    assert.deepEqual(problems, []);
  });

  it('says so when the extension fails, and tries again', async () => {
    let broken = true;
    const { page } = await start(() => {
      if (broken) throw new Error('The folder of the run is gone.');
      return finishedView;
    });
    await page.getByText('The folder of the run is gone.').waitFor();
    broken = false;
    await page.getByRole('button', { name: 'Try Again' }).click();
    await page.getByRole('heading', { name: finishedView.run }).waitFor();
  });

  it('shows a failed action in place and keeps the page', async () => {
    const { page } = await start(
      () => finishedView,
      'dark',
      () => {
        throw new Error('This run has no log on this machine.');
      },
    );
    await page.getByRole('button', { name: 'Open Log' }).click();
    await page.getByRole('alert').getByText('This run has no log on this machine.').waitFor();
    assert.match(await text(), /MAE 12\.3 months/);
  });

  it('keeps folding and scrolling over hiding and showing', async () => {
    const { page } = await open(finishedView);
    await page.getByText('Hashes and versions').click();
    await page.getByText('9f86d081884c7d65').waitFor();
    await page.evaluate(() => window.scrollTo(0, 400));
    await page.waitForFunction(() => JSON.parse(sessionStorage.getItem('state') ?? '{}').kept?.scroll > 300);
    await page.reload();
    await page.getByText('9f86d081884c7d65').waitFor();
    await page.waitForFunction(() => window.scrollY > 300);
  });

  it('is accessible, and looks as it should in every theme', async function () {
    this.timeout(90_000);
    await mkdir(pictures, { recursive: true });
    const looks: readonly (readonly [string, RunView, Theme])[] = [
      ['finished', finishedView, 'dark'],
      ['finished', finishedView, 'light'],
      ['finished', finishedView, 'contrast'],
      ['running', runningView, 'dark'],
      ['failed', failedView, 'light'],
    ];
    for (const [name, view, theme] of looks) {
      const page = await open(view, theme);
      if (view.curves !== null) await page.page.waitForSelector('.plot svg');
      assert.deepEqual(await accessibilityProblems(page.page), [], `${name}, ${theme}`);
      await page.page.screenshot({ path: join(pictures, `run-${name}-${theme}.png`), fullPage: true });
      await page.close();
    }
    opened = undefined;
  });

  it('has no wider page than its window', async () => {
    const { page } = await open(finishedView);
    await page.setViewportSize({ width: 420, height: 800 });
    await page.waitForTimeout(200);
    assert.ok(await page.evaluate(() => document.documentElement.scrollWidth <= window.innerWidth));
  });
});
