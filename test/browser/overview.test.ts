import assert from 'node:assert/strict';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { accessibilityProblems } from './harness/accessibilityProblems';
import {
  doneHead,
  emptyHead,
  emptyParts,
  halfHead,
  halfParts,
  type OpenedOverview,
  type OverviewOptions,
  openOverview,
} from './harness/openOverview';

const pictures = join(__dirname, '..', '..', '.cache', 'tests', 'pages');

describe('the overview of a project', () => {
  let opened: OpenedOverview | undefined;
  const open = async (options: OverviewOptions = {}): Promise<OpenedOverview> => {
    opened = await openOverview(options);
    return opened;
  };
  const words = async (): Promise<string> => ((await opened?.page.innerText('main')) ?? '').replace(/\s+/g, ' ');
  const complete = async (): Promise<void> => {
    await opened?.page.waitForSelector('.runs-figure svg, .charts, .failure');
    await opened?.page.waitForFunction(() => document.querySelector('[role=status]') === null);
  };
  before(() => mkdir(pictures, { recursive: true }));
  afterEach(async () => {
    await opened?.close();
    opened = undefined;
  });

  it('shows question, success, seven steps, what comes next, people and who is missing', async () => {
    const { page, problems, state } = await open();
    await complete();
    const text = await words();
    assert.match(text, /Bone age, left hand What is the bone age, in months/);
    assert.match(text, /Success: MAE at most 8 months Readers vary by about 6 months/);
    assert.match(text, /What to do next Agreement of readers in step 3 Data How far readers differ/);
    assert.match(
      text,
      /open 14 of 90 images of the test part read twice Usually done by: statistician, reader\. Show Reader Agreement Show Guidance/,
    );
    assert.equal(await page.locator('.steps > li').count(), 7);
    assert.match(text, /✓ Problem 3 of 3 done/);
    assert.match(text, /3 Data 6 of 10 done, 1 stale Agreement of readers/);
    assert.match(text, /Ada Lead lead, clinician, reader image interpretation, clinical understanding department/);
    assert.match(text, /Nobody yet, and whom to ask statistician \(role\): ask a university's department of statistics/);
    assert.ok(!text.includes('TODO'), 'a question is no name');
    assert.deepEqual(await state(), { project: '/projects/hands' });
    assert.deepEqual(problems, []);
  });

  it('shows data, the best run with n, interval and part, problems worst first, and what happened last', async () => {
    const { page, problems } = await open();
    await page.waitForSelector('.runs-figure svg');
    await complete();
    const text = await words();
    assert.match(text, /600 images of 402 patients in 511 studies/);
    assert.match(text, /train 420 70 % 281 tuning 90 15 % 61 test 90 15 % 60/);
    assert.match(text, /90 % of the images have final labels: 540 final, 40 draft, 20 without a label/);
    assert.match(
      text,
      /MAE 8\.70 months 95 % interval 7\.30 to 10\.3 tuning part, n = 90 images of 61 patients 20260307-101500-quick-4f2a/,
    );
    assert.match(text, /2 hollow: trained with another split/);
    assert.match(text, /2 errors 5 warnings 1 note error The patient of line 14 is in two parts/);
    assert.match(text, /Show All 8 in the Problems Panel/);
    assert.match(text, /8 Mar 2026 Run 20260308-101500-quick-4f2a: MAE 8\.90 months Ben Builder/);
    const figure = page.locator('.runs-figure svg');
    assert.equal(await figure.getAttribute('aria-label'), 'MAE of 8 runs, oldest first; best 8.7 by 20260307-101500-quick-4f2a');
    assert.match((await figure.textContent()) ?? '', /goal: MAE at most 8 months/);
    assert.equal(await page.locator('.distribution').count(), 5);
    assert.deepEqual(problems, []);
  });

  it('opens what is clicked, by mouse and by keyboard, and says what failed', async () => {
    const { page, acted } = await open();
    await complete();
    await page.getByRole('button', { name: /^6 Validation 0 of 5 done Acceptance criteria/ }).click();
    await page.getByRole('button', { name: /^✓ Problem 3 of 3 done/ }).press('Enter');
    await page.getByRole('button', { name: 'Show Reader Agreement' }).click();
    await page.getByRole('button', { name: 'Show Guidance' }).click();
    await page.getByRole('button', { name: '20260307-101500-quick-4f2a' }).press('Enter');
    await page.getByRole('button', { name: 'Show All 8' }).click();
    await page.getByRole('button', { name: 'Show Dataset' }).click();
    await page.getByRole('button', { name: 'Show History of Runs' }).click();
    await page.getByRole('button', { name: 'Open the Team' }).click();
    assert.deepEqual(acted, [
      { what: 'task', task: '6-validation/acceptance' },
      { what: 'steps' },
      { what: 'task', task: '3-data/agreement' },
      { what: 'guidance', task: '3-data/agreement' },
      { what: 'run', run: '20260307-101500-quick-4f2a' },
      { what: 'problems' },
      { what: 'dataset' },
      { what: 'history' },
      { what: 'task', task: '2-team/team' },
    ]);
  });

  it('begins with a skeleton, and shows each part when it is there', async () => {
    const forever = () => new Promise<never>(() => undefined);
    const { page, asked } = await open({ instead: { open: forever } });
    assert.equal(await page.locator('.steps > li').count(), 7);
    assert.match(await words(), /Governance/);
    await page.screenshot({ path: join(pictures, 'overview-skeleton.png') });
    assert.deepEqual(asked, ['open']);
    await opened?.close();
    const again = await open({ instead: { data: forever } });
    await again.page.getByText('The patient of line 14').waitFor();
    assert.match(await words(), /Counting images and labels …/);
    assert.deepEqual(await accessibilityProblems(again.page), []);
  });

  it('asks again only for what has changed', async () => {
    const { page, announce, asked } = await open();
    await complete();
    const before = asked.length;
    announce('changed', ['head', 'problems']);
    await page.waitForFunction(() => performance.getEntriesByName('overview-drawn').length === 2);
    await new Promise((resolve) => setTimeout(resolve, 300));
    assert.deepEqual(asked.slice(before), ['open', 'problems']);
  });

  it('says at each empty part what to do', async () => {
    const { page, acted, problems } = await open({ session: { head: emptyHead }, parts: emptyParts });
    await page.getByText('There are no images yet').waitFor();
    await page.getByText('Nothing is committed yet').waitFor();
    const text = await words();
    assert.match(text, /Write the question that this project answers/);
    assert.match(text, /Nobody is named yet\. Enter who takes part in 2-team\/team\.yaml/);
    assert.match(text, /No run yet: import images, split them, then train/);
    assert.match(text, /The check found nothing/);
    await page.screenshot({ path: join(pictures, 'overview-empty.png'), fullPage: true });
    assert.deepEqual(await accessibilityProblems(page), []);
    await page.getByRole('button', { name: 'Generate Demo Films...' }).click();
    await page.getByRole('button', { name: 'Write the question' }).click();
    await page.getByRole('button', { name: 'Train...' }).click();
    await page.getByText('There is no experiment to train.').waitFor();
    assert.deepEqual(
      acted.map(({ what }) => what),
      ['films', 'task', 'train'],
    );
    assert.deepEqual(problems, []);
  });

  it('says so where nothing is open, where only runs of another split are there, and where nothing is split', async () => {
    const { page } = await open({
      session: { head: doneHead },
      parts: { runs: { ...halfParts.runs, best: null }, data: { ...halfParts.data, parts: [] } },
    });
    await complete();
    const text = await words();
    assert.match(text, /Nothing is open\. All that is needed is done/);
    assert.match(text, /No run was trained with the present split/);
    assert.match(text, /Not split yet/);
    assert.equal(await page.locator('.card.done').count(), 7);
  });

  it('starts no program in Restricted Mode, and leads to trust', async () => {
    const { page, asked, acted } = await open({ session: { isTrusted: false } });
    await page.waitForSelector('.runs-figure svg');
    assert.deepEqual(asked, ['open', 'runs']);
    assert.match(await words(), /The check starts programs, which Restricted Mode does not\. Manage Workspace Trust/);
    await page.getByRole('button', { name: 'Manage Workspace Trust' }).first().click();
    assert.deepEqual(acted, [{ what: 'trust' }]);
    await page.screenshot({ path: join(pictures, 'overview-restricted.png'), fullPage: true });
  });

  it('tells what could not be read, part by part, and all of it with a way to try again', async () => {
    const fails = (sentence: string) => () => Promise.reject(new Error(sentence));
    const { page } = await open({ instead: { data: fails('3-data/images.csv, line 3: the image stands there twice.') } });
    await page.getByText('the image stands there twice').waitFor();
    await page.getByText('The patient of line 14').waitFor();
    await opened?.close();
    let tries = 0;
    const again = await open({
      instead: {
        open: () => {
          tries += 1;
          return tries === 1 ? Promise.reject(new Error('radsteps.yaml is missing.')) : Promise.resolve(undefined as never);
        },
      },
    });
    await again.page.getByText('radsteps.yaml is missing.').waitFor();
    await again.page.getByRole('button', { name: 'Try Again' }).click();
    await again.page.getByText(halfHead.name).waitFor();
  });

  for (const theme of ['dark', 'light', 'contrast'] as const) {
    it(`is readable and free of accessibility problems: ${theme}`, async () => {
      const { page, problems } = await open({ theme });
      await page.waitForSelector('.runs-figure svg');
      await complete();
      await page.screenshot({ path: join(pictures, `overview-${theme}.png`), fullPage: true });
      assert.deepEqual(await accessibilityProblems(page), []);
      assert.deepEqual(problems, []);
    });
  }

  it('keeps to a narrow window', async () => {
    const { page } = await open({ width: 420 });
    await page.waitForSelector('.runs-figure svg');
    await complete();
    assert.ok(await page.evaluate(() => document.documentElement.scrollWidth <= window.innerWidth));
    await page.screenshot({ path: join(pictures, 'overview-narrow.png'), fullPage: true });
  });
});
