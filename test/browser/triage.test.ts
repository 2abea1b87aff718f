import assert from 'node:assert/strict';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { accessibilityProblems } from './harness/accessibilityProblems';
import { type OpenedTriage, openTriage, subject, triageSession } from './harness/openTriage';

const pictures = join(__dirname, '..', '..', '.cache', 'tests', 'pages');

describe('the page of the triage list', () => {
  let opened: OpenedTriage | undefined;
  const open = async (options: Parameters<typeof openTriage>[0] = {}): Promise<OpenedTriage> => {
    opened = await openTriage(options);
    return opened;
  };
  const words = async (): Promise<string> => ((await opened?.page.innerText('main')) ?? '').replace(/\s+/g, ' ');
  const card = (index: number) => opened?.page.locator(`article[data-index="${index}"]`);
  const textOf = async (index: number): Promise<string> => ((await card(index)?.innerText()) ?? '').replace(/\s+/g, ' ');
  afterEach(async () => {
    await opened?.close();
    opened = undefined;
  });
  before(() => mkdir(pictures, { recursive: true }));

  it('shows studies worst first, alerts worded as alerts, and what could not be read above them', async () => {
    const { page, problems } = await open();
    await page.waitForSelector('article img');
    assert.match(await textOf(0), /^1 Possible fracture: please look at this film first score 0\.97, alert from 0\.50/);
    assert.match(await textOf(0), /The detector found nothing; circled: where the alert’s network looked/);
    assert.match(await textOf(1), /1 box found by the detector \(0\.71\)/);
    assert.match(await textOf(1), /A film of this study could not be sorted: look at it too\./);
    assert.match(await words(), /2 films could not be sorted: please look at them img-dead000000 The picture is damaged/);
    assert.match(await words(), /an alert to a reader, not a report\. A radiologist must read every film/);
    assert.equal(await page.locator('article[data-index="0"] .looked').count(), 2, 'the circle and the dark line under it');
    assert.equal(await page.locator('article[data-index="1"] .worst .found').count(), 2);
    await page.locator('article[data-index="0"]').focus();
    await page.keyboard.press('End');
    await page.waitForSelector('article[data-index="44"]');
    assert.match(await textOf(44), /^45 Not sorted: no alert is not “no fracture” score 0\.03/);
    assert.deepEqual(problems, []);
  });

  it('says run, weights, threshold with rule and n, sensitivity and specificity with intervals, and when', async () => {
    const { page } = await open();
    await page.getByText('Where this list comes from').click();
    const text = await words();
    assert.match(text, /run 20260301-101500-quick-4f2a \(quick\), weights ab12ab12ab12…/);
    assert.match(text, /0\.5: highest sum of sensitivity and specificity, tuning part, n = 120 films/);
    assert.match(text, /82 % \(95 % interval 70 to 90 %; n = 60 films of 60 patients\), tuning part/);
    assert.match(text, /The order is fixed/);
    assert.match(text, /2026-03-02 08:15 UTC/);
  });

  it('marks studies and moves between them by the keyboard, and opens the worst film with the list to go on through', async () => {
    const { page, asked, states } = await open();
    await card(0)?.focus();
    await page.keyboard.press('a');
    await page.waitForSelector('article[data-index="0"] [aria-pressed="true"]');
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('d');
    await page.waitForSelector('article[data-index="1"] [aria-pressed="true"]');
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('r');
    await page.waitForSelector('article[data-index="2"] [aria-pressed="true"]');
    assert.deepEqual(
      Object.values(states()).map(({ state }) => state),
      ['agree', 'disagree', 'read'],
    );
    assert.match(await words(), /45 studies · 3 read, 1 agree, 1 disagree/);
    await page.keyboard.press('u');
    await page.waitForSelector('article[data-index="2"] [aria-pressed="true"]', { state: 'detached' });
    await page.keyboard.press('PageDown');
    await page.keyboard.press('Home');
    await page.keyboard.press('Enter');
    assert.match(asked.at(-1) ?? '', /^open img-1f3a5b7c9d of 63$/);
    await card(1)
      ?.getByRole('button', { name: /^Disagree/ })
      .click();
    await page.waitForSelector('article[data-index="1"] [aria-pressed="true"]', { state: 'detached' });
    assert.equal(Object.keys(states()).length, 1, 'pressing it again takes it back');
  });

  it('filters, says how many are left, and keeps filters and place over a reload', async () => {
    const { page, state } = await open();
    await page.getByLabel('Alerts only').check();
    await page.getByLabel('Region').selectOption('HAND');
    assert.match(await words(), /11 of 45 studies shown/);
    assert.ok((await textOf(0)).startsWith('2 '), 'a study keeps its place of the whole list');
    const kept = await state();
    assert.deepEqual(
      { ...(kept as object), look: { ...(kept as { look: object }).look, study: '', scroll: 0 } },
      { ...subject, look: { part: 'tuning', alertsOnly: true, unreadOnly: false, region: 'HAND', study: '', scroll: 0 } },
    );
    await opened?.close();
    const again = await open({ state: kept });
    await again.page.waitForSelector('article');
    assert.match(await words(), /11 of 45 studies shown/);
    await again.page.getByLabel('Region').selectOption('HIP');
    await again.page.getByLabel('Unread only').check();
    await card(0)?.focus();
    await again.page.keyboard.press('r');
    await again.page.waitForSelector('article[data-index="0"] [aria-pressed="true"]');
    await again.page.keyboard.press('ArrowDown');
    await again.page.keyboard.press('ArrowDown');
    assert.doesNotMatch(await words(), /No study fits/);
  });

  it('draws few of 5,000 studies, reaches the last at once, and asks for thumbnails of what is seen alone', async () => {
    const { page, wanted, problems } = await open({ session: triageSession(5000, 0) });
    await page.waitForSelector('article img');
    assert.ok((await page.locator('article').count()) < 15);
    await card(0)?.focus();
    const before = Date.now();
    await page.keyboard.press('End');
    await page.waitForSelector('article[data-index="4999"]:focus');
    assert.ok(Date.now() - before < 4000);
    assert.ok((await page.locator('article').count()) < 15);
    assert.equal(await card(4999)?.getAttribute('aria-posinset'), '5000');
    assert.equal(await card(4999)?.getAttribute('aria-setsize'), '5000');
    await page.waitForTimeout(400);
    assert.ok(wanted().length < 30, String(wanted().length));
    assert.deepEqual(problems, []);
  });

  it('shows how far the sorting is, ends it by Cancel, and offers to train weights again that are missing', async () => {
    const { page, announce, answer, asked } = await open({ waits: true });
    announce('progress', 'Predicting: 128 of 300');
    await page.getByText('Predicting: 128 of 300').waitFor();
    await page.getByRole('button', { name: 'Cancel' }).click();
    await page.getByRole('alert').filter({ hasText: 'Cancelled.' }).waitFor();
    await page.getByRole('button', { name: 'Try Again' }).click();
    await page.getByRole('status').waitFor();
    answer(new Error('The weights of run x are not on this machine; `radsteps reproduce x`.'));
    await page.getByRole('button', { name: 'Reproduce the Run' }).click();
    assert.deepEqual(asked, ['sort tuning', 'sort tuning', 'reproduce']);
  });

  it('sorts another part where it is chosen, and has no parts for films outside the project', async () => {
    const { page, asked } = await open();
    await page.waitForSelector('article');
    await page.getByLabel('Films', { exact: true }).selectOption('test');
    await page.getByRole('button', { name: 'Save List…' }).click();
    await page.getByRole('button', { name: 'Sort a Folder…' }).click();
    assert.deepEqual(asked, ['sort tuning', 'sort test', 'save test', 'folder']);
    await opened?.close();
    const { page: outside } = await open({ outside: '0123456789abcdef' });
    await outside.waitForSelector('article');
    assert.equal(await outside.getByLabel('Films', { exact: true }).count(), 0);
  });

  for (const [lack, button, request] of [
    ['images', 'Import Images…', 'import'],
    ['split', 'Split by Patient', 'split'],
    ['run', 'Train…', 'train'],
  ] as const) {
    it(`says what to do first where it lacks: ${lack}`, async () => {
      const { page, asked } = await open({ session: { lack, sentence: 'Something is to be done first.' } });
      await page.getByText('Something is to be done first.').waitFor();
      await page.getByRole('button', { name: button }).click();
      await page.getByRole('button', { name: 'Look Again' }).click();
      await page.waitForTimeout(100);
      assert.deepEqual(asked, ['sort tuning', request, 'sort tuning']);
      assert.deepEqual(await accessibilityProblems(page), []);
      if (lack === 'run') await page.screenshot({ path: join(pictures, 'triage-no-run.png') });
    });
  }

  it('says so where no film could be sorted, and where no study fits the filters', async () => {
    const { page } = await open({ session: triageSession(0, 3) });
    await page.getByText('No film could be sorted: the list above says why.').waitFor();
    await opened?.close();
    const { page: filtered } = await open({ session: triageSession(3, 0) });
    await filtered.getByLabel('Alerts only').check();
    await filtered.getByLabel('Region').selectOption('HIP');
    await filtered.getByRole('button', { name: 'Show all studies' }).click();
    await filtered.waitForSelector('article');
  });

  for (const theme of ['dark', 'light', 'contrast'] as const) {
    it(`is readable and free of accessibility problems: ${theme}`, async () => {
      const { page, problems } = await open({ theme });
      await page.waitForSelector('article img');
      await card(1)?.focus();
      await page.keyboard.press('d');
      await page.waitForLoadState('networkidle');
      await page.screenshot({ path: join(pictures, `triage-${theme}.png`) });
      await page.getByText('Where this list comes from').click();
      assert.deepEqual(problems, []);
      assert.deepEqual(await accessibilityProblems(page), []);
    });
  }

  it('keeps to a narrow window', async () => {
    const { page } = await open({ width: 420 });
    await page.waitForSelector('article img');
    assert.ok(await page.evaluate(() => document.documentElement.scrollWidth <= window.innerWidth));
    await page.screenshot({ path: join(pictures, 'triage-narrow.png') });
  });
});
