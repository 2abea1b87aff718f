import assert from 'node:assert/strict';
import { invertAffine, movePoint } from '../../src/core/image/affine';
import { brushRuns } from '../../src/core/label/brushRuns';
import { joinRuns, sharedRuns, subtractRuns } from '../../src/core/label/combineRuns';
import { applyEdit, invertEdit, type LabelEdit } from '../../src/core/label/edit';
import type { Label, PixelPoint } from '../../src/core/label/label';
import { paintedSlices } from '../../src/core/label/maskEdits';
import { countPixels, emptyRuns, formatRuns, type MaskRuns, parseRuns } from '../../src/core/label/maskRuns';
import type { LabelDefinition } from '../../src/core/label/protocol';
import { strokeOnSlices } from '../../src/core/label/strokeOnSlices';
import { fittedView, type View, viewAffine } from '../../src/core/viewer/viewTransform';
import type { LabelSession } from '../../src/protocol/labels';
import { accessibilityProblems } from './harness/accessibilityProblems';
import { driveViewer } from './harness/driveViewer';
import { type OpenedViewer, sessionOf, settled } from './harness/openViewer';
import { slice, slices } from './harness/viewerFiles';

const liver: LabelDefinition = { name: 'liver', title: 'Liver', kind: 'mask', colour: '#ff2000', hotkey: 'z' };
const tumour: LabelDefinition = { name: 'tumour', title: 'Tumour', kind: 'mask', colour: '#20c0ff', hotkey: 'y' };
const label: Label = { version: 1, image: 'img-1', reader: 'ada', status: 'draft', categories: {}, marks: [] };
const session: LabelSession = { label, labels: [liver, tumour], locked: null };
const size = { rows: 64, columns: 64 };
const shape = { ...size, pixel: [1, 1] as const };
const runs = (text: string): MaskRuns => parseRuns(text) ?? assert.fail(text);

