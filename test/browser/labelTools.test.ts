import assert from 'node:assert/strict';
import { invertEdit } from '../../src/core/label/edit';
import type { Mark, PixelPoint } from '../../src/core/label/label';
import { element, part10, picture } from '../fixtures/dicomBytes';
import { driveViewer } from './harness/driveViewer';
import { dragOver, type Lie, labelSession, placeOnScreen } from './harness/labelScene';
import { type OpenedViewer, settled, type ViewerOptions } from './harness/openViewer';
import { slice, slices } from './harness/viewerFiles';

const upright: Lie = { rows: 64, columns: 64 };
/** Pixels that one screen pixel is, and half of one where the page rounds to whole canvas pixels. */
const near = 0.15;

describe('the tools of the label editor', () => {
  const { open, press, close } = driveViewer();
  afterEach(close);
  let opened: OpenedViewer;
  const start = async (options: ViewerOptions = {}, marks: readonly Mark[] = []): Promise<OpenedViewer> => {
    opened = await open([slice(20)], { label: labelSession(marks), ...options });
    await opened.page.waitForSelector('.labels');
    return opened;
  };
  const at = (lie: Lie, point: PixelPoint) => placeOnScreen(opened, lie, point);
  const click = async (lie: Lie, ...points: readonly PixelPoint[]): Promise<void> => {
    for (const point of points) await opened.page.mouse.click(...(await at(lie, point)));
    await settled(opened);
  };
  const drag = async (lie: Lie, ...points: readonly PixelPoint[]): Promise<void> => {
    await dragOver(opened, await Promise.all(points.map((point) => at(lie, point))));
    await settled(opened);
  };
  /** The mark of the last step. */
  const drawn = (): Mark => {
    const edit = opened.steps.at(-1)?.edits.at(-1);
    assert.ok(edit?.edit === 'mark' && edit.to !== null);
    return edit.to;
  };
  const isAt = (points: readonly PixelPoint[], expected: readonly PixelPoint[], within = near): void => {
    assert.equal(points.length, expected.length);
    for (const [index, [column, row]] of points.entries()) {
      const [toColumn = 0, toRow = 0] = expected[index] ?? [];
      assert.ok(Math.hypot(column - toColumn, row - toRow) <= within, `${JSON.stringify(points)} is not ${JSON.stringify(expected)}`);
    }
  };

  /** Every kind, drawn with the mouse: what is done, and the points that the mark must have. */
  const kinds = {
    box: {
      key: 'x',
      act: (lie: Lie) => drag(lie, [10, 12], [30, 22.5]),
      points: (mark: Mark) => (mark.kind === 'box' ? [mark.from, mark.to] : []),
      expected: [
        [10, 12],
        [30, 22.5],
      ],
    },
    outline: {
      key: 'q',
      act: (lie: Lie) => click(lie, [10, 10], [40, 12], [35, 50], [10, 10]),
      points: (mark: Mark) => (mark.kind === 'outline' ? mark.points : []),
      expected: [
        [10, 10],
        [40, 12],
        [35, 50],
      ],
    },
    length: {
      key: 'd',
      act: (lie: Lie) => drag(lie, [9, 9], [9, 45]),
      points: (mark: Mark) => (mark.kind === 'length' ? [mark.from, mark.to] : []),
      expected: [
        [9, 9],
        [9, 45],
      ],
    },
    angle: {
      key: 'j',
      act: (lie: Lie) => click(lie, [40, 10], [10, 10], [10, 40]),
      points: (mark: Mark) => (mark.kind === 'angle' ? mark.points : []),
      expected: [
        [40, 10],
        [10, 10],
        [10, 40],
      ],
    },
    cobb: {
      key: 'k',
      act: async (lie: Lie) => {
        await drag(lie, [10, 10], [50, 14]);
        await drag(lie, [12, 50], [52, 40]);
      },
      points: (mark: Mark) => (mark.kind === 'cobb' ? mark.points : []),
      expected: [
        [10, 10],
        [50, 14],
        [12, 50],
        [52, 40],
      ],
    },
    point: {
      key: 'y',
      act: (lie: Lie) => click(lie, [33, 21]),
      points: (mark: Mark) => (mark.kind === 'point' ? [mark.at] : []),
      expected: [[33, 21]],
    },
  } as const;
  const views: Readonly<Record<string, { readonly keys: readonly string[]; readonly lie: Lie }>> = {
    upright: { keys: [], lie: upright },
    'turned and mirrored': {
      keys: ['r', 'h'],
      lie: {
        ...upright,
        axes: [
          [0, 1],
          [1, 0],
        ],
      },
    },
    zoomed: { keys: ['+'], lie: { ...upright, zoom: 1.25 } },
  };
  for (const [view, { keys, lie }] of Object.entries(views))
    it(`draws every kind where the mouse is, ${view}`, async () => {
      await start();
      await press(...keys);
      for (const [kind, { key, act, points, expected }] of Object.entries(kinds)) {
        await press(key);
        await act(lie);
        const mark = drawn();
        assert.equal(mark.kind, kind);
        isAt(points(mark), expected);
        // What was drawn is selected, and the next press would hold its corners.
        assert.equal(await opened.page.locator(`[data-mark="${mark.id}"]`).getAttribute('aria-pressed'), 'true');
        await press('Escape', 'Escape');
      }
      assert.equal(opened.steps.length, 6);
    });

  it('takes back and makes again what is undone elsewhere', async () => {
    await start();
    await press('d');
    await drag(upright, [5, 5], [5, 45]);
    const [edit] = opened.steps[0]?.edits ?? [];
    assert.ok(edit !== undefined);
    assert.match(await opened.page.innerText('.labels .marks'), /Gap 1\s+40\.\d mm/);
    opened.announce('labelEdited', [invertEdit(edit)]);
    await opened.page.waitForSelector('.labels .empty');
    opened.announce('labelEdited', [edit]);
    await opened.page.waitForSelector('.labels [data-mark]');
  });

  it('closes an outline by a double click or Enter, takes corners back, and leaves two corners alone', async () => {
    await start();
    await press('q');
    await click(upright, [10, 10], [40, 10]);
    await opened.page.mouse.dblclick(...(await at(upright, [40, 40])));
    await settled(opened);
    isAt(kinds.outline.points(drawn()), [
      [10, 10],
      [40, 10],
      [40, 40],
    ]);
    // The picture was not fitted by the double click, and is still where it was.
    await press('Escape');
    await click(upright, [20, 50], [30, 50], [50, 60]);
    await press('Backspace');
    await click(upright, [30, 58]);
    await press('Enter');
    isAt(kinds.outline.points(drawn()), [
      [20, 50],
      [30, 50],
      [30, 58],
    ]);
    await press('Escape');
    await click(upright, [50, 50], [55, 50]);
    await press('Enter');
    assert.equal(opened.steps.length, 2);
    await click(upright, [50, 50]);
    await press('Escape');
    assert.equal(opened.steps.length, 2);
  });

  it('draws freehand, and keeps as many corners as a screen can tell apart', async function () {
    this.timeout(60_000);
    await start();
    await press('q');
    const circle = Array.from({ length: 60 }, (_, step): PixelPoint => {
      const angle = (2 * Math.PI * step) / 60;
      return [32 + 15 * Math.cos(angle), 32 + 15 * Math.sin(angle)];
    });
    await dragOver(opened, await Promise.all(circle.map((point) => at(upright, point))), 1);
    await settled(opened);
    const mark = drawn();
    assert.ok(mark.kind === 'outline');
    assert.ok(mark.points.length > 15 && mark.points.length < 100, `${mark.points.length} corners`);
    for (const [column, row] of mark.points) assert.ok(Math.abs(Math.hypot(column - 32, row - 32) - 15) < near);
    assert.match(await opened.page.innerText('.labels .marks'), /70\d\.\d mm²/);
    // Part by clicks, part by hand.
    await press('Escape');
    await click(upright, [5, 60], [5, 5]);
    await drag(upright, [20, 3], [40, 4], [60, 5]);
    await click(upright, [60, 60]);
    await press('Enter');
    const mixed = drawn();
    assert.ok(mixed.kind === 'outline' && mixed.points.length >= 5);
    isAt(
      [mixed.points[0] ?? [0, 0], mixed.points.at(-1) ?? [0, 0]],
      [
        [5, 60],
        [60, 60],
      ],
    );
  });

  it('stops at the border of the picture', async () => {
    await start();
    await press('x');
    await drag(upright, [30, 30], [80, -2]);
    const mark = drawn();
    assert.ok(mark.kind === 'box');
    assert.deepEqual([mark.from[1], mark.to[0]], [0, 64]);
  });

  it('leaves the other buttons, Shift, Space and the wheel to the viewer', async () => {
    await start();
    await press('x');
    const before = await opened.page.innerText('[aria-label^="One to one"]');
    await opened.page.mouse.move(...(await at(upright, [30, 30])));
    await opened.page.mouse.wheel(0, -300);
    await settled(opened);
    assert.notEqual(await opened.page.innerText('[aria-label^="One to one"]'), before);
    for (const [button, key] of [
      ['middle', null],
      ['right', null],
      ['left', 'Shift'],
      ['left', 'Space'],
    ] as const) {
      if (key !== null) await opened.page.keyboard.down(key);
      const [x, y] = await at(upright, [30, 30]);
      await opened.page.mouse.move(x, y);
      await opened.page.mouse.down({ button });
      await opened.page.mouse.move(x + 60, y + 40, { steps: 3 });
      await opened.page.mouse.up({ button });
      if (key !== null) await opened.page.keyboard.up(key);
    }
    await settled(opened);
    assert.deepEqual(opened.steps, []);
  });

  it('draws with the pixel cursor and Enter alone', async () => {
    await start();
    await press('x', 'c');
    await press('Enter');
    await press(...Array.from({ length: 5 }, () => 'ArrowRight'), 'ArrowDown', 'ArrowDown', 'ArrowDown', 'Enter');
    const mark = drawn();
    assert.ok(mark.kind === 'box');
    assert.deepEqual([mark.to[0] - mark.from[0], mark.to[1] - mark.from[1]], [5, 3]);
    assert.equal(mark.from[0] % 1, 0.5);
  });

  it('marks an interval of a time series by Enter, shows it at the slider and in the curve, and moves its ends', async () => {
    opened = await open(slices, { label: labelSession(), stack: { timesMs: slices.map((_, time) => 1000 * time) } });
    const { page } = opened;
    await page.waitForSelector('.labels');
    await press('7');
    await press('ArrowRight', 'ArrowRight', 'Enter', 'ArrowRight');
    assert.equal(await page.locator('.bands rect').count(), 1, 'what is begun is shown');
    await press('ArrowRight', 'ArrowRight', 'Enter');
    const mark = drawn();
    assert.ok(mark.kind === 'interval');
    assert.deepEqual([mark.first, mark.last, mark.frame], [2, 5, undefined]);
    assert.match(await page.innerText('.labels .marks'), /Bolus 1\s+times 3 to 6/);
    await press('u');
    await page.mouse.move(...(await placeOnScreen(opened, upright, [30, 30])));
    await page.waitForSelector('.curve-bands rect');
    await press('ArrowRight');
    await page.click('text=Ends at time 7');
    const moved = drawn();
    assert.ok(moved.kind === 'interval' && moved.last === 6 && moved.first === 2);
    await page.screenshot({ path: '.cache/tests/pages/labels-interval.png' });
  });

  it('measures pixels that are not square as they are, and names the frame of a file with several', async () => {
    const pixels = Uint8Array.from({ length: 3 * 32 * 64 }, (_, index) => index % 200);
    const more = [element(0x00280008, 'IS', '3'), element(0x00280030, 'DS', '2\\1')];
    const content = picture(pixels, { rows: 32, columns: 64, allocated: 8, pixelVr: 'OB', more });
    const file = { name: 'oblong.dcm', bytes: part10('1.2.840.10008.1.2.1', element(0x00080060, 'CS', 'US'), content), frames: 3 };
    const oblong: Lie = { rows: 32, columns: 64, pixel: [1, 2] };
    opened = await open([file], { label: labelSession() });
    await opened.page.waitForSelector('.labels');
    await press('ArrowDown', 'd');
    await drag(oblong, [20, 10], [20, 20]);
    const mark = drawn();
    assert.ok(mark.kind === 'length');
    isAt(
      [mark.from, mark.to],
      [
        [20, 10],
        [20, 20],
      ],
    );
    assert.equal(mark.frame, 1);
    const length = Number(/Gap 1\s+([\d.]+) mm/.exec(await opened.page.innerText('.labels .marks'))?.[1]);
    assert.ok(Math.abs(length - 20) <= 0.3, `${length} mm`);
    await press('ArrowDown');
    assert.match(await opened.page.innerText('.labels'), /on other images/i);
  });

  it('drops what is begun on another frame', async () => {
    opened = await open(slices, { label: labelSession() });
    await opened.page.waitForSelector('.labels');
    await press('q');
    await click(upright, [10, 10], [30, 10]);
    await press('PageDown');
    await click(upright, [30, 30]);
    await press('Enter');
    assert.deepEqual(opened.steps, []);
  });
});
