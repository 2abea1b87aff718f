import assert from 'node:assert/strict';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { CurveSource } from '../../webviews/viewer/curveGiven';
import type { SlicesContents } from '../fixtures/slices';
import { type OpenedTestPage, openTestPage } from './harness/openTestPage';
import type { Theme } from './harness/themeVariables';
import type { CurveTestPage } from './pages/curve';

declare const curve: CurveTestPage;
const pictures = join(__dirname, '..', '..', '.cache', 'tests', 'pages');

/** Fifty times of 64 x 64 pixels, each of which rises and falls at a time of its own. */
const bolus: SlicesContents = { size: [64, 64, 50], meaning: { unit: 'HU' } };

describe('the curve over time', () => {
  let opened: OpenedTestPage | undefined;
  afterEach(async () => {
    await opened?.close();
    opened = undefined;
  });
  const start = async (source: Partial<CurveSource> = {}, contents = bolus, theme: Theme = 'dark'): Promise<OpenedTestPage> => {
    opened = await openTestPage('curve', { theme, viewport: { width: 700, height: 260 } });
    await opened.page.evaluate(
      ([slices, given]) =>
        curve.showTimes(
          {
            ...slices,
            value: (column, row, time) => Math.round(40 + 3 * column + row + 200 * Math.exp(-(((time - 15 - column / 8) / 6) ** 2))),
          },
          given,
        ),
      [contents, source] as const,
    );
    return opened;
  };
  const words = async (): Promise<string> => {
    // Drawn with the browser's next picture.
    await opened?.page.evaluate(() => new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve))));
    return (await opened?.page.innerText('.curve-words')) ?? '';
  };
  const told = async () => opened?.page.evaluate(() => curve.told);
  const timesMs = Array.from({ length: 50 }, (_, at) => 1000 + 2000 * at);

  it('asks for a pixel, follows the mouse, and keeps the one that was clicked', async () => {
    const { page, problems } = await start({ timesMs });
    assert.match(await words(), /Point at the picture/);
    await page.evaluate(() => {
      curve.view.setPixel({ column: 8, row: 4 });
      curve.view.setTime(16);
    });
    assert.equal(await words(), 'Column 8, row 4: 268 HU at 32 s');
    await page.evaluate(() => {
      curve.view.pin({ column: 0, row: 1 });
      curve.view.setPixel({ column: 30, row: 30 });
    });
    assert.equal(await words(), 'Column 0, row 1 (kept): 236 HU at 32 s');
    await page.click('text=Let go');
    assert.match(await words(), /^Column 30, row 30: /);
    await page.evaluate(() => curve.view.setPixel(null));
    assert.match(await words(), /^Column 30, row 30: /);
    assert.deepEqual(problems, []);
  });

  it('draws the curve where its values say', async () => {
    const { page } = await start({}, { size: [2, 1, 3] });
    await page.evaluate(() => curve.view.setPixel({ column: 0, row: 0 }));
    await words();
    const path = (await page.getAttribute('.curve-line', 'd')) ?? '';
    const points = path
      .split(/[ML]/)
      .slice(1)
      .map((point) => point.split(' ').map(Number));
    assert.equal(points.length, 3);
    const [first, second, third] = points;
    // Equal steps along, rising values upwards: 40 + 200 exp(-((t - 15) / 6)^2) grows with t.
    assert.ok(first && second && third && Math.abs((second[0] ?? 0) - ((first[0] ?? 0) + (third[0] ?? 0)) / 2) < 0.2);
    assert.ok((first[1] ?? 0) > (second[1] ?? 0) && (second[1] ?? 0) > (third[1] ?? 0));
  });

  it('goes to the time that is clicked or reached by keys', async () => {
    const { page } = await start({ timesMs });
    await page.evaluate(() => {
      curve.view.setPixel({ column: 8, row: 4 });
      curve.view.setTime(16);
    });
    await words();
    const box = await page.locator('.curve-figure').boundingBox();
    assert.ok(box);
    await page.mouse.click(box.x + box.width - 14, box.y + 50);
    await page.focus('.curve-plot');
    for (const key of ['ArrowLeft', 'ArrowRight', 'Home', 'End']) await page.keyboard.press(key);
    assert.deepEqual(await told(), [
      ['time', '49'],
      ['time', '15'],
      ['time', '17'],
      ['time', '0'],
      ['time', '49'],
    ]);
    assert.equal(await page.getAttribute('.curve-plot', 'aria-valuetext'), '268 HU at 32 s');
    assert.equal(await page.getAttribute('.curve-plot', 'aria-valuenow'), '17');
  });

  it('copies the values, and counts frames where times are not known', async () => {
    const { page } = await start({ timesMs: [] }, { size: [2, 1, 3] });
    await page.evaluate(() => curve.view.setPixel({ column: 1, row: 0 }));
    assert.match(await words(), /at frame 1$/);
    await page.click('text=Copy as CSV');
    assert.deepEqual(await told(), [['copy', 'frame,value\n1,43\n2,44\n3,45\n']]);
  });

  it('follows the mouse within a few milliseconds', async () => {
    const { page } = await start({ timesMs });
    const ms = await page.evaluate(async () => {
      const spent: number[] = [];
      for (let at = 0; at < 60; at += 1) {
        // The drawing is done between the two.
        const begin = new Promise<number>((resolve) => requestAnimationFrame(() => resolve(performance.now())));
        curve.view.setPixel({ column: at, row: at });
        const end = new Promise<number>((resolve) => requestAnimationFrame(() => resolve(performance.now())));
        spent.push((await end) - (await begin));
      }
      return spent.sort((a, b) => a - b)[30] ?? 0;
    });
    assert.ok(ms > 0 && ms < 5, `${ms} ms`);
  });

  it('says what keeps it from being drawn', async () => {
    const { page } = await start({ times: 60 });
    await page.waitForSelector('text=The file is damaged.');
    await page.evaluate(() => curve.showTimes({ size: [512, 512, 3] }, { times: 40 }));
    await page.waitForSelector('text=A curve of this slice needs 20 MB of memory, and 16 MB are allowed.');
  });

  for (const theme of ['dark', 'light', 'contrast'] as const)
    it(`can be looked at in ${theme}`, async () => {
      const { page, problems } = await start({ timesMs }, bolus, theme);
      await page.evaluate(() => {
        curve.view.pin({ column: 8, row: 4 });
        curve.view.setTime(16);
      });
      await words();
      await mkdir(pictures, { recursive: true });
      await page.screenshot({ path: join(pictures, `curve-${theme}.png`) });
      assert.deepEqual(problems, []);
    });
});