describe('the brush of the label editor', () => {
  const { open, press, close } = driveViewer();
  afterEach(close);
  const instances = sessionOf(slices).files.map((file, at) => ({ ...file, instance: `I-${at}` }));
  const places = slices.map((_, at) => ({ instance: `I-${at}` }));
  const openStack = (marks: Label['marks'] = []) =>
    open(slices, {
      label: { ...session, label: { ...label, marks } },
      session: { files: instances, frame: 6 },
      stack: { isVolume: true },
    });

  /** The view's map from the picture to the window, and back. */
  const affineOf = async ({ page, state }: OpenedViewer) => {
    const view = ((await state()) as { readonly look: { readonly view: View } } | null)?.look.view ?? fittedView;
    const canvas = await page.evaluate(() => {
      const picture = document.querySelector<HTMLCanvasElement>('canvas.picture');
      const { left = 0, top = 0 } = picture?.getBoundingClientRect() ?? {};
      return { width: picture?.width ?? 0, height: picture?.height ?? 0, left, top };
    });
    const [a, b, c, d, e, f] = viewAffine(shape, view, [canvas.width, canvas.height]);
    return [a, b, c + canvas.left, d, e, f + canvas.top] as const;
  };
  /** Paints along places of the picture; what the mouse really went through, in pixels of the picture. */
  const paint = async (viewer: OpenedViewer, way: readonly PixelPoint[], isUp = true): Promise<readonly PixelPoint[]> => {
    const affine = await affineOf(viewer);
    const { page } = viewer;
    const places = way.map((point) => movePoint(affine, point).map(Math.round) as [number, number]);
    for (const [at, place] of places.entries()) {
      await page.mouse.move(...place);
      if (at === 0) await page.mouse.down();
      // Moves within one picture of the browser would become one.
      await page.waitForTimeout(40);
    }
    if (isUp) await page.mouse.up();
    await settled(viewer);
    return places.map((place) => movePoint(invertAffine(affine), place));
  };
  const labelOf = ({ steps }: OpenedViewer, before: Label = label): Label => steps.flatMap(({ edits }) => edits).reduce(applyEdit, before);
  const painted = (viewer: OpenedViewer, name = 'liver', at: readonly object[] = [{}]) =>
    paintedSlices(labelOf(viewer), { name, places: at });
  const onFilm = (viewer: OpenedViewer, name?: string): string => formatRuns(painted(viewer, name).get(0) ?? emptyRuns);
  /** Pixels of the picture that show a mask, asked in the middle of each. */
  const shownMask = async (viewer: OpenedViewer): Promise<MaskRuns> => {
    const affine = await affineOf(viewer);
    const text = await viewer.page.evaluate(
      ({ affine: [a, b, c, d, e, f] }) => {
        const canvas = document.querySelector<HTMLCanvasElement>('canvas.masks');
        const { left = 0, top = 0 } = canvas?.getBoundingClientRect() ?? {};
        const { data, width = 0 } = canvas?.getContext('2d')?.getImageData(0, 0, canvas.width, canvas.height) ?? {};
        const rows = Array.from({ length: 64 }, (_, row) =>
          Array.from({ length: 64 }, (__, column) => {
            const x = Math.floor(a * (column + 0.5) + b * (row + 0.5) + c - left);
            const y = Math.floor(d * (column + 0.5) + e * (row + 0.5) + f - top);
            return x >= 0 && x < width && (data?.[4 * (y * width + x) + 3] ?? 0) > 0 ? '1' : '0';
          }).join(''),
        );
        return rows.join('\n');
      },
      { affine },
    );
    const rows = text.split('\n').map((row) => [...row.matchAll(/1+/g)].flatMap(({ index, 0: found }) => [index, found.length]));
    const first = rows.findIndex((row) => row.length > 0);
    return first < 0 ? emptyRuns : { firstRow: first, rows: rows.slice(first, rows.findLastIndex((row) => row.length > 0) + 1) };
  };

  for (const [words, keys] of [
    ['as it is', []],
    ['turned, mirrored and zoomed', ['r', 'h', '+']],
  ] as readonly (readonly [string, readonly string[]])[])
    it(`paints the very pixels that it covers, ${words}, and shows them while it paints`, async () => {
      const viewer = await open([slice(20)], { label: session });
      await viewer.page.waitForSelector('.labels');
      await press(...keys, 'z');
      const way = await paint(
        viewer,
        [
          [20, 20.3],
          [33.4, 25],
          [38, 41.2],
        ],
        false,
      );
      const expected = formatRuns(brushRuns(way, 5, size));
      assert.equal(formatRuns(await shownMask(viewer)), expected);
      assert.equal(viewer.steps.length, 0);
      await viewer.page.screenshot({ path: `.cache/tests/pages/masks-${keys.length}.png` });
      await viewer.page.mouse.up();
      await settled(viewer);
      assert.equal(onFilm(viewer), expected);
      assert.deepEqual(
        viewer.steps.map(({ words: named, edits }) => [named, edits.length]),
        [['Paint', 1]],
      );
      assert.equal(formatRuns(await shownMask(viewer)), expected);
    });

  it('paints on, erases, and follows undo', async () => {
    const viewer = await open([slice(20)], { label: session });
    await viewer.page.waitForSelector('.labels');
    await press('z');
    const first = brushRuns(
      await paint(viewer, [
        [20, 30],
        [40, 30],
      ]),
      5,
      size,
    );
    const second = brushRuns(
      await paint(viewer, [
        [30, 20],
        [30, 40],
      ]),
      5,
      size,
    );
    assert.deepEqual(viewer.steps[1]?.edits[0], {
      edit: 'paint',
      mark: labelOf(viewer).marks[0]?.id,
      on: formatRuns(subtractRuns(second, first)),
      off: '',
    });
    await press('x');
    const third = brushRuns(await paint(viewer, [[30, 30]]), 5, size);
    const left = subtractRuns(joinRuns(first, second), third);
    assert.equal(onFilm(viewer), formatRuns(left));
    assert.equal(formatRuns(await shownMask(viewer)), formatRuns(left));
    const edit = viewer.steps[2]?.edits[0] as LabelEdit;
    viewer.announce('labelEdited', [invertEdit(edit)]);
    await settled(viewer);
    assert.equal(formatRuns(await shownMask(viewer)), formatRuns(joinRuns(first, second)));
    // The other way round while Ctrl is held.
    viewer.announce('labelEdited', [edit]);
    await viewer.page.keyboard.down('Control');
    const fourth = brushRuns(await paint(viewer, [[30, 30]]), 5, size);
    await viewer.page.keyboard.up('Control');
    assert.equal(onFilm(viewer), formatRuns(joinRuns(left, fourth)));
    assert.deepEqual(
      viewer.steps.map(({ words }) => words),
      ['Paint', 'Paint', 'Erase', 'Paint'],
    );
  });

  it('takes sizes from keys, the slider and the wheel', async () => {
    const viewer = await open([slice(20)], { label: session });
    const { page } = viewer;
    await page.waitForSelector('.labels');
    await press('z');
    const radius = () => page.innerText('.labels .sized output');
    assert.equal(await radius(), '5 mm');
    await press('>');
    assert.equal(await radius(), '6 mm');
    await press('<', '<');
    assert.equal(await radius(), '4 mm');
    await paint(viewer, [[50, 50]]);
    await page.keyboard.down('Alt');
    await page.mouse.wheel(0, -100);
    await page.keyboard.up('Alt');
    await settled(viewer);
    assert.equal(await radius(), '5 mm');
    await page.locator('.labels .sized input').focus();
    await press('Home');
    assert.equal(await radius(), '0.3 mm');
    // The least brush paints the pixel under it all the same.
    await page.locator('.stage').focus();
    const way = await paint(viewer, [[10.4, 10.4]]);
    assert.equal(
      formatRuns(sharedRuns(painted(viewer).get(0) ?? emptyRuns, runs('0:0+20;0+20;0+20;0+20;0+20;0+20;0+20;0+20;0+20;0+20;0+20;0+20'))),
      formatRuns(brushRuns(way, Math.SQRT1_2, size)),
    );
  });

  it('paints only values within a range, in their unit', async () => {
    const viewer = await open([slice(20)], { label: session });
    const { page } = viewer;
    await page.waitForSelector('.labels');
    await press('z', 'g');
    // The window's: 40 HU, 400 wide.
    assert.deepEqual(
      await page.locator('.labels .range input').evaluateAll((fields) => fields.map((field) => (field as HTMLInputElement).value)),
      ['-160', '240'],
    );
    assert.match(await page.innerText('.labels .range'), /HU/);
    await page.locator('.labels .range input').first().fill('100');
    await page.keyboard.press('Tab');
    const way = await paint(viewer, [
      [16, 16],
      [20, 30],
    ]);
    const square = runs(`16:${Array.from({ length: 32 }, () => '16+32').join(';')}`);
    const expected = formatRuns(sharedRuns(brushRuns(way, 5, size), square));
    assert.equal(onFilm(viewer), expected);
    assert.ok(countPixels(runs(expected)) > 50);
    await page.screenshot({ path: '.cache/tests/pages/masks-range.png' });
  });

  it('fills holes, keeps the largest part, grows and clears', async () => {
    const ring = subtractRuns(brushRuns([[30, 30]], 12, size), brushRuns([[30, 30]], 6, size));
    const before = joinRuns(ring, brushRuns([[55, 55]], 3, size));
    const marks = [{ id: 'a', kind: 'mask', name: 'liver', runs: formatRuns(before) }] as const;
    const viewer = await open([slice(20)], { label: { ...session, label: { ...label, marks } } });
    const { page } = viewer;
    await page.waitForSelector('.labels');
    const now = () => formatRuns(paintedSlices(labelOf(viewer, { ...label, marks }), { name: 'liver', places: [{}] }).get(0) ?? emptyRuns);
    await press('z');
    await page.click('.labels [data-action=fillHoles]');
    await page.click('.labels [data-action=largestPart]');
    assert.equal(now(), formatRuns(brushRuns([[30, 30]], 12, size)));
    await page.click('.labels [data-action=grow]');
    assert.ok(countPixels(runs(now())) > countPixels(brushRuns([[30, 30]], 12, size)));
    await page.click('.labels [data-action=clear]');
    assert.equal(now(), '');
    assert.deepEqual(
      viewer.steps.map(({ words }) => words),
      ['Fill Holes', 'Keep Largest Part', 'Grow Mask', 'Clear Slice'],
    );
    await settled(viewer);
    assert.equal(formatRuns(await shownMask(viewer)), '');
  });

  it('fills a selected box, within the range of values', async () => {
    const box = { id: 'b', kind: 'box', name: 'area', from: [10, 20], to: [30.2, 24] } as const;
    const area: LabelDefinition = { name: 'area', title: 'Area', kind: 'box' };
    const viewer = await open([slice(20)], { label: { ...session, label: { ...label, marks: [box] }, labels: [liver, area] } });
    const { page } = viewer;
    await page.waitForSelector('.labels');
    await press('z');
    assert.equal(await page.locator('.labels [data-action=fillMark]').count(), 0);
    await page.click('.labels [data-mark=b]');
    await page.click('.labels [data-action=fillMark]');
    const now = () =>
      formatRuns(paintedSlices(labelOf(viewer, { ...label, marks: [box] }), { name: 'liver', places: [{}] }).get(0) ?? emptyRuns);
    assert.equal(now(), '20:10+20;10+20;10+20;10+20');
    await page.click('.labels [data-action=clear]');
    await press('g');
    await page.locator('.labels .range input').first().fill('100');
    await page.keyboard.press('Tab');
    await settled(viewer);
    await page.click('.labels [data-action=fillMark]');
    assert.equal(now(), '20:16+14;16+14;16+14;16+14');
  });

  it('shows names over each other, each with its colour and strength, or not', async () => {
    const marks = [
      { id: 'a', kind: 'mask', name: 'liver', runs: formatRuns(brushRuns([[26, 32]], 12, size)) },
      { id: 'b', kind: 'mask', name: 'tumour', runs: formatRuns(brushRuns([[38, 32]], 12, size)) },
    ] as const;
    const viewer = await open([slice(20)], { label: { ...session, label: { ...label, marks } } });
    const { page } = viewer;
    await page.waitForSelector('.labels .maskrow');
    await settled(viewer);
    const colourAt = async (point: PixelPoint): Promise<readonly number[]> => {
      const [x, y] = movePoint(await affineOf(viewer), point);
      return page.evaluate(
        ([left, top]) => {
          const canvas = document.querySelector<HTMLCanvasElement>('canvas.masks');
          const box = canvas?.getBoundingClientRect();
          return [...(canvas?.getContext('2d')?.getImageData(left - (box?.left ?? 0), top - (box?.top ?? 0), 1, 1).data ?? [])];
        },
        [x, y] as const,
      );
    };
    const isNear = (found: readonly number[], wanted: readonly number[]) =>
      assert.ok(
        wanted.every((value, at) => Math.abs(value - (found[at] ?? -9)) <= 2),
        `${found} instead of ${wanted}`,
      );
    isNear(await colourAt([18.5, 32.5]), [255, 32, 0, 115]);
    isNear(await colourAt([46.5, 32.5]), [32, 192, 255, 115]);
    const alpha = 0.45 + 0.45 * 0.55;
    isNear(
      await colourAt([32.5, 32.5]),
      [255, 32, 0].map((below, at) => (below * 0.45 * 0.55 + ([32, 192, 255][at] ?? 0) * 0.45) / alpha).concat(255 * alpha),
    );
    await page.screenshot({ path: '.cache/tests/pages/masks-overlap.png' });
    await page.locator('.labels .maskrow').nth(1).locator('input[type=checkbox]').click();
    await settled(viewer);
    assert.deepEqual(await colourAt([46.5, 32.5]), [0, 0, 0, 0]);
    isNear(await colourAt([32.5, 32.5]), [255, 32, 0, 115]);
    await page.locator('.labels .maskrow').first().locator('input[type=range]').focus();
    await page.keyboard.press('End');
    await settled(viewer);
    isNear(await colourAt([18.5, 32.5]), [255, 32, 0, 255]);
    await press('z', 'q');
    assert.equal(formatRuns(await shownMask(viewer)), '');
    await press('q');
    assert.notEqual(formatRuns(await shownMask(viewer)), '');
    assert.deepEqual(await accessibilityProblems(page), []);
  });

  it('paints a ball through slices, and a stroke that the wheel takes along, each as one step', async () => {
    const viewer = await openStack();
    const { page } = viewer;
    await page.waitForSelector('.labels');
    await press('z', 'k', '<');
    const way = await paint(viewer, [
      [30, 30],
      [36, 32],
    ]);
    const planes = slices.map((_, z) => ({ origin: [-32, -32, z], right: [1, 0, 0], down: [0, 1, 0] }) as const);
    const pointsMm = way.map(([column, row]) => [column - 32.5, row - 32.5, 6] as const);
    const expected = strokeOnSlices(planes, size, { pointsMm, radiusMm: 4, layer: null });
    const texts = (masks: ReadonlyMap<number, MaskRuns>) =>
      Object.fromEntries([...masks].toSorted(([a], [b]) => a - b).map(([at, mask]) => [at, formatRuns(mask)]));
    assert.deepEqual(texts(painted(viewer, 'liver', places)), texts(expected));
    assert.deepEqual(
      [...expected.keys()].toSorted((a, b) => a - b),
      [3, 4, 5, 6, 7, 8, 9],
    );
    assert.equal(viewer.steps.length, 1);
    assert.equal(new Set(labelOf(viewer).marks.map(({ object }) => object)).size, 1);
    // The other name: a disc that goes on while the wheel scrolls.
    await press('y', 'k');
    await paint(
      viewer,
      [
        [10, 10],
        [12, 10],
      ],
      false,
    );
    await page.mouse.wheel(0, 100);
    await settled(viewer);
    await page.mouse.up();
    await settled(viewer);
    assert.deepEqual(
      [...painted(viewer, 'tumour', places).keys()].toSorted((a, b) => a - b),
      [6, 7],
    );
    assert.equal(viewer.steps.length, 2);
  });

  it('interpolates between slices, and fills hollows of the volume', async () => {
    const marks = [2, 8].map(
      (at) =>
        ({
          id: `m${at}`,
          kind: 'mask',
          name: 'liver',
          instance: `I-${at}`,
          object: 'liver',
          runs: formatRuns(brushRuns([[30, 30]], 4 + at, size)),
        }) as const,
    );
    const viewer = await openStack(marks);
    const { page } = viewer;
    await page.waitForSelector('.labels');
    await press('z');
    assert.match(await page.innerText('.labels .maskrow'), /2 slices/);
    await page.click('.labels [data-action=interpolate]');
    const after = paintedSlices(labelOf(viewer, { ...label, marks }), { name: 'liver', places });
    assert.deepEqual(
      [...after.keys()].toSorted((a, b) => a - b),
      [2, 3, 4, 5, 6, 7, 8],
    );
    for (const [at, mask] of after) assert.ok(Math.abs(Math.sqrt(countPixels(mask) / Math.PI) - (4 + at)) < 0.6, `slice ${at}`);
    await settled(viewer);
    assert.equal(formatRuns(await shownMask(viewer)), formatRuns(after.get(6) ?? emptyRuns));
    assert.match(await page.innerText('.labels .maskrow'), /7 slices/);
    await page.click('.labels [data-action=clearVolume]');
    assert.equal(labelOf(viewer, { ...label, marks }).marks.length, 0);
  });

  it('leaves a locked label alone', async () => {
    const viewer = await open([slice(20)], { label: { ...session, locked: 'This is the label of ben.' } });
    await viewer.page.waitForSelector('.labels');
    await press('z');
    await paint(viewer, [[30, 30]]);
    assert.deepEqual(viewer.steps, []);
    assert.equal(formatRuns(await shownMask(viewer)), '');
  });

  it('paints on planes across the slices, and shows masks on all three', async () => {
    const viewer = await openStack();
    const { page } = viewer;
    await page.waitForSelector('.labels');
    await press('z', 'm');
    const pane = page.locator('.mpr-pane[data-plane=sagittal]');
    await pane.waitFor();
    await settled(viewer);
    const box = (await pane.boundingBox()) ?? assert.fail();
    const [x, y] = [Math.round(box.x + box.width / 2), Math.round(box.y + box.height / 2)];
    await page.mouse.move(x, y);
    await page.mouse.down();
    await page.waitForTimeout(40);
    await page.mouse.move(x + 40, y);
    await settled(viewer);
    await page.screenshot({ path: '.cache/tests/pages/masks-planes.png' });
    await page.mouse.up();
    await settled(viewer);
    const masks = painted(viewer, 'liver', places);
    // A disc of 5 mm on the sagittal plane: one column of each slice that it reaches.
    const columns = new Set([...masks.values()].flatMap(({ rows }) => rows.flatMap((row) => row.filter((_, at) => at % 2 === 0))));
    assert.equal(columns.size, 1);
    assert.ok([...masks.values()].every(({ rows }) => rows.every((row) => row.length === 2 && row[1] === 1)));
    assert.ok(masks.size >= 10, `${masks.size} slices`);
    assert.equal(viewer.steps.length, 1);
    /** Red pixels of a pane. */
    const red = (name: string) =>
      page.locator(`.mpr-pane[data-plane=${name}] canvas`).evaluate((element) => {
        const canvas = element as HTMLCanvasElement;
        const { data = [] } = canvas.getContext('2d')?.getImageData(0, 0, canvas.width, canvas.height) ?? {};
        let count = 0;
        for (let at = 0; at < data.length; at += 4)
          if ((data[at] ?? 0) > (data[at + 2] ?? 0) + 60 && (data[at] ?? 0) > (data[at + 1] ?? 0) + 40) count += 1;
        return count;
      });
    await page.mouse.move(5, 5);
    await settled(viewer);
    assert.ok(
      (await red('sagittal')) > 2000 && (await red('axial')) > 20 && (await red('coronal')) > 20,
      `${await red('sagittal')} ${await red('axial')} ${await red('coronal')}`,
    );
    // A ball on the coronal plane reaches all directions.
    await press('y', 'k');
    const coronal = (await page.locator('.mpr-pane[data-plane=coronal]').boundingBox()) ?? assert.fail();
    await page.mouse.move(coronal.x + coronal.width / 2, coronal.y + coronal.height / 2);
    await page.mouse.down();
    await page.mouse.up();
    await settled(viewer);
    const ball = painted(viewer, 'tumour', places);
    const voxels = [...ball.values()].reduce((sum, mask) => sum + countPixels(mask), 0);
    assert.ok(Math.abs(voxels / ((4 / 3) * Math.PI * 125) - 1) < 0.1, `${voxels} voxels`);
    await page.screenshot({ path: '.cache/tests/pages/masks-ball.png' });
  });
});
