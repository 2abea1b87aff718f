import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { driveViewer } from './harness/driveViewer';
import { address } from './harness/openPage';
import { settled } from './harness/openViewer';
import { film, slice, slices } from './harness/viewerFiles';

describe('the viewer', () => {
  const { open, press, place, drag, close, text, middle } = driveViewer();
  afterEach(close);

  it('shows the picture before anything else, tells how long it took, and asks nothing when all came with the page', async () => {
    const { asked } = await open(slices);
    assert.deepEqual(asked, ['painted']);
    assert.match(await text('top.right'), /Image 1 \/ 12/);
    assert.match(await text('bottom.right'), /Window 400, level 40 HU/);
  });

  it('asks for its session where the page came without', async () => {
    await open(slices, { extras: { decodes: true, data: { worker: `${address}/viewerWorker.js`, codecs: `${address}/codecs` } } });
    assert.match(await text('top.right'), /Image 1 \/ 12/);
  });

  it('has an entry under 15 KB', () => {
    const folder = join(__dirname, '..', '..', 'dist', 'webviews');
    const entry = readFileSync(join(folder, 'viewer.js'), 'utf8');
    const parts = [...entry.matchAll(/from"\.\/(chunk-[^"]+)"/g)].map(([, name]) => readFileSync(join(folder, name ?? '')));
    const size = [Buffer.from(entry), ...parts].reduce((sum, part) => sum + gzipSync(part, { level: 9 }).length, 0);
    assert.ok(size < 15_000, `${size} bytes`);
  });

  it('scrolls by keys, wheel and slider', async () => {
    const { page } = await open(slices);
    await press('ArrowDown', 'ArrowDown', 'ArrowUp');
    assert.match(await text('top.right'), /Image 2 \/ 12/);
    await press('PageDown');
    assert.match(await text('top.right'), /Image 12 \/ 12/);
    await press('Home');
    assert.match(await text('top.right'), /Image 1 \/ 12/);
    await press('End');
    const brightest = await middle();
    await page.mouse.move(...(await place(300, 300)));
    await page.mouse.wheel(0, -120);
    await page.mouse.wheel(0, -120);
    await settled({ page });
    assert.match(await text('top.right'), /Image 10 \/ 12/);
    assert.ok((await middle()) < Number(brightest), 'another slice is on the screen');
    await page.getByRole('slider', { name: 'Image' }).fill('5');
    await settled({ page });
    assert.match(await text('top.right'), /Image 5 \/ 12/);
    assert.equal(await page.getByRole('slider', { name: 'Image' }).getAttribute('aria-valuetext'), 'Image 5 of 12');
  });

  it('plays, at the rate that is asked for, and stops', async () => {
    const { page } = await open(slices);
    await page.getByRole('spinbutton', { name: 'Images a second' }).fill('20');
    await page.keyboard.press('Enter');
    await page.getByRole('button', { name: 'Play' }).click();
    const first = await text('top.right');
    await page.waitForFunction((was) => document.querySelector('.corner.top.right')?.textContent?.trim() !== was.trim(), first);
    await page.getByRole('button', { name: 'Stop' }).click();
    await settled({ page });
    const stopped = await text('top.right');
    await page.waitForTimeout(300);
    assert.equal(await text('top.right'), stopped);
  });

  it('drags the window: right is wider, up is brighter', async () => {
    await open([slice(20)]);
    const before = await middle();
    await drag([300, 300], [500, 300]);
    assert.match(await text('bottom.right'), /Window 800, level 40 HU/);
    await press('w');
    await drag([300, 300], [300, 200]);
    assert.match(await text('bottom.right'), /level -93\.333 HU/);
    assert.ok((await middle()) > before);
  });

  it('changes the window by keys and in the histogram panel', async () => {
    const { page } = await open([slice(20)]);
    await press(']');
    assert.match(await text('bottom.right'), /Window 428\.71, level 40 HU/);
    await press('b');
    await page.getByRole('img', { name: 'Histogram of the values' }).waitFor();
    assert.match(await page.innerText('.content.histogram'), /Values from 0 to 200 HU/);
    await page.getByRole('spinbutton', { name: 'Window' }).fill('100');
    await page.getByRole('spinbutton', { name: 'Level' }).fill('150');
    await page.keyboard.press('Tab');
    await settled({ page });
    assert.match(await text('bottom.right'), /Window 100, level 150 HU/);
    assert.equal(await middle(), 255);
  });

  it('zooms, pans, and fits', async () => {
    const { page } = await open([slice(20)]);
    const percent = () => page.locator('.tool.wide').innerText();
    const fitted = await percent();
    await page.keyboard.down('Control');
    await page.mouse.move(...(await place(10, 10)));
    await page.mouse.wheel(0, -200);
    await page.keyboard.up('Control');
    await settled({ page });
    assert.notEqual(await percent(), fitted);
    await press('f');
    assert.equal(await percent(), fitted);
    await press('1');
    assert.equal(await percent(), '100 %');
    const inside = await middle();
    await drag([300, 300], [330, 300], 'middle');
    assert.notEqual(await middle(), inside, 'the picture moved');
    await page.keyboard.down('Shift');
    await drag([330, 300], [300, 300]);
    await page.keyboard.up('Shift');
    assert.equal(await middle(), inside);
  });

  it('turns and mirrors, and the letters follow', async () => {
    const { page } = await open([slice(20)]);
    const edges = async () => (await page.locator('.edge').allInnerTexts()).join('');
    assert.equal(await edges(), 'RLAP');
    await press('r');
    assert.equal(await edges(), 'PARL');
    await press('h');
    assert.equal(await edges(), 'APRL');
    await press('0');
    assert.equal(await edges(), 'RLAP');
    await page.getByRole('button', { name: 'Flip top and bottom' }).click();
    await settled({ page });
    assert.equal(await edges(), 'RLPA');
  });

  it('reads out the pixel under the pointer and under the cursor of the keyboard', async () => {
    const { page } = await open([slice(20)]);
    const box = await page.locator('.stage').boundingBox();
    await page.mouse.move((box?.x ?? 0) + (box?.width ?? 0) / 2 + 1, (box?.y ?? 0) + (box?.height ?? 0) / 2 + 1);
    await settled({ page });
    assert.equal(await text('bottom.left'), '200 HU (stored 1224)\ncolumn 32, row 32\nL 0.0  P 0.0  H 20.0 mm');
    await page.mouse.move(2, 2);
    await press('c', 'ArrowRight', 'Shift+ArrowDown');
    assert.match(await text('bottom.left'), /column 33, row 42/);
    assert.equal(await page.locator('svg.cursor').count(), 1);
    await press('Escape');
    assert.equal(await page.locator('svg.cursor').count(), 0);
  });

  it('says when millimetres are those of the detector, and which side it is', async () => {
    const { page } = await open([film]);
    assert.match(await text('top.right'), /Left/);
    assert.match(await page.innerText('.scale'), /mm at the detector/);
    await press('c');
    assert.match(await text('bottom.left'), /mm right, .* mm down at the detector/);
    assert.equal((await page.locator('.edge').allInnerTexts()).join(''), 'RLHF');
  });
});
