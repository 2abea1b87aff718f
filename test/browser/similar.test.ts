import assert from 'node:assert/strict';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { accessibilityProblems } from './harness/accessibilityProblems';
import { foundImages, type OpenedSimilar, openSimilar } from './harness/openSimilar';

const pictures = join(__dirname, '..', '..', '.cache', 'tests', 'pages');

describe('the page of similar training images', () => {
  let opened: OpenedSimilar | undefined;
  const open = async (options: Parameters<typeof openSimilar>[0] = {}): Promise<OpenedSimilar> => {
    opened = await openSimilar(options);
    return opened;
  };
  const words = async (): Promise<string> => ((await opened?.page.innerText('main')) ?? '').replace(/\s+/g, ' ');
  const cards = () => opened?.page.locator('ol.similar > li');
  afterEach(async () => {
    await opened?.close();
    opened = undefined;
  });

  it('shows the image and its neighbours, nearest first, with label, patient and similarity, and marks the same patient', async () => {
    const { page, problems } = await open();
    await page.waitForSelector('ol.similar img');
    assert.equal(await cards()?.count(), 12);
    const first = ((await cards()?.nth(0).innerText()) ?? '').split('\n').filter((line) => line !== '');
    assert.deepEqual(first, ['0.991', '126 months', 'img-1f3a5b7c9d', foundImages({ count: 1, otherPatients: false }).images[0]?.patient]);
    assert.match((await cards()?.nth(1).innerText()) ?? '', /the same patient/);
    assert.equal(await page.locator('.same').count(), 1);
    assert.match(await words(), /bone_age: 124 months P-7K2M9QXA/);
    assert.match(await words(), /12 of 340 training images\. Similarity is the cosine .*\(layer relu4/);
    assert.match(await words(), /The split has changed since run/);
    assert.deepEqual(problems, []);
  });

  it('opens images and the run by mouse and by keyboard', async () => {
    const { page, asked } = await open();
    await page
      .getByRole('button', { name: /Open img-1f3a5b9b8c: similarity 0\.985, bone_age 123 months, patient \S+, the same patient/ })
      .click();
    await page.getByRole('button', { name: /^run 2026/ }).focus();
    await page.keyboard.press('Enter');
    await page.getByRole('button', { name: 'Open img-0a1b2c3d4e' }).press('Enter');
    assert.deepEqual(asked, ['open img-1f3a5b9b8c', 'run', 'open img-0a1b2c3d4e']);
  });

  it('shows more, leaves the same patient out, and keeps the choice over a reload', async () => {
    const { page, choices, state } = await open();
    await page.getByRole('button', { name: 'Show More' }).click();
    await page.waitForSelector('ol.similar > li:nth-child(24)');
    await page.getByLabel('Other patients only').check();
    await page.waitForFunction(() => document.querySelector('.same') === null);
    assert.deepEqual(choices.at(-1), { count: 24, otherPatients: true });
    const kept = await state();
    assert.deepEqual(kept, {
      project: '/projects/hands',
      run: '20260301-101500-quick-4f2a',
      image: 'img-0a1b2c3d4e',
      choice: { count: 24, otherPatients: true },
    });
    await opened?.close();
    const again = await open({ state: kept });
    await again.page.waitForSelector('ol.similar > li:nth-child(24)');
    assert.deepEqual(again.choices, [{ count: 24, otherPatients: true }]);
    assert.ok(await again.page.getByLabel('Other patients only').isChecked());
  });

  it('tells how far the search is, ends it by Cancel, and begins again', async () => {
    const { page, announce, answer, problems } = await open({ waits: true });
    announce('progress', 'Looking at images: 320 of 4083');
    await page.getByText('Looking at images: 320 of 4083').waitFor();
    await page.screenshot({ path: join(pictures, 'similar-searching.png') });
    await page.getByRole('button', { name: 'Cancel' }).click();
    await page.getByRole('alert').waitFor();
    assert.match(await words(), /Cancelled\. Try Again img-/);
    assert.equal(await page.getByRole('button', { name: 'Reproduce the Run' }).count(), 0);
    await page.getByRole('button', { name: 'Try Again' }).click();
    await page.getByRole('status').waitFor();
    answer(foundImages({ count: 12, otherPatients: false }));
    await page.waitForSelector('ol.similar > li');
    assert.equal(await page.getByRole('alert').count(), 0);
    assert.deepEqual(problems, []);
  });

  it('offers to reproduce the run where its weights are missing', async () => {
    const { page, answer, asked } = await open({ waits: true, theme: 'light' });
    answer(
      new Error(
        'The weights of run 20260301-101500-quick-4f2a (0123456789ab….onnx) are not in .radsteps/weights on this machine; copy them there, or have them trained again by `radsteps reproduce 20260301-101500-quick-4f2a`.',
      ),
    );
    await page.getByRole('button', { name: 'Reproduce the Run' }).click();
    assert.deepEqual(asked, ['reproduce']);
    await page.screenshot({ path: join(pictures, 'similar-no-weights.png') });
  });

  for (const theme of ['dark', 'light', 'contrast'] as const) {
    it(`is readable and free of accessibility problems: ${theme}`, async () => {
      const { page, problems } = await open({ theme });
      await page.waitForSelector('ol.similar img');
      await page.waitForLoadState('networkidle');
      await mkdir(pictures, { recursive: true });
      await page.screenshot({ path: join(pictures, `similar-${theme}.png`), fullPage: true });
      assert.deepEqual(await accessibilityProblems(page), []);
      assert.deepEqual(problems, []);
    });
  }

  it('keeps to a narrow window', async () => {
    const { page } = await open({ width: 420 });
    await page.waitForSelector('ol.similar img');
    assert.ok(await page.evaluate(() => document.documentElement.scrollWidth <= window.innerWidth));
    await page.screenshot({ path: join(pictures, 'similar-narrow.png') });
  });
});
