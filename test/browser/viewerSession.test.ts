import assert from 'node:assert/strict';
import type { LinkedView } from '../../src/protocol/viewer';
import { driveViewer } from './harness/driveViewer';
import { sessionOf, settled } from './harness/openViewer';
import { slice, slices } from './harness/viewerFiles';

describe('the session of a viewer', () => {
  const { open, press, close, text } = driveViewer();
  afterEach(close);

  it('keeps slice, window, view, panel and speed over a reload', async () => {
    const { page, state } = await open(slices);
    await press('End', 'i', 'r', '+', ']', 'b', 't');
    await page.getByRole('spinbutton', { name: 'Images a second' }).fill('7');
    await page.keyboard.press('Tab');
    await settled({ page });
    const kept = await state();
    await page.reload();
    await page.waitForSelector('.content.histogram svg');
    await settled({ page });
    assert.deepEqual(await state(), kept);
    await press('t');
    assert.match(await text('top.right'), /Image 12 \/ 12/);
    assert.match(await text('bottom.right'), /Window 428\.71, level 40 HU, inverted/);
    assert.equal((await page.locator('.edge').allInnerTexts()).join(''), 'PARL');
    assert.equal(await page.getByRole('spinbutton', { name: 'Images a second' }).inputValue(), '7');
  });

  it('does not put one series’ state on another', async () => {
    const { state, close } = await open(slices);
    await press('End', 'i');
    const kept = await state();
    await close();
    await open(slices, { state: kept, session: { key: 'another' } });
    assert.match(await text('top.right'), /Image 1 \/ 12/);
    assert.doesNotMatch(await text('bottom.right'), /inverted/);
  });

  it('keeps showing the opened image when the rest of its series is found, and goes to the kept slice', async () => {
    const first = [slices[4]].filter((file) => file !== undefined);
    const files = new Map(slices.map(({ name, bytes }) => [name, bytes]));
    const { page, announce } = await open(first, { files, session: { isComplete: false } });
    assert.equal(await text('top.right'), '');
    announce('changed', sessionOf(slices, { frame: 4 }));
    await page.locator('.corner', { hasText: 'Image 5 / 12' }).waitFor();
    await press('ArrowDown');
    assert.match(await text('top.right'), /Image 6 \/ 12/);
  });

  it('offers the stacks of a session', async () => {
    const frames = (from: number, to: number) => slices.slice(from, to).map((_, at) => ({ file: from + at, frame: 0 }));
    const stack = { timesMs: [], isVolume: false };
    const stacks = [
      { ...stack, label: 'echo 1', frames: frames(0, 4) },
      { ...stack, label: 'echo 2', frames: frames(4, 12) },
    ];
    const { page } = await open(slices, { session: { stacks } });
    await page.getByRole('combobox', { name: 'Stack' }).selectOption('echo 2');
    await settled({ page });
    assert.match(await text('top.right'), /Image 1 \/ 8/);
    assert.match(await text('bottom.right'), /HU/);
  });

  it('has a slider for the time of a time series', async () => {
    const { page } = await open(slices, { stack: { timesMs: [0, 500, 1000] } });
    assert.match(await text('top.right'), /Image 1 \/ 4\nTime 1 \/ 3, 0 s/);
    await press('ArrowRight', 'ArrowDown');
    assert.match(await text('top.right'), /Image 2 \/ 4\nTime 2 \/ 3, 0\.5 s/);
    await page.getByRole('slider', { name: 'Time' }).fill('3');
    await settled({ page });
    assert.match(await text('top.right'), /Image 2 \/ 4\nTime 3 \/ 3, 1 s/);
  });

  it('links slice and window with other viewers', async () => {
    const { page, asked, links, announce } = await open(slices);
    await page.getByRole('button', { name: 'Link with other viewers' }).click();
    await press('ArrowDown', ']');
    assert.ok(asked.includes('setLinked true'));
    assert.deepEqual(links.at(-1), {
      frameOfReference: '1.2.3',
      positionMm: [-0.5, -0.5, 1],
      part: 1 / 11,
      window: { center: 40, width: 400 * 2 ** 0.1 },
    } satisfies LinkedView);
    const told = links.length;
    announce('linked', { frameOfReference: '1.2.3', positionMm: [50, 50, 7.2], part: 0, window: { center: 10, width: 100 } });
    await page.locator('.corner', { hasText: 'Image 8 / 12' }).waitFor();
    await settled({ page });
    assert.match(await text('bottom.right'), /Window 100, level 10 HU/);
    announce('linked', { frameOfReference: '', positionMm: null, part: 1, window: null });
    await page.locator('.corner', { hasText: 'Image 12 / 12' }).waitFor();
    await settled({ page });
    assert.equal(links.length, told, 'what was heard is not told back');
  });

  it('shows three planes of a volume, and goes back to the slice of the crosshair', async () => {
    const { page } = await open(slices, { stack: { isVolume: true } });
    await press('ArrowDown', 'm');
    await page.locator('.mpr-pane').first().waitFor();
    assert.equal(await page.locator('.stage').isVisible(), false);
    assert.equal(await page.getByRole('slider', { name: 'Axial' }).inputValue(), '1');
    await page.getByRole('slider', { name: 'Axial' }).fill('8');
    await settled({ page });
    await page.reload();
    await page.locator('.mpr-pane').first().waitFor();
    assert.equal(await page.getByRole('slider', { name: 'Axial' }).inputValue(), '8');
    await page.getByRole('button', { name: 'Three planes' }).click();
    await settled({ page });
    assert.match(await text('top.right'), /Image 9 \/ 12/);
  });

  it('says why there are no planes, and shows the slices', async () => {
    const uneven = [0, 1, 2, 7].map(slice);
    const { page } = await open(uneven, { stack: { isVolume: true } });
    await press('m');
    await page.getByText(/Three planes need evenly spaced slices/).waitFor();
    await page.getByRole('button', { name: 'Show the slices' }).click();
    await settled({ page });
    assert.match(await text('top.right'), /Image 1 \/ 4/);
  });

  it('draws the curve of a pixel over time, which goes to a time', async () => {
    const { page } = await open(slices, { stack: { timesMs: [0, 500, 1000] } });
    await press('u', 'c');
    await page.getByText('Column 32, row 32: 0 HU at 0 s').waitFor();
    await page.locator('.curve-plot').focus();
    await press('ArrowRight');
    assert.match(await text('top.right'), /Time 2 \/ 3/);
    await page.getByText('Column 32, row 32: 40 HU at 0.5 s').waitFor();
  });

  it('does what VS Code’s commands say', async () => {
    const { page, announce } = await open(slices);
    announce('command', 'nextImage');
    announce('command', 'toggleInvert');
    announce('command', 'toggleIdentifiers');
    await page.getByText('Doe, Jane').waitFor();
    assert.match(await text('top.right'), /Image 2 \/ 12/);
    assert.match(await text('bottom.right'), /inverted/);
  });

  it('has one Tab stop for the toolbar, within which arrows move', async () => {
    const { page } = await open([slice(1)]);
    await page.locator('.toolbar [tabindex="0"]').focus();
    await page.keyboard.press('ArrowRight');
    await page.keyboard.press('ArrowRight');
    assert.equal(await page.evaluate(() => document.activeElement?.getAttribute('aria-label')), 'Invert');
    await page.keyboard.press('Enter');
    await settled({ page });
    assert.match(await text('bottom.right'), /inverted/);
    assert.equal(await page.locator('.toolbar [tabindex="0"]').count(), 1);
  });
});
