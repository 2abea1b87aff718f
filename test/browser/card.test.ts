import assert from 'node:assert/strict';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { accessibilityProblems } from './harness/accessibilityProblems';
import { cardOf, type OpenedCard, openCard, unknownCard } from './harness/openCard';

const pictures = join(__dirname, '..', '..', '.cache', 'tests', 'pages');

describe('the page of a result card', () => {
  let opened: OpenedCard | undefined;
  const open = async (options: Parameters<typeof openCard>[0] = {}): Promise<OpenedCard> => {
    opened = await openCard(options);
    return opened;
  };
  const words = async (): Promise<string> => ((await opened?.page.innerText('main')) ?? '').replace(/\s+/g, ' ');
  afterEach(async () => {
    await opened?.close();
    opened = undefined;
  });

  it('shows film, number, interval and chronological age, sex used, run and weights', async () => {
    const { page, problems } = await open();
    await page.waitForSelector('.draft');
    await page.waitForSelector('.own img');
    const text = await words();
    assert.match(text, /11 years 4 months \(136 months\) 95 % prediction interval 10 years 2 months to 12 years 6 months/);
    assert.match(text, /advanced by 18 months against the chronological age; the chronological age lies outside the prediction interval/);
    assert.match(
      text,
      /Sex used female, from the index Chronological age 9 years 10 months \(118 months\), from the index Weights d78de0a58b43/,
    );
    assert.match(text, /Calibrated on 412 images of 388 patients/);
    const figure = page.locator('svg[aria-label^="The estimate with its prediction interval"]');
    assert.match((await figure.textContent()) ?? '', /Chronological age 9 years 10 months/);
    const [interval, dot, age] = await Promise.all([
      figure.locator('g[stroke*="blue"] line').evaluate((line) => [Number(line.getAttribute('x1')), Number(line.getAttribute('x2'))]),
      figure.locator('circle').evaluate((circle) => Number(circle.getAttribute('cx'))),
      figure.locator('g[stroke*="orange"] line').evaluate((line) => Number(line.getAttribute('x1'))),
    ]);
    const [low = 0, high = 0] = interval;
    // All on one scale: 118 months lie left of an interval from 122.4 to 150.1 around 136.2.
    assert.ok(age < low && low < dot && dot < high, JSON.stringify([age, low, dot, high]));
    assert.ok(Math.abs((dot - low) / (high - low) - (136.2 - 122.4) / (150.1 - 122.4)) < 0.01);
    assert.ok(Math.abs((low - age) / (high - low) - (122.4 - 118) / (150.1 - 122.4)) < 0.01);
    assert.deepEqual(problems, []);
  });

  it('copies the draft and says so, opens image and run, by keyboard too', async () => {
    const { page, asked } = await open();
    await page.getByRole('button', { name: 'Copy Draft' }).click();
    await page.getByText('The draft is on the clipboard.').waitFor();
    await page.getByRole('button', { name: 'Open img-0a1b2c3d4e' }).press('Enter');
    await page.getByRole('button', { name: 'Open the run' }).press('Enter');
    assert.deepEqual(asked, [`copy ${cardOf({ run: '', sex: null }).draft}`, 'image', 'run 20260301-101500-good-4f2a']);
    assert.match(asked[0] ?? '', /to be confirmed by a radiologist/);
  });

  it('gives no single number where the sex is not known, and one when it is chosen', async () => {
    const { page, choices } = await open({ card: unknownCard });
    await page.waitForSelector('.warnings');
    assert.match(await words(), /As a girl: 11 years 4 months .* As a boy: 12 years 6 months/);
    assert.match(await words(), /Sex used not known: both are estimated Chronological age not known/);
    assert.equal(await page.locator('.plot circle').count(), 2);
    assert.doesNotMatch(await words(), /advanced|delayed/);
    await page.getByLabel('Sex', { exact: true }).selectOption('M');
    await page.getByText('male, chosen here').waitFor();
    assert.equal(await page.locator('.plot circle').count(), 1);
    assert.deepEqual(choices, [
      { run: '', sex: null },
      { run: '', sex: 'M' },
    ]);
  });

  it('asks another run, and keeps the choice over a reload', async () => {
    const { page, choices, state } = await open();
    await page.getByLabel('Run', { exact: true }).selectOption('20260228-091500-quick-11aa');
    await page.locator('.draft', { hasText: 'quick-11aa' }).waitFor();
    const kept = await state();
    assert.deepEqual(kept, {
      ...{ project: '/projects/hands', image: 'img-0a1b2c3d4e', run: '' },
      choice: { run: '20260228-091500-quick-11aa', sex: null },
    });
    assert.equal(choices.length, 2);
    await opened?.close();
    const again = await open({ state: kept });
    await again.page.locator('.draft', { hasText: 'quick-11aa' }).waitFor();
    assert.equal(await again.page.getByLabel('Run', { exact: true }).inputValue(), '20260228-091500-quick-11aa');
  });

  it('shows no number while it asks, ends by Cancel, says what failed, and tries again', async () => {
    const { page, answer, problems } = await open({ waits: true });
    assert.match(await words(), /Asking the network/);
    await page.getByRole('button', { name: 'Cancel' }).click();
    await page.getByRole('alert').waitFor();
    assert.match(await words(), /Cancelled\. Try Again/);
    assert.equal(await page.locator('.draft').count(), 0);
    await page.getByRole('button', { name: 'Try Again' }).click();
    answer(new Error('You read blind and have yet to label this image.'));
    await page.getByText('You read blind').waitFor();
    await page.getByRole('button', { name: 'Try Again' }).click();
    answer(cardOf({ run: '', sex: null }));
    await page.waitForSelector('.draft');
    assert.equal(await page.getByRole('alert').count(), 0);
    assert.deepEqual(problems, []);
  });

  it('is accessible, no wider than its window, and looks as it should in every theme', async function () {
    this.timeout(60_000);
    await mkdir(pictures, { recursive: true });
    const looks = [
      ['known', 'dark', 1000, undefined],
      ['known', 'light', 1000, undefined],
      ['known', 'contrast', 1000, undefined],
      ['unknown', 'dark', 1000, unknownCard],
      ['narrow', 'light', 420, unknownCard],
    ] as const;
    for (const [name, theme, width, card] of looks) {
      const { page, problems, close } = await open({ theme, width, ...(card && { card }) });
      await page.waitForSelector('.draft');
      await page.waitForSelector('.own img');
      await page.locator('.plot svg').waitFor();
      assert.deepEqual(await accessibilityProblems(page), [], `${name}, ${theme}`);
      assert.ok(await page.evaluate(() => document.documentElement.scrollWidth <= window.innerWidth), `${name} is too wide`);
      await page.screenshot({ path: join(pictures, `card-${name}-${theme}.png`), fullPage: true });
      assert.deepEqual(problems, []);
      await close();
    }
    opened = undefined;
  });
});
