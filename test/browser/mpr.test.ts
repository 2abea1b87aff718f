import assert from 'node:assert/strict';
import { mkdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { PlaneName } from '../../src/core/volume/viewGrid';
import type { PlanesSource } from '../../webviews/viewer/mprGiven';
import { sharedFiles } from '../fixtures/sharedData';
import type { SlicesContents } from '../fixtures/slices';
import { type OpenedTestPage, openTestPage } from './harness/openTestPage';
import type { Theme } from './harness/themeVariables';
import type { PlanesTestPage } from './pages/planes';

declare const planes: PlanesTestPage;
const pictures = join(__dirname, '..', '..', '.cache', 'tests', 'pages');

/** 24 x 20 x 10 voxels whose value tells where they are: 10 of the column, 100 of the row, 1,000 of the slice. */
const told: SlicesContents = {
  size: [24, 20, 10],
  spacingMm: [2, 2],
  positionMm: [-30, 10, 500],
  stepMm: [0, 0, 4],
  meaning: { unit: 'HU' },
};
const storedAt = (column: number, row: number, slice: number): number => 10 * column + 100 * row + 1000 * slice;
/** Shows values of 0 to 12,000 as black to white. */
const wide = { center: 6000, width: 12000, shape: 'LINEAR_EXACT' } as const;
const greyOf = (value: number): number => Math.round((255 * value) / 12000);

describe('three planes', function () {
  this.timeout(90000);

  let opened: OpenedTestPage | undefined;
  afterEach(async () => {
    await opened?.close();
    opened = undefined;
  });

  const open = async (theme: Theme = 'dark', files: Readonly<Record<string, string>> = {}): Promise<OpenedTestPage> => {
    opened = await openTestPage('planes', { theme, viewport: { width: 1000, height: 720 }, files });
    return opened;
  };
  const show = async (source: Partial<PlanesSource> = {}, contents: SlicesContents = told): Promise<OpenedTestPage> => {
    const here = await open();
    await here.page.evaluate(
      ([slices, given]) => planes.showSlices({ ...slices, value: (column, row, slice) => 10 * column + 100 * row + 1000 * slice }, given),
      [contents, { voi: wide, ...source }] as const,
    );
    await here.page.waitForSelector('.mpr-grid');
    await drawn();
    return here;
  };
  /** Drawn with the browser's next picture. */
  const drawn = () =>
    opened?.page.evaluate(() => new Promise<void>((resolve) => requestAnimationFrame(() => requestAnimationFrame(() => resolve()))));
  const pane = (name: PlaneName) => opened?.page.locator(`.mpr-pane[data-plane=${name}]`) ?? assert.fail();
  const counts = async () =>
    Promise.all((['axial', 'coronal', 'sagittal'] as const).map((name) => pane(name).locator('.mpr-count').innerText()));
  const heard = async (name: string) =>
    (await opened?.page.evaluate(() => planes.told))?.filter(([what]) => what === name).map(([, value]) => JSON.parse(value)) ?? [];
  const readout = async (at: 0 | 1) => (await opened?.page.locator('.mpr-readout dd').nth(at).innerText())?.replace(/\s+/g, ' ');
  /** The red, green and blue of a canvas at a part of its width and height. */
  const pixel = (name: PlaneName, across: number, down: number) =>
    pane(name)
      .locator('canvas')
      .evaluate(
        (element, [x, y]) => {
          const canvas = element as HTMLCanvasElement;
          const context = canvas.getContext('2d');
          return [...(context?.getImageData(Math.round(x * canvas.width), Math.round(y * canvas.height), 1, 1).data ?? [])].slice(0, 3);
        },
        [across, down] as const,
      );
  /** The pixel in the gap of the crosshair's lines: what it points at. */
  const pointedAt = async (name: PlaneName): Promise<number> => {
    const place = await pane(name).evaluate((element) => {
      const canvas = element.querySelector('canvas');
      const context = canvas?.getContext('2d');
      if (canvas === null || !context) return [0];
      const { width, height } = canvas;
      const { data } = context.getImageData(0, 0, width, height);
      const isLine = (x: number, y: number): boolean => {
        const at = 4 * (y * width + x);
        return (
          Math.max(data[at] ?? 0, data[at + 1] ?? 0, data[at + 2] ?? 0) - Math.min(data[at] ?? 0, data[at + 1] ?? 0, data[at + 2] ?? 0) > 60
        );
      };
      // The lines reach the borders of the canvas.
      const x = Array.from({ length: width }, (_, column) => column).find((column) => isLine(column, 0) && isLine(column, height - 1)) ?? 0;
      const y = Array.from({ length: height }, (_, row) => row).find((row) => isLine(0, row) && isLine(width - 1, row)) ?? 0;
      return [...data.slice(4 * (y * width + x), 4 * (y * width + x) + 3)];
    });
    assert.equal(place[0], place[1], 'is grey');
    return place[0] ?? -1;
  };

  it('shows the voxel under the crosshair in all three planes', async () => {
    const { page, problems } = await show();
    for (const [column, row, slice] of [
      [11, 9, 4],
      [3, 15, 8],
      [20, 2, 1],
    ] as const) {
      await page.evaluate((at) => planes.view.setPosition(at), [-30 + 2 * column, 10 + 2 * row, 500 + 4 * slice] as const);
      await drawn();
      assert.deepEqual(await counts(), [`${slice + 1} / 10`, `${row + 1} / 20`, `${24 - column} / 24`]);
      for (const name of ['axial', 'coronal', 'sagittal'] as const)
        assert.equal(await pointedAt(name), greyOf(storedAt(column, row, slice)), name);
      assert.match((await readout(0)) ?? '', new RegExp(`^${storedAt(column, row, slice)} HU `));
    }
    assert.deepEqual(await heard('position'), [], 'what the page sets is not told back');
    assert.deepEqual(problems, []);
  });

  it('lies in radiological convention: letters, and where values are', async () => {
    await show();
    const letters = async (name: PlaneName) => (await pane(name).locator('.mpr-edge').allInnerTexts()).join('');
    assert.deepEqual([await letters('axial'), await letters('coronal'), await letters('sagittal')], ['RLAP', 'RLHF', 'APHF']);
    // Columns rise to the patient's left and slices to the head, so that the upper left of a coronal plane is the last slice's first column.
    const [bright] = await pixel('coronal', 0.25, 0.3);
    const [dark] = await pixel('coronal', 0.25, 0.7);
    assert.ok((bright ?? 0) > (dark ?? 0) + 30, `${bright} above ${dark}`);
    const [front] = await pixel('sagittal', 0.25, 0.5);
    const [back] = await pixel('sagittal', 0.75, 0.5);
    assert.ok((back ?? 0) > (front ?? 0) + 15, `${front} before ${back}`);
  });

  it('moves the crosshair by a click and by its lines, and tells it', async () => {
    const { page } = await show();
    const box = await pane('axial').boundingBox();
    assert.ok(box);
    await page.mouse.click(box.x + box.width * 0.3, box.y + box.height * 0.4);
    await drawn();
    const [first] = await heard('position');
    const now = await counts();
    assert.equal(now[0], '6 / 10', 'the axial plane itself stays');
    assert.notEqual(now[1], '11 / 20');
    assert.ok(first[0] < -30 + 23 && first[1] < 10 + 19, `${first}`);
    // The upright line of the axial plane is the sagittal plane.
    await page.mouse.move(box.x + box.width * 0.3, box.y + box.height * 0.9);
    const x = await page.evaluate(() => document.querySelector<HTMLElement>('.mpr-pane[data-plane=axial]')?.style.cursor);
    assert.equal(x, 'ew-resize');
    await page.mouse.down();
    await page.mouse.move(box.x + box.width * 0.6, box.y + box.height * 0.7, { steps: 4 });
    await page.mouse.up();
    await drawn();
    const moved = await counts();
    assert.equal(moved[1], now[1], 'the coronal plane stays');
    assert.notEqual(moved[2], now[2]);
    assert.deepEqual(await heard('window'), []);
  });

  it('scrolls by the wheel and goes by keys from plane to plane', async () => {
    const { page } = await show();
    await pane('coronal').hover({ position: { x: 60, y: 60 } });
    await page.mouse.wheel(0, 100);
    await drawn();
    assert.deepEqual(await counts(), ['6 / 10', '12 / 20', '12 / 24']);
    await pane('axial').focus();
    await page.keyboard.press('PageDown');
    await page.keyboard.press('ArrowRight');
    await page.keyboard.press('ArrowDown');
    await drawn();
    assert.deepEqual(await counts(), ['7 / 10', '13 / 20', '11 / 24']);
    assert.match((await page.innerText('.mpr-spoken')) ?? '', / HU at .* mm, axial 7, coronal 13, sagittal 11/);
    await page.keyboard.press('Tab');
    await page.keyboard.press('Tab');
    assert.equal(await page.evaluate(() => document.activeElement?.getAttribute('aria-label')), 'Coronal plane, 13 of 20');
    await page.keyboard.press('End');
    await page.keyboard.press('ArrowUp');
    await drawn();
    assert.deepEqual(await counts(), ['8 / 10', '20 / 20', '11 / 24']);
    await page.getByRole('slider', { name: 'Sagittal' }).focus();
    await page.keyboard.press('Home');
    await drawn();
    assert.deepEqual(await counts(), ['8 / 10', '20 / 20', '1 / 24']);
  });

  it('changes the window by a drag, for all planes and the page', async () => {
    const { page } = await show();
    const before = await pointedAt('sagittal');
    const box = await pane('axial').boundingBox();
    assert.ok(box);
    await page.mouse.move(box.x + 80, box.y + 60);
    await page.mouse.down();
    await page.mouse.move(box.x + 80, box.y + 120, { steps: 3 });
    await page.mouse.up();
    await drawn();
    const windows = await heard('window');
    assert.deepEqual(windows.at(-1), { center: 6000 + (60 * 12000) / 300, width: 12000, shape: 'LINEAR_EXACT' });
    assert.ok((await pointedAt('sagittal')) < before - 20);
    await page.evaluate((voi) => planes.view.setWindow(voi, true), wide);
    await drawn();
    assert.equal(await pointedAt('coronal'), 255 - greyOf(storedAt(12, 10, 5)));
  });

  it('zooms and pans one plane, shows it large, and keeps that as state', async () => {
    const { page } = await show();
    await pane('sagittal').hover({ position: { x: 250, y: 180 } });
    const scale = () => pane('sagittal').locator('.mpr-scale').innerText();
    const before = await scale();
    await page.keyboard.down('Control');
    await page.mouse.wheel(0, -600);
    await page.keyboard.up('Control');
    await pane('sagittal').focus();
    await page.keyboard.press('Shift+ArrowRight');
    await drawn();
    assert.notEqual(await scale(), before);
    await pane('sagittal').dblclick({ position: { x: 30, y: 60 } });
    await drawn();
    const [large, small] = [await pane('sagittal').boundingBox(), await pane('axial').boundingBox()];
    assert.ok(large && small && large.width > 2 * small.width && large.height > 700, 'is large');
    await page.waitForTimeout(400);
    const state = (await heard('state')).at(-1);
    assert.equal(state.large, 'sagittal');
    assert.ok(state.views.sagittal.zoom > 2 && state.views.axial.zoom === 1);
    const place = await counts();
    await opened?.close();
    await show({ state, positionMm: null });
    assert.deepEqual(await counts(), place);
    assert.ok(((await pane('sagittal').boundingBox())?.height ?? 0) > 700);
    await pane('sagittal').focus();
    await opened?.page.keyboard.press('Enter');
    await drawn();
    assert.ok(((await pane('sagittal').boundingBox())?.height ?? 0) < 400);
  });

  it('tells the value and the place under the mouse', async () => {
    const { page } = await show();
    assert.equal(await readout(1), '–');
    const box = await pane('axial').boundingBox();
    assert.ok(box);
    await page.mouse.move(box.x + box.width / 2, box.y + box.height / 2);
    await drawn();
    // The middle of the canvas lies between the voxels 11 and 12, 9 and 10.
    assert.match((await readout(1)) ?? '', /^(6010|6020|5910|5920|6110|6120) HU R 7\.\d P (28|29)\.\d H 520\.0 mm$/);
    await page.mouse.move(box.x + 3, box.y + box.height / 2);
    await drawn();
    assert.match((await readout(1)) ?? '', /^outside R /);
  });

  it('shows thick planes: their mean, or the highest value', async () => {
    const { page } = await show();
    await page.evaluate(() => planes.view.setPosition([-30 + 2 * 11, 10 + 2 * 9, 516]));
    await page.getByLabel('Thickness').selectOption('10');
    await drawn();
    // Two layers of 4 mm, half a layer on each side: the mean is the value between.
    assert.equal(await pointedAt('axial'), greyOf(storedAt(11, 9, 4)));
    await page.getByLabel('Thickness').selectOption('20');
    await page.getByLabel('of which').selectOption('highest');
    await drawn();
    assert.equal(await pointedAt('axial'), greyOf(storedAt(11, 9, 6)));
  });

  it('leaves the letters out where nothing tells how the volume lies', async () => {
    const { page } = await show({ isOriented: false });
    assert.equal((await page.locator('.mpr-edge').allInnerTexts()).join(''), '');
    assert.match(await page.innerText('.mpr-note'), /left and right may be swapped/);
    assert.doesNotMatch((await readout(0)) ?? '', /[LRAPHF] \d/);
  });

  it('finds a window in the values where the page has none', async () => {
    await show({ voi: null });
    const [window] = await heard('window');
    assert.ok(window.width > 8000 && window.width < 12000 && Math.abs(window.center - 5600) < 500, JSON.stringify(window));
  });

  it('says how far it is, and stops when told so', async () => {
    const { page } = await open();
    await page.evaluate((contents) => {
      planes.isHeld = true;
      void planes.showSlices(contents);
    }, told);
    await page.waitForSelector('text=0 of 10 slices');
    await page.evaluate(() => planes.release());
    await page.waitForSelector('text=4 of 10 slices');
    assert.equal(await page.getAttribute('progress', 'max'), '10');
    await page.click('text=Cancel');
    await page.evaluate(() => planes.release());
    await page.waitForTimeout(50);
    assert.deepEqual(await page.evaluate(() => planes.asked.length), 8);
    assert.deepEqual(await heard('cancel'), [null]);
    assert.equal(await page.locator('.mpr-message, .mpr-grid').count(), 0);
  });

  it('says in place why there are no planes, and leads back', async () => {
    const { page, problems } = await open();
    await page.evaluate((contents) => planes.showSlices(contents, { slices: 12 }), told);
    assert.equal(
      await page.innerText('[role=alert]'),
      'Three planes need all slices, and slice 11 could not be read: the file is damaged.',
    );
    await page.click('text=Show the slices');
    assert.deepEqual(await heard('cancel'), [null]);
    await page.evaluate(() => planes.showRepeated({ size: [256, 256, 2] }, 4800));
    assert.match(await page.innerText('[role=alert]'), /need 600 MB of memory, and 256 MB are allowed: look at it slice by slice/);
    assert.deepEqual(problems, []);
  });

  it('frees what it holds', async () => {
    const { page } = await show();
    await page.evaluate(() => planes.view.destroy());
    assert.equal(await page.locator('canvas').count(), 0);
    await page.evaluate(() => planes.view.setPosition([0, 0, 0]));
    await page.evaluate((contents) => planes.showSlices(contents), told);
    await page.waitForSelector('.mpr-grid');
  });

  it('has names for screen readers and no violation of the rules of accessibility', async () => {
    const { page } = await show();
    await page.evaluate(await readFile(require.resolve('axe-core/axe.min.js'), 'utf8'));
    const { violations } = (await page.evaluate('axe.run(document.querySelector(".mpr-grid"), { resultTypes: ["violations"] })')) as {
      violations: readonly { id: string; nodes: readonly { html: string }[] }[];
    };
    assert.deepEqual(
      violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html}`),
      [],
    );
  });

  for (const theme of ['dark', 'light', 'contrast'] as const)
    it(`can be looked at in ${theme}`, async function () {
      const [file] = sharedFiles('ct/totalsegmentator').filter((name) => name.endsWith('example_ct_sm.nii.gz'));
      if (file === undefined) this.skip();
      const { page, problems } = await open(theme, { 'ct.nii.gz': file });
      await page.evaluate(() => planes.showNifti('/ct.nii.gz', { positionMm: [-41, -161, 148] }));
      await page.waitForSelector('.mpr-grid');
      await pane('sagittal').hover({ position: { x: 200, y: 150 } });
      await drawn();
      await mkdir(pictures, { recursive: true });
      await page.screenshot({ path: join(pictures, `planes-${theme}.png`) });
      await pane('coronal').focus();
      await page.keyboard.press('Enter');
      await drawn();
      await page.screenshot({ path: join(pictures, `planes-${theme}-large.png`) });
      assert.deepEqual(problems, []);
    });
});
