import assert from 'node:assert/strict';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { Handlers } from '../../src/protocol/channel';
import type { WatchDrawn, WatchLook, WatchPage, WatchView } from '../../src/protocol/watch';
import { accessibilityProblems } from './harness/accessibilityProblems';
import { type OpenedPage, openPage } from './harness/openPage';
import type { Theme } from './harness/themeVariables';
import {
  emptyWatch,
  first,
  killedWatch,
  machine,
  machineWithCards,
  oneWatch,
  restrictedWatch,
  runningRun,
  second,
  severalWatch,
  stoppedRun,
  sweepWatch,
} from './harness/watchViews';

const pictures = join(__dirname, '..', '..', '.cache', 'tests', 'pages');

describe('the page that watches runs', () => {
  let opened: OpenedPage<WatchPage> | undefined;
  let asked: unknown[] = [];
  let drawn: WatchDrawn[] = [];
  const start = async (open: Handlers<WatchPage>['open'], theme: Theme = 'dark', state?: unknown): Promise<OpenedPage<WatchPage>> => {
    asked = [];
    drawn = [];
    const note =
      (name: string) =>
      (argument?: unknown): void => {
        asked.push(argument === undefined || argument === null ? [name] : [name, argument]);
      };
    const names = [
      'stop',
      'openRun',
      'openLog',
      'compare',
      'train',
      'startSweep',
      'trust',
      'pauseSweep',
      'resumeSweep',
      'cancelSweep',
      'cancelTrial',
      'moveTrial',
    ];
    const handlers = {
      ...Object.fromEntries(names.map((name) => [name, note(name)])),
      open,
      drawn: (what: WatchDrawn) => void drawn.push(what),
    };
    opened = await openPage<WatchPage>('watch', handlers as unknown as Handlers<WatchPage>, {
      theme,
      viewport: { width: 1100, height: 900 },
      state,
    });
    await opened.page.waitForSelector('header.page');
    return opened;
  };
  const open = (view: WatchView, theme: Theme = 'dark') => start(() => view, theme);
  const text = async (): Promise<string> => ((await opened?.page.innerText('body')) ?? '').replace(/\s+/g, ' ');
  const press = (name: string | RegExp) => opened?.page.getByRole('button', { name }).first().click();
  afterEach(async () => {
    await opened?.close();
    opened = undefined;
  });

  it('tells where a run is, its metric with n and interval, its pace, what it takes, and its last words', async () => {
    const { page, announce, problems } = await open(oneWatch);
    announce('machine', machine);
    await page.getByText('6.3 of 8 cores').waitFor();
    const words = await text();
    assert.match(words, /1 run trains now/);
    assert.match(words, /epoch 10 of 30 212 images\/s 2 min 27 s left CPU 5\.8 cores, memory 1\.4 GB/);
    assert.match(words, /MAE \d+\.\d months 95 % interval \d+\.\d to \d+\.\d; tuning part, n = 90 images of 61 patients; epoch 9/);
    assert.match(words, /Memory 11\.2 GB of 32\.0 GB No NVIDIA GPU found here\./);
    assert.match(await page.getByRole('region', { name: /Log of/ }).innerText(), /Warning: Image img-0123456789.*\n[\s\S]*Epoch 9 of 30/);
    assert.equal(await page.getByRole('progressbar').getAttribute('aria-label'), `Progress of ${first}`);
    announce('machine', machineWithCards);
    await page.getByText('87 %, 41.0 GB of 80.0 GB').waitFor();
    await page.getByText('use not known').waitFor();
    assert.deepEqual(problems, []);
  });

  it('draws the curves of all runs in the colours of their cards, and grows them with every epoch', async () => {
    const { page, announce, problems } = await open(severalWatch);
    await page.waitForSelector('.plot svg');
    const figures = await page.locator('svg[role=img]').evaluateAll((all) => all.map((figure) => figure.getAttribute('aria-label')));
    assert.deepEqual(figures, ['Loss of the training and the tuning part by epoch', 'MAE (months) of the tuning part by epoch']);
    // Three of the four runs have begun: a dashed and a whole line each.
    assert.equal(await page.locator('.plot').first().locator('path[stroke-width="2"], g[stroke-width="2"] path').count(), 6);
    const before = await page.locator('.plot').nth(1).innerHTML();
    announce('changed', { ...severalWatch, runs: severalWatch.runs.map((run) => (run.run === first ? runningRun(first, 15) : run)) });
    await page.getByText(/; epoch 15/).waitFor();
    assert.notEqual(await page.locator('.plot').nth(1).innerHTML(), before);
    await page.waitForFunction(() => true);
    assert.ok(drawn.some(({ epochs, figures: withFigures }) => epochs[first] === 15 && withFigures));
    assert.deepEqual(problems, []);
  });

  it('offers both ways to stop in words of their own, and says which was asked', async () => {
    const { page, announce } = await open(oneWatch);
    await press('Stop and Keep Best');
    await press('Stop Without Weights');
    assert.deepEqual(asked, [
      ['stop', { run: first, weights: true }],
      ['stop', { run: first, weights: false }],
    ]);
    const title = await page.getByText('Stop Without Weights').getAttribute('title');
    assert.match(title ?? '', /no weights are kept.*go on later/);
    announce('changed', { ...oneWatch, runs: oneWatch.runs.map((run) => ({ ...run, stopping: 'best' as const })) });
    await page.getByText('stopping, keeps its best weights').waitFor();
    announce('changed', { ...oneWatch, runs: [{ ...stoppedRun, run: first }] });
    await page.getByText('stopped, has weights').waitFor();
    assert.equal(await page.getByRole('button', { name: /^Stop/ }).count(), 0);
    await press('Open Run');
    assert.deepEqual(asked.at(-1), ['openRun', first]);
  });

  it('keeps ended runs with what can be done next, until they are removed', async () => {
    const looks: (WatchLook | null)[] = [];
    const other = { ...stoppedRun, run: '20261123-201600-quick-88bb', state: 'finished' as const };
    const { page } = await start((look) => {
      looks.push(look);
      return { ...severalWatch, runs: [...severalWatch.runs, other] };
    });
    assert.match(await text(), /The trainer was killed \(SIGKILL/);
    await press('Compare the Ended');
    assert.deepEqual(asked, [['compare', [stoppedRun.run, other.run]]]);
    await page.locator(`[data-run="${stoppedRun.run}"]`).getByRole('button', { name: 'Remove from Page' }).click();
    await page.waitForFunction(() => true);
    assert.deepEqual(looks.at(-1), { runs: severalWatch.look.runs.filter((run) => run !== stoppedRun.run), joins: true });
  });

  it('shows the queue of a sweep in its order, moves, cancels, pauses and compares', async () => {
    const { page, problems } = await open(sweepWatch);
    const rows = await page
      .locator('[data-sweep]')
      .first()
      .locator('tbody tr')
      .evaluateAll((all) => all.map((row) => row.getAttribute('data-trial')));
    assert.deepEqual(rows, ['5', '8', '6', '7', '2', '1', '3', '4']);
    const words = await text();
    assert.match(words, /4 of 8 runs done, 1 running, 3 waiting, 1 at once/);
    assert.match(words, /Best so far: run 2, MAE 12\.3 months 95 % interval 10\.7 to 14\.0; tuning part, n = 90 .* part of it is luck/);
    assert.match(words, /Successive halving ended it after epoch 1 of 9: place 3 of 4 by MAE/);
    assert.ok(await page.getByRole('button', { name: 'Move run 8 up' }).isDisabled());
    assert.ok(await page.getByRole('button', { name: 'Move run 7 down' }).isDisabled());
    await page.getByRole('button', { name: 'Move run 7 up' }).focus();
    await page.keyboard.press('Enter');
    await press('Cancel run 6');
    await press('Pause');
    await press('End Sweep');
    await press('Compare the Best 3');
    await press(/^Open run 2,/);
    const group = sweepWatch.sweeps[0]?.group;
    assert.deepEqual(asked.slice(0, 4), [
      ['moveTrial', { group, index: 7, place: 2 }],
      ['cancelTrial', { group, index: 6 }],
      ['pauseSweep', group],
      ['cancelSweep', group],
    ]);
    assert.deepEqual(asked[4], [
      'compare',
      [2, 1, 3].map((index) => sweepWatch.sweeps[0]?.trials.find((trial) => trial.index === index)?.run),
    ]);
    assert.equal((asked[5] as unknown[])[0], 'openRun');
    assert.deepEqual(problems, []);
  });

  it('offers to go on with a sweep whose conductor died', async () => {
    await open(killedWatch);
    assert.match(await text(), /ended without a word \(killed/);
    await press('Go On');
    assert.deepEqual(asked, [['resumeSweep', killedWatch.sweeps[0]?.group]]);
  });

  it('says how to begin where nothing trains', async () => {
    await open(emptyWatch);
    assert.match(await text(), /No run trains now\. Start a training.*No sweep yet/);
    await press('Train...');
    await press('Start Sweep...');
    assert.deepEqual(asked, [['train'], ['startSweep']]);
  });

  it('only looks in Restricted Mode', async () => {
    const { page } = await open(restrictedWatch);
    assert.match(await text(), /Restricted Mode: runs can be looked at, but not stopped or started/);
    for (const name of ['Stop and Keep Best', 'Stop Without Weights', 'Pause', 'End Sweep', 'Start Sweep...'])
      assert.equal(await page.locator('vscode-button', { hasText: name }).getAttribute('disabled'), '', name);
    assert.equal(await page.getByRole('button', { name: /^(Move|Cancel) run/ }).count(), 0);
    await press('Manage Workspace Trust');
    assert.deepEqual(asked, [['trust']]);
  });

  it('keeps its runs, folds and the asked look over hiding and reloading', async () => {
    const looks: (WatchLook | null)[] = [];
    const { page, announce, state } = await start((look) => {
      looks.push(look);
      return severalWatch;
    });
    await page.locator(`#log-${second} summary`).click();
    await page.waitForFunction(() => document.querySelectorAll('details[open] pre').length === 1);
    assert.deepEqual(((await state()) as { project: string }).project, '/home/user/hands');
    await page.reload();
    await page.locator(`#log-${second} pre`).waitFor();
    assert.deepEqual(looks, [null, severalWatch.look]);
    announce('look', { runs: [first], joins: false });
    await page.waitForFunction(() => true);
    await page
      .getByText('1 run trains now')
      .waitFor({ timeout: 1000 })
      .catch(() => undefined);
    assert.deepEqual(looks.at(-1), { runs: [first], joins: false });
  });

  it('follows the end of a log, but leaves who reads further up in peace', async () => {
    const { page, announce } = await open({ ...oneWatch, runs: [runningRun(first, 28)] });
    const log = page.getByRole('region', { name: /Log of/ });
    const isAtEnd = () => log.evaluate((element) => element.scrollTop + element.clientHeight >= element.scrollHeight - 4);
    await page.waitForTimeout(100);
    assert.ok(await isAtEnd());
    announce('changed', { ...oneWatch, runs: [runningRun(first, 29)] });
    await log.getByText('Epoch 29 of 30').waitFor();
    await page.waitForTimeout(100);
    assert.ok(await isAtEnd());
    await log.evaluate((element) => element.scrollTo(0, 0));
    announce('changed', { ...oneWatch, runs: [runningRun(first, 30)] });
    await page.getByText(/; epoch 30/).waitFor();
    assert.equal(await log.evaluate((element) => element.scrollTop), 0);
  });

  it('says so when the extension fails, and tries again', async () => {
    let broken = true;
    const { page } = await start(() => oneWatch);
    await page.close();
    await opened?.close();
    opened = await openPage<WatchPage>(
      'watch',
      {
        open: () => {
          if (broken) throw new Error('The folder of the project is gone.');
          return oneWatch;
        },
        drawn: () => undefined,
      } as unknown as Handlers<WatchPage>,
      {},
    );
    await opened.page.getByText('The folder of the project is gone.').waitFor();
    broken = false;
    await opened.page.getByRole('button', { name: 'Try Again' }).click();
    await opened.page.getByRole('heading', { name: first }).waitFor();
  });

  it('is accessible, and looks as it should in every theme', async function () {
    this.timeout(120_000);
    await mkdir(pictures, { recursive: true });
    const looks: readonly (readonly [string, WatchView, Theme])[] = [
      ['one', oneWatch, 'dark'],
      ['several', severalWatch, 'light'],
      ['several', severalWatch, 'dark'],
      ['sweep', sweepWatch, 'dark'],
      ['sweep', sweepWatch, 'light'],
      ['sweep', sweepWatch, 'contrast'],
      ['killed', killedWatch, 'light'],
      ['empty', emptyWatch, 'dark'],
      ['restricted', restrictedWatch, 'light'],
    ];
    for (const [name, view, theme] of looks) {
      const { page, announce, close } = await open(view, theme);
      announce('machine', name === 'several' ? machineWithCards : machine);
      await page.getByText('6.3 of 8 cores').waitFor();
      if (view.runs.length > 0) await page.waitForSelector('.plot svg');
      assert.deepEqual(await accessibilityProblems(page), [], `${name}, ${theme}`);
      await page.screenshot({ path: join(pictures, `watch-${name}-${theme}.png`), fullPage: true });
      await close();
    }
    opened = undefined;
  });

  it('has no wider page than its window', async () => {
    const { page } = await open(sweepWatch);
    await page.setViewportSize({ width: 420, height: 800 });
    await page.waitForTimeout(200);
    assert.ok(await page.evaluate(() => document.documentElement.scrollWidth <= window.innerWidth));
  });
});
