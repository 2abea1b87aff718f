import assert from 'node:assert/strict';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { CaseTable } from '../../src/core/experiment/caseTable';
import { operate } from '../../src/core/experiment/reportClasses';
import { reportStudies } from '../../src/core/experiment/reportStudies';
import type { RunView } from '../../src/protocol/run';
import { accessibilityProblems } from './harness/accessibilityProblems';
import { boxTable, maskTable, numberTable, severalClassTable, twoClassTable } from './harness/caseTables';
import { type OpenedRun, openView, type RunOptions } from './harness/openRun';
import { classificationView, failedView, finishedView, runningView } from './harness/runViews';
import type { Theme } from './harness/themeVariables';

const pictures = join(__dirname, '..', '..', '.cache', 'tests', 'pages');

describe('the cases on the page of a run', () => {
  let opened: OpenedRun | undefined;
  const open = async (view: RunView, options: RunOptions = {}): Promise<OpenedRun> => {
    opened = await openView(view, options);
    return opened;
  };
  const whole = async ({ page }: OpenedRun): Promise<void> => {
    await page.getByRole('heading', { name: 'Worst cases', exact: true }).waitFor();
    await page.locator('table.groups').waitFor();
    await page.locator('li.case img').first().waitFor();
  };
  const words = async ({ page }: OpenedRun): Promise<string> => (await page.innerText('body')).replace(/\s+/g, ' ');
  afterEach(async () => {
    await opened?.close();
    opened = undefined;
  });

  it('tells bias and limits of agreement of numbers with interval and n, and shares within months', async () => {
    const run = await open(finishedView);
    await whole(run);
    const text = await words(run);
    assert.match(text, /tuning part, n = 240 images of 160 patients/);
    assert.match(text, /Bias \(prediction − label\) -?\d+\.\d+ months -?\d+\.\d+ to -?\d+\.\d+ months 240 160/);
    assert.match(text, /Share within 6 months 0\.\d{3}/);
    assert.match(text, /Share within 12 months 0\.\d{3}/);
    assert.equal(await run.page.locator('svg[aria-label^="Predicted against"] circle').count(), 240);
    assert.deepEqual(run.problems, []);
  });

  it('draws errors and advance against chronological age, and tells groups by sex and age with their gap to the rest', async () => {
    const run = await open(finishedView);
    await whole(run);
    const known = numberTable.cases.filter(({ row }) => row?.ageYears !== null).length;
    assert.ok(known < 240);
    for (const name of ['Prediction less label against chronological age', 'Bone age less chronological age'])
      assert.equal(await run.page.locator(`svg[aria-label^="${name}"] circle`).count(), known);
    const text = await words(run);
    assert.match(text, new RegExp(`The age of ${known} of 240 images is known`));
    assert.match(text, /Labelled age \(years\) under 5 \d+ \d+/);
    const head = await run.page.locator('table.groups thead').innerText();
    for (const title of ['Mean absolute error (months)', 'Bias (months)', 'Share within 6 months', 'Share within 12 months'])
      assert.ok(head.includes(title), title);
    const girls = await run.page.getByRole('row', { name: /Worst cases of Sex: F/ }).innerText();
    assert.equal(girls.match(/ to /g)?.length, 6);
  });

  it('draws no figure of ages where none is known', async () => {
    const cases = numberTable.cases.map(({ row, ...one }) => ({ ...one, row: row && { ...row, ageYears: null } }));
    const run = await open(finishedView, { table: { ...numberTable, cases } });
    await whole(run);
    assert.equal(await run.page.locator('svg[aria-label*="chronological age"]').count(), 0);
  });

  it('moves the operating point by the keyboard and says that it is optimistic', async () => {
    const run = await open(classificationView, { table: twoClassTable });
    await whole(run);
    assert.match(await words(run), /The threshold was chosen on these same images \(highest sum of sensitivity and specificity\)/);
    const number = run.page.getByLabel('Called "fractured" from');
    await number.fill('0.9');
    await number.press('Enter');
    const { sensitivity } = operate(twoClassTable, 0.9).operating;
    assert.ok('value' in sensitivity);
    await run.page.getByRole('row', { name: `Sensitivity ${sensitivity.value.toFixed(3)}` }).waitFor();
    assert.match(await words(run), /A threshold that is chosen by looking at these images/);
    await run.page.getByRole('button', { name: 'As Chosen' }).click();
    await run.page.getByText('The threshold was chosen').waitFor();
  });

  it('shows films and studies, values at the stated prevalence, net benefit, and regions with their gap', async () => {
    const run = await open(classificationView, { table: twoClassTable });
    await whole(run);
    const text = await words(run);
    const report = reportStudies(twoClassTable);
    const [film, study] = report.levels ?? assert.fail('no levels');
    assert.ok('value' in study.auc && film.n === 300 && study.n === 200);
    assert.match(text, new RegExp(`Film 300 ${film.positives} 200 [\\d.]+ 0\\.\\d{3} \\(0`));
    assert.match(text, new RegExp(`Study 200 ${study.positives} 200 [\\d.]+ ${study.auc.value.toFixed(3)} \\(0`));
    assert.match(text, /300 films of 200 studies of 200 patients/);
    assert.match(text, /PPV at a prevalence of 10 % 0\.\d{3}/);
    assert.match(text, /Slope of calibration -?\d+\.\d+ \(95 % interval/);
    assert.match(text, /At a prevalence of 10 %, as the experiment states/);
    assert.equal(await run.page.locator('svg[aria-label^="Decision curve"]').count(), 1);
    await run.page.getByRole('columnheader', { name: 'Gap to the others' }).waitFor();
    assert.match(text, /LEG 120 110/);
    assert.match(text, /oblique insufficient 5 5/);
    assert.deepEqual(run.problems, []);
  });

  it('shows the whole curve of boxes, and the distances of borders in their unit', async () => {
    const boxes = await open(finishedView, { table: boxTable });
    await whole(boxes);
    const text = await words(boxes);
    assert.match(text, /boxes that the run found, down to the least sure, against 118 marked ones in 120 images/);
    assert.match(text, /AP \(mean of IoU 0\.5 to 0\.95\) 0\.\d{3}/);
    assert.match(text, /Sensitivity at 1\/8 false positive per image 0\.\d{3}/);
    await boxes.close();
    const masks = await open(finishedView, { table: maskTable });
    await whole(masks);
    assert.match(await words(masks), /Hausdorff distance, 95th percentile \(mm\) \d\.\d+ mm .* In 3 images only one of the two is there/);
  });

  it('keeps the threshold over a reload', async () => {
    const run = await open(classificationView, { table: twoClassTable });
    await whole(run);
    const number = run.page.getByLabel('Called "fractured" from');
    await number.fill('0.75');
    await number.press('Enter');
    await run.page.waitForFunction(() => JSON.parse(sessionStorage.getItem('state') ?? '{}').kept?.threshold === 0.75);
    await run.page.reload();
    await run.page.getByText('A threshold that is chosen').waitFor();
    assert.equal(await number.inputValue(), '0.750');
  });

  it('lists the cases of a cell of the matrix, and takes them away again', async () => {
    const run = await open(classificationView, { table: twoClassTable });
    await whole(run);
    const missed = run.page.getByRole('button', { name: /^Labelled fractured, called not fractured: \d+ images?,/ });
    const count = Number(/: (\d+)/.exec((await missed.getAttribute('aria-label')) ?? '')?.[1]);
    await missed.focus();
    await run.page.keyboard.press('Enter');
    const list = run.page.getByRole('list', { name: 'Labelled fractured, called not fractured' });
    await list.waitFor();
    assert.equal(await list.getByRole('listitem').count(), Math.min(12, count));
    assert.ok((await list.locator('dd').allInnerTexts()).filter((_, index) => index % 2 === 0).every((label) => label === 'fractured'));
    await missed.click();
    await list.waitFor({ state: 'detached' });
  });

  it('opens a worst case, and offers its author, similar images and its label', async () => {
    const run = await open(finishedView);
    await whole(run);
    const list = run.page.getByRole('list', { name: 'Worst cases' });
    const sizes = await list.locator('.said strong').allInnerTexts();
    const errors = sizes.map((text) => Math.abs(Number.parseFloat(text)));
    assert.deepEqual(
      errors,
      errors.toSorted((a, b) => b - a),
    );
    const first = list.getByRole('listitem').first();
    const image = await first.locator('code').innerText();
    await first.getByRole('button', { name: new RegExp(`^Open ${image}: labelled .* months, predicted .* months`) }).click();
    for (const title of ['Who Labelled This', 'Similar Training Images', 'Open Label']) {
      await first.getByLabel(`More about ${image}`).click();
      await first.getByRole('button', { name: title }).click();
    }
    assert.deepEqual(run.asked, [`open ${image}`, `who ${image}`, `similar ${image}`, `label ${image}`]);
    await first.getByLabel(`More about ${image}`).press('Enter');
    await run.page.keyboard.press('Escape');
    assert.equal(await first.locator('details').evaluate((details: HTMLDetailsElement) => details.open), false);
  });

  it('shows more cases when asked, and says how many there are', async () => {
    const run = await open(finishedView);
    await whole(run);
    const cases = run.page.getByRole('list', { name: 'Worst cases' }).getByRole('listitem');
    assert.equal(await cases.count(), 12);
    await run.page.getByText('12 of 240').waitFor();
    await run.page.getByRole('button', { name: 'Show More' }).click();
    await run.page.getByText('36 of 240').waitFor();
    assert.equal(await cases.count(), 36);
  });

  it('tells groups apart, marks those of few patients, and lists their cases', async () => {
    const run = await open(finishedView);
    await whole(run);
    const text = await words(run);
    assert.match(text, /Sex F \d+ \d+/);
    assert.match(text, /not known/);
    assert.match(text, /oblique insufficient/);
    await run.page.getByRole('button', { name: 'Worst cases of Manufacturer: Agfa' }).click();
    await run.page.getByRole('list', { name: 'Worst cases of Manufacturer: Agfa' }).locator('img').first().waitFor();
  });

  it('says what comes later, and what failed, in place of cases', async () => {
    const running = await open(runningView);
    assert.match(await words(running), /come at the end of the run/);
    await running.close();
    const failed = await open(failedView);
    assert.match(await words(failed), /failed before it had predicted/);
    assert.deepEqual(failed.wanted, []);
  });

  it('shows the rest of the page when the cases can not be read, and tries again', async () => {
    let broken = true;
    const cases = () => {
      if (broken) throw new Error('predictions.csv has no column label; it is not the table of this run.');
      return new Promise<never>(() => undefined);
    };
    const run = await open(finishedView, { handlers: { cases } });
    await run.page.getByRole('alert').getByText('has no column label').waitFor();
    assert.match(await words(run), /MAE 12\.3 months/);
    broken = false;
    await run.page.getByRole('button', { name: 'Try Again' }).click();
    await run.page.getByText('Reading the predictions').waitFor();
  });

  it('reads the cases when the predictions appear', async () => {
    const run = await open(runningView);
    run.announce('changed', finishedView);
    await whole(run);
  });

  it('shows a failed action on a case as a sentence', async () => {
    const onCase = () => {
      throw new Error("This version of RadSteps can't look for similar training images.");
    };
    const run = await open(finishedView, { handlers: { onCase } });
    await whole(run);
    await run.page.locator('button.picture').first().click();
    await run.page.getByRole('alert').getByText("can't look for similar").waitFor();
  });

  const one: CaseTable = { ...twoClassTable, cases: twoClassTable.cases.filter(({ label }) => label === 'fractured') };
  it('says why there is no curve where only one class is labelled', async () => {
    const run = await open(classificationView, { table: one });
    await whole(run);
    assert.match(await words(run), /No ROC curve: There is no negative image\./);
    assert.deepEqual(run.problems, []);
  });

  it('is accessible, and looks as it should in every theme', async function () {
    this.timeout(120_000);
    await mkdir(pictures, { recursive: true });
    const looks: readonly (readonly [string, RunView, CaseTable, Theme])[] = [
      ['classes', classificationView, twoClassTable, 'dark'],
      ['classes', classificationView, twoClassTable, 'light'],
      ['classes', classificationView, twoClassTable, 'contrast'],
      ['several', classificationView, severalClassTable, 'light'],
      ['boxes', finishedView, boxTable, 'dark'],
      ['masks', finishedView, maskTable, 'light'],
      ['numbers', finishedView, numberTable, 'dark'],
      ['numbers', finishedView, numberTable, 'light'],
    ];
    for (const [name, view, table, theme] of looks) {
      const run = await open(view, { table, theme });
      await whole(run);
      const cell = run.page.locator('td.differ button').first();
      if ((await cell.count()) > 0) await cell.click();
      await run.page.locator('.plot svg').last().waitFor();
      assert.deepEqual(await accessibilityProblems(run.page), [], `${name}, ${theme}`);
      assert.deepEqual(run.problems, [], `${name}, ${theme}`);
      await run.page.screenshot({ path: join(pictures, `run-cases-${name}-${theme}.png`), fullPage: true });
      await run.close();
    }
    opened = undefined;
  });

  it('has no wider page than its window', async () => {
    const run = await open(classificationView, { table: twoClassTable });
    await run.page.setViewportSize({ width: 420, height: 800 });
    await whole(run);
    await run.page.waitForFunction(() => document.documentElement.scrollWidth <= window.innerWidth);
  });
});
