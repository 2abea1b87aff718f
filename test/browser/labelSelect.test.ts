import assert from 'node:assert/strict';
import type { Mark, PixelPoint } from '../../src/core/label/label';
import { driveViewer } from './harness/driveViewer';
import { dragOver, type Lie, labelSession, placeOnScreen } from './harness/labelScene';
import { address } from './harness/openPage';
import { type OpenedViewer, settled, type ViewerOptions } from './harness/openViewer';
import { slice, slices } from './harness/viewerFiles';

const lie: Lie = { rows: 64, columns: 64 };
const near = 0.15;
const large: Mark = { id: 'large', kind: 'box', name: 'fracture', from: [8, 8], to: [56, 56] };
const small: Mark = { id: 'small', kind: 'box', name: 'screw', from: [20, 20], to: [30, 30] };
const square: readonly PixelPoint[] = [
  [10, 10],
  [50, 10],
  [50, 50],
  [10, 50],
];
const outline: Mark = { id: 'lesion', kind: 'outline', name: 'lesion', points: square };

describe('marks of the label editor', () => {
  const { open, press, close, text } = driveViewer();
  afterEach(close);
  let opened: OpenedViewer;
  const start = async (marks: readonly Mark[], options: ViewerOptions = {}): Promise<OpenedViewer> => {
    opened = await open([slice(20)], { label: labelSession(marks), ...options });
    await opened.page.waitForSelector('.labels');
    return opened;
  };
  const at = (point: PixelPoint, how = lie) => placeOnScreen(opened, how, point);
  const click = async (point: PixelPoint, how = lie, alt = false): Promise<void> => {
    if (alt) await opened.page.keyboard.down('Alt');
    await opened.page.mouse.click(...(await at(point, how)));
    if (alt) await opened.page.keyboard.up('Alt');
    await settled(opened);
  };
  const drag = async (from: PixelPoint, to: PixelPoint, how = lie): Promise<void> => {
    await dragOver(opened, [await at(from, how), await at(to, how)]);
    await settled(opened);
  };
  const selected = () => opened.page.locator('[data-mark][aria-pressed=true]').getAttribute('data-mark', { timeout: 2000 });
  const nothingSelected = async () => (await opened.page.locator('[data-mark][aria-pressed=true]').count()) === 0;
  const changed = (): Mark => {
    const edit = opened.steps.at(-1)?.edits.at(-1);
    assert.ok(edit?.edit === 'mark' && edit.to !== null);
    return edit.to;
  };
  const isAt = ([column, row]: PixelPoint, [toColumn, toRow]: PixelPoint): void =>
    assert.ok(Math.hypot(column - toColumn, row - toRow) <= near, `${column}, ${row} is not ${toColumn}, ${toRow}`);

  it('are selected by a click on a line or into them, the smaller first, and let go beside them', async () => {
    await start([small, large]);
    await click([8, 40]);
    assert.equal(await selected(), 'large');
    await click([25, 25]);
    assert.equal(await selected(), 'small');
    await click([45, 45]);
    assert.equal(await selected(), 'large');
    await click([2, 2]);
    assert.ok(await nothingSelected());
    assert.deepEqual(opened.steps, []);
  });

  it('leave the drag to the window beside their lines while nothing is selected', async () => {
    await start([large]);
    const before = await text('bottom.right');
    await drag([30, 30], [40, 40]);
    assert.notEqual(await text('bottom.right'), before);
    assert.deepEqual(opened.steps, []);
    const after = await text('bottom.right');
    // On a line it moves the mark, in one step.
    await drag([8, 30], [11, 30]);
    assert.equal(await text('bottom.right'), after);
    assert.equal(opened.steps.length, 1);
    const box = changed();
    assert.ok(box.kind === 'box');
    isAt(box.from, [11, 8]);
    isAt(box.to, [59, 56]);
  });

  it('of boxes are resized by corners and sides, and moved from within, each drag one step', async () => {
    await start([large]);
    await click([8, 30]);
    await drag([56, 56], [50, 40]);
    let box = changed();
    assert.ok(box.kind === 'box');
    isAt(box.to, [50, 40]);
    await drag([50, 25], [60, 20]);
    box = changed();
    assert.ok(box.kind === 'box');
    isAt(box.to, [60, 40]);
    isAt(box.from, [8, 8]);
    await drag([30, 30], [20, 25]);
    box = changed();
    // It stops at the border.
    assert.ok(box.kind === 'box' && box.from[0] === 0);
    isAt(box.to, [52, 35]);
    assert.deepEqual(
      opened.steps.map(({ words }) => words),
      ['Resize Box', 'Resize Box', 'Move Mark'],
    );
    assert.ok(opened.steps.every(({ edits }) => edits.length === 1));
  });

  it('of outlines take corners, in a turned and zoomed view too', async () => {
    await start([outline]);
    await press('r', '+');
    // Turned right: columns go down, rows go left.
    const turned: Lie = {
      ...lie,
      zoom: 1.25,
      axes: [
        [0, -1],
        [1, 0],
      ],
    };
    await click([30, 10], turned);
    assert.equal(await selected(), 'lesion');
    await drag([50, 30], [58, 30], turned);
    let mark = changed();
    assert.ok(mark.kind === 'outline' && mark.points.length === 5);
    isAt(mark.points[2] ?? [0, 0], [58, 30]);
    // The new corner is selected: Delete takes it out, Delete again the mark.
    await press('Delete');
    assert.deepEqual(changed(), outline);
    await click([10, 50], turned);
    await press('ArrowDown');
    mark = changed();
    assert.ok(mark.kind === 'outline');
    assert.deepEqual(mark.points[3], [11, 50]);
    await click([50, 10], turned, true);
    mark = changed();
    assert.ok(mark.kind === 'outline' && mark.points.length === 3);
    assert.deepEqual(
      opened.steps.map(({ words }) => words),
      ['Insert Corner', 'Remove Corner', 'Move Corner', 'Remove Corner'],
    );
  });

  it('are reached, moved, copied and deleted by keys alone', async () => {
    await start([large, outline]);
    await opened.page.locator('.stage').focus();
    await press('s');
    assert.equal(await selected(), 'large');
    await press('ArrowRight', 'Shift+ArrowUp');
    let mark = changed();
    assert.ok(mark.kind === 'box');
    // Shift moves by ten pixels, and the border is eight away.
    assert.deepEqual(mark.from, [9, 0]);
    await press('Tab');
    assert.equal(await selected(), 'lesion');
    assert.match(await opened.page.innerText('.labels [role=status]'), /Lesion 1 selected, 1600 mm²/);
    await press('Enter', 'Enter', 'ArrowDown');
    assert.match(await opened.page.innerText('.labels [role=status]'), /corner 2 of 4, column 50.0, row 11.0/);
    await press('Insert');
    mark = changed();
    assert.ok(mark.kind === 'outline');
    assert.deepEqual(mark.points[2], [50, 30.5]);
    await press('Escape', 'Control+c', 'Control+v');
    assert.equal(await opened.page.locator('[data-mark]').count(), 3);
    await press('Shift+Tab', 'Delete');
    assert.equal(await opened.page.locator('[data-mark]').count(), 2);
    await press('s', 'Escape');
    assert.ok(await nothingSelected());
    // Nothing is selected: Tab leaves the picture.
    await opened.page.locator('.stage').focus();
    await press('Tab');
    assert.equal(await opened.page.evaluate(() => document.activeElement?.matches('.stage')), false);
  });

  it('are hidden and shown by a key', async () => {
    const { page } = await start([large]);
    const painted = () =>
      page.evaluate(() => {
        const canvas = document.querySelector<HTMLCanvasElement>('canvas.marks');
        const data = canvas?.getContext('2d')?.getImageData(0, 0, canvas.width, canvas.height).data ?? [];
        return data.some((value) => value > 0);
      });
    assert.equal(await painted(), true);
    await press('g');
    assert.equal(await painted(), false);
    await click([8, 30]);
    assert.ok(await nothingSelected());
    await page.click('text=Show them');
    await settled(opened);
    assert.equal(await painted(), true);
  });

  it('stay as they are in a locked label, but can be selected', async () => {
    opened = await open([slice(20)], { label: labelSession([large], 'This is the label of ben.') });
    await opened.page.waitForSelector('.labels');
    await drag([8, 30], [20, 30]);
    assert.equal(await selected(), 'large');
    await press('Delete', 'ArrowRight');
    assert.deepEqual(opened.steps, []);
  });

  it('of other frames are listed, and a click goes there', async () => {
    const files = slices.map(({ name }, at) => ({
      uri: `${address}/${encodeURIComponent(name)}`,
      name,
      bytes: slices[at]?.bytes.length ?? 0,
      instance: `i${at}`,
    }));
    opened = await open(slices, {
      session: { files },
      label: labelSession([
        { ...large, instance: 'i0' },
        { ...outline, instance: 'i7' },
      ]),
    });
    const { page } = opened;
    await page.waitForSelector('.labels');
    assert.deepEqual(await page.locator('.labels .marks').evaluateAll((lists) => lists.map((list) => list.getAttribute('aria-label'))), [
      'On this image',
      'On other images',
    ]);
    await page.click('[data-mark=lesion]');
    await settled(opened);
    assert.match(await text('top.right'), /Image 8 \/ 12/);
    assert.equal(await selected(), 'lesion');
    // A mark that is drawn here names the instance.
    await press('y');
    await click([30, 30]);
    assert.equal(changed().instance, 'i7');
    // What is selected here is let go on another frame, and can be put there.
    await page.click('[data-mark=lesion]');
    await press('Escape', 'Escape');
    await page.click('[data-mark=lesion]');
    await press('Control+c', 'PageUp');
    assert.ok(await nothingSelected());
    await press('Control+v');
    const copy = changed();
    assert.ok(copy.kind === 'outline' && copy.instance === 'i0' && copy.id !== 'lesion');
    assert.deepEqual(copy.points, square);
  });

  it('can be called otherwise, as what is drawn alike', async () => {
    const { page } = await start([large, outline]);
    await page.click('[data-mark=large]');
    await page.getByLabel('Label', { exact: true }).locator('select').selectOption('screw');
    const mark = changed();
    assert.deepEqual([mark.name, mark.kind], ['screw', 'box']);
    assert.match(await page.innerText('[data-mark=large]'), /Screw 1/);
  });

  it('say what they measure and what lies within', async () => {
    const { page } = await start([{ ...large, from: [16, 16], to: [48, 48] }]);
    await click([16, 30]);
    assert.match(await page.innerText('[data-mark=large]'), /32\.0 × 32\.0 mm, 1024 mm²/);
    assert.deepEqual(await page.locator('.labels .values').allInnerTexts(), ['32.0 × 32.0 mm, 1024 mm²', 'mean 200.0, SD 0.00 HU']);
  });

  it('list their keys in the help', async () => {
    const { page } = await start([]);
    await press('?');
    await page.waitForSelector('.help');
    assert.match(await page.innerText('.help'), /Keyboard: label[\s\S]*Select the next mark[\s\S]*Next image/i);
  });
});
