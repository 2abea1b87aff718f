import assert from 'node:assert/strict';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { ComparePage, ImportanceChoice } from '../../src/protocol/compare';
import { accessibilityProblems } from './harness/accessibilityProblems';
import { compareSession, importanceOf, type MadeUpRuns, runNameOf } from './harness/compareSession';
import { type OpenedPage, openPage } from './harness/openPage';
import type { Theme } from './harness/themeVariables';

const pictures = join(__dirname, '..', '..', '.cache', 'tests', 'pages');

describe('the page that compares runs', () => {
  let opened: OpenedPage<ComparePage> | undefined;
  let asked: string[] = [];
  let references: string[] = [];
  let choices: ImportanceChoice[] = [];
  type Options = { readonly theme?: Theme; readonly state?: unknown; readonly failure?: string; readonly historyRuns?: number };
  const open = async (made: MadeUpRuns, { theme = 'dark', state, failure, historyRuns = 40 }: Options = {}) => {
    [asked, references, choices] = [[], [], []];
    const note = (words: string) => void asked.push(words);
    opened = await openPage<ComparePage>(
      'compare',
      {
        open: (reference) => {
          references.push(reference);
          if (failure !== undefined) throw new Error(failure);
          return compareSession(made, reference);
        },
        importance: (choice) => {
          choices.push(choice);
          return importanceOf(choice.over === 'history' ? historyRuns : made.count, choice.metric);
        },
        cancel: () => note('cancel'),
        openImage: (image) => note(`image ${image}`),
        openRun: (run) => note(`run ${run}`),
        chooseRuns: () => note('choose'),
      },
      { theme, viewport: { width: 1150, height: 900 }, ...(state === undefined ? {} : { state }) },
    );
    await opened.page.waitForSelector('h2, [role=alert]');
    return opened;
  };
  const words = async (selector = 'body'): Promise<string> =>
    ((await opened?.page.locator(selector).first().innerText()) ?? '').replace(/\s+/g, ' ');
  const grid = () => opened?.page.getByRole('grid', { name: 'Images' }) ?? assert.fail();
  const firstRow = () => grid().locator('#image-0');
  afterEach(async () => {
    const problems = opened?.problems ?? [];
    await opened?.close();
    opened = undefined;
    assert.deepEqual(problems, []);
  });

  it('says first which run is better, by how much, with interval, part, n and method', async () => {
    await open({ count: 3 });
    const { report } = compareSession({ count: 3 });
    assert.deepEqual(
      report.verdicts.map(({ verdict }) => verdict),
      ['better', 'better'],
    );
    const text = await words('.verdicts');
    assert.match(
      text,
      /^sweep-4f11 is better than sweep-4f10 by \d+\.\d+ months of MAE, 95 % interval \d+\.\d+ to \d+\.\d+ tuning part, n = 120 images of 60 patients; paired bootstrap over patients/,
    );
    assert.match(await words('header'), /train several seeds before you choose/);
  });

  it('shows the settings that differ, all on demand, and each metric with interval and n', async () => {
    const { page, state } = await open({ count: 2 });
    const settings = page.getByRole('region', { name: 'Table of settings' });
    assert.deepEqual(await settings.locator('tbody th').allInnerTexts(), [
      'network.name',
      'train.batch',
      'train.learningRate',
      'train.weightDecay',
    ]);
    await page.getByLabel(/^Show all \d+ settings/).check();
    assert.ok((await settings.locator('tbody th').count()) > 20);
    assert.equal(((await state()) as { look: { allSettings: boolean } }).look.allSettings, true);
    const rows = await page.getByRole('region', { name: 'Table of metrics' }).locator('tbody tr').allInnerTexts();
    assert.match((rows[0] ?? '').replace(/\s+/g, ' '), /^MAE \(months\) (\d+\.\d+ \d+\.\d+ to \d+\.\d+ ){2}120 60$/);
    assert.match(await words('section[aria-labelledby=metrics]'), /Intervals: bootstrap over patients, B = 2000, percentile/);
  });

  it('holds the runs against the chosen reference, and keeps it over a reload', async () => {
    const { page } = await open({ count: 3 });
    await page.getByRole('radio', { name: `Hold the others against ${runNameOf(1)}` }).check();
    await page.getByText('than sweep-4f11').first().waitFor();
    await page.reload();
    await page.getByText('than sweep-4f11').first().waitFor();
    assert.deepEqual(references, ['', runNameOf(1), runNameOf(1)]);
    await page.getByRole('button', { name: `Open run ${runNameOf(2)}` }).click();
    assert.deepEqual(asked, [`run ${runNameOf(2)}`]);
  });

  it('draws the curves of all runs over each other, loss or metric, train and tuning', async () => {
    const { page } = await open({ count: 3 });
    const lines = () => page.locator('section[aria-labelledby=curves] svg [data-run] path').count();
    assert.equal(await lines(), 3);
    await page.getByLabel('Curve', { exact: true }).selectOption('loss');
    assert.equal(await lines(), 6);
    await page.getByLabel('training part (dashed)').uncheck();
    assert.equal(await lines(), 3);
    await page.getByLabel('tuning part', { exact: true }).uncheck();
    await page.getByText('Choose a part to draw.').waitFor();
  });

  it('draws parallel coordinates from three runs on and highlights a run everywhere, by pointer and focus', async () => {
    const { page } = await open({ count: 2 });
    assert.equal(await page.locator('svg.coordinates').count(), 0);
    await opened?.close();
    const { page: wide } = await open({ count: 5 });
    assert.equal(await wide.locator('svg.coordinates .line').count(), 5);
    assert.equal(await wide.locator('svg.coordinates line.axis').count(), 5);
    const faded = () =>
      wide.evaluate(() =>
        ['svg.coordinates', 'section[aria-labelledby=curves] svg'].map(
          (figure) =>
            [...document.querySelectorAll(`${figure} [data-run]`)].filter((one) => Number(getComputedStyle(one).opacity) < 0.5).length,
        ),
      );
    assert.deepEqual(await faded(), [0, 0]);
    await wide.getByRole('button', { name: `Open run ${runNameOf(3)}` }).focus();
    await wide.waitForFunction(() => getComputedStyle(document.querySelector('svg.coordinates [data-run="0"]') as Element).opacity < '0.5');
    assert.deepEqual(await faded(), [4, 4]);
    await wide.getByLabel('Curve', { exact: true }).focus();
    await wide.waitForFunction(() => getComputedStyle(document.querySelector('svg.coordinates [data-run="0"]') as Element).opacity === '1');
    await wide.locator('figure .run-name').nth(2).hover();
    await wide.waitForFunction(() => getComputedStyle(document.querySelector('svg.coordinates [data-run="0"]') as Element).opacity < '0.5');
    assert.deepEqual(await faded(), [4, 4]);
  });

  it('puts a chosen setting against a chosen metric, on a logarithm where it fits', async () => {
    const { page } = await open({ count: 5 });
    const figure = page.locator('svg[aria-label*="one point a run"]');
    await page.getByLabel('Setting', { exact: true }).selectOption('train.learningRate');
    await page.getByLabel('Metric', { exact: true }).selectOption('rmse');
    assert.match((await figure.getAttribute('aria-label')) ?? '', /^RMSE \(months\) against train\.learningRate/);
    assert.equal(await figure.locator('circle[data-run]').count(), 5);
    const xs = await figure.locator('circle').evaluateAll((all) => all.slice(0, 4).map((one) => Number(one.getAttribute('cx'))));
    const steps = xs.slice(1).map((x, index) => x - (xs[index] ?? 0));
    assert.ok(
      steps.every((step) => Math.abs(step - (steps[0] ?? 0)) < 0.5),
      String(steps),
    );
    assert.equal(choices.at(-1)?.metric, 'rmse');
  });

  it('says how much each setting matters and how that was computed, or why not', async () => {
    const { page } = await open({ count: 3 });
    const bars = page.getByRole('region', { name: 'Importance of settings' });
    assert.match((await bars.locator('tbody tr').first().innerText()).replace(/\s+/g, ' '), /^train\.learningRate 0\.\d\d 4$/);
    assert.match(
      await words('section[aria-labelledby=figures]'),
      /random forest of 300 trees, out of the bag \(Breiman 2001\), n = 40 runs/,
    );
    await page.getByLabel('Over', { exact: true }).selectOption('compared');
    await page.getByText('Importance needs at least 10 runs with MAE; there are 3.').waitFor();
    assert.deepEqual(choices, [
      { metric: 'mae', over: 'history' },
      { metric: 'mae', over: 'compared' },
    ]);
  });

  it('lists images by how they changed; sorts, filters, and opens by click and keys', async () => {
    const { page } = await open({ count: 3, images: 3000, task: 'classification' });
    const { report } = compareSession({ count: 3, images: 3000, task: 'classification' });
    assert.ok((await grid().locator('.rows .row').count()) < 60);
    assert.equal(await grid().getAttribute('aria-rowcount'), '3001');
    assert.match(
      await firstRow().innerText(),
      new RegExp(`^${report.cases[0]?.image}\\s+\\+0\\.\\d+ worse\\s+(yes|no)\\s+(yes|no) 0\\.\\d\\d`),
    );
    await page.getByLabel(/^better/).check();
    assert.match(await firstRow().innerText(), /−0\.\d+ better/);
    await page.getByLabel(/^class changed/).check();
    const changed = report.cases.filter(({ calls }) => calls[0] !== calls[2]).length;
    await page.getByText(`${changed} of 3000 images of the tuning part.`).waitFor();
    await page.getByLabel("Part of the image's name").fill('img-0012');
    await page.getByLabel(/^all/).check();
    await page.getByText('10 of 3000 images').waitFor();
    await grid().getByRole('button', { name: 'Image', exact: true }).click();
    assert.match(await firstRow().innerText(), /^img-00120/);
    assert.equal(await grid().getByRole('columnheader', { name: 'Image' }).getAttribute('aria-sort'), 'ascending');
    await grid().focus();
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('Enter');
    await page.keyboard.press('End');
    await page.keyboard.press('Enter');
    await firstRow().click();
    assert.deepEqual(asked, ['image img-00121', 'image img-00129', 'image img-00120']);
    await page.getByLabel("Part of the image's name").fill('');
    await grid().focus();
    await page.keyboard.press('End');
    await grid().getByText('img-02999').waitFor();
    await page.reload();
    await grid().getByText('img-00000').waitFor();
  });

  it('shows what changes meanwhile, and says why runs are not compared and what to do', async () => {
    const { announce, page } = await open({ count: 2 });
    announce('changed', true);
    announce('progress', 'Resampling patients: 1 of 2');
    await page.waitForFunction(() => document.querySelector('.busy') === null);
    assert.equal(references.length, 2);
    await opened?.close();
    const failure = 'a learns fracture, and b learns bone_age: only runs of one target can be compared.';
    const { page: broken } = await open({ count: 2 }, { failure });
    assert.equal(await broken.getByRole('alert').innerText(), failure);
    await broken.getByText('Choose Runs...').click();
    assert.deepEqual(asked, ['choose']);
  });

  for (const theme of ['dark', 'light', 'contrast'] as const)
    it(`looks right and is accessible, ${theme}`, async () => {
      await mkdir(pictures, { recursive: true });
      const { page } = await open({ count: 6, images: 200 }, { theme });
      await page.getByText('random forest of 300 trees').waitFor();
      await page.screenshot({ path: join(pictures, `compare-${theme}.png`), fullPage: true });
      assert.deepEqual(await accessibilityProblems(page), []);
      await opened?.close();
      const { page: two } = await open({ count: 2, images: 200, task: 'classification' }, { theme, historyRuns: 4 });
      await two.getByText('Importance needs at least 10 runs').waitFor();
      await two.screenshot({ path: join(pictures, `compare-two-${theme}.png`), fullPage: true });
      assert.deepEqual(await accessibilityProblems(two), []);
    });
});
