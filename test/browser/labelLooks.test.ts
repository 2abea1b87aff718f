import assert from 'node:assert/strict';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { Mark } from '../../src/core/label/label';
import { bytes, element, part10, picture } from '../fixtures/dicomBytes';
import { accessibilityProblems } from './harness/accessibilityProblems';
import { dragOver, type Lie, labelSession, placeOnScreen } from './harness/labelScene';
import { type OpenedViewer, openViewer, settled, type TestFile } from './harness/openViewer';
import type { Theme } from './harness/themeVariables';

const pictures = join(__dirname, '..', '..', '.cache', 'tests', 'pages');
const size = 200;
const lie: Lie = { rows: size, columns: size };

/** Black on the left, white on the right, grey between: what marks must be readable on. */
function steps(): TestFile {
  const pixels = Uint8Array.from({ length: size * size }, (_, at) => {
    const column = at % size;
    return column < 70 ? 4 : column < 130 ? 120 + ((at * 7919) % 17) : 252;
  });
  const more = [element(0x00280030, 'DS', '0.5\\0.5')];
  const content = picture(pixels, { rows: size, columns: size, allocated: 8, pixelVr: 'OB', more });
  return { name: 'steps.dcm', bytes: part10('1.2.840.10008.1.2.1', bytes(element(0x00080060, 'CS', 'DX')), content) };
}

const marks: readonly Mark[] = [
  { id: 'b1', kind: 'box', name: 'fracture', from: [10, 10], to: [60, 40] },
  { id: 'b2', kind: 'box', name: 'screw', from: [140, 10], to: [190, 40], run: 'r1', score: 0.83 },
  {
    id: 'o1',
    kind: 'outline',
    name: 'lesion',
    points: Array.from(
      { length: 40 },
      (_, at) => [100 + 28 * Math.cos(at / 6.4), 80 + (16 + 3 * Math.sin(at)) * Math.sin(at / 6.4)] as const,
    ),
  },
  { id: 'l1', kind: 'length', name: 'gap', from: [20, 60], to: [60, 90] },
  { id: 'l2', kind: 'length', name: 'gap', from: [150, 60], to: [190, 90] },
  {
    id: 'a1',
    kind: 'angle',
    name: 'tilt',
    points: [
      [150, 130],
      [150, 165],
      [190, 150],
    ],
  },
  {
    id: 'c1',
    kind: 'cobb',
    name: 'curve',
    points: [
      [60, 125],
      [120, 135],
      [65, 180],
      [125, 165],
    ],
  },
  { id: 'p1', kind: 'point', name: 'tip', at: [30, 130] },
  { id: 'p2', kind: 'point', name: 'tip', at: [175, 110] },
];

describe("the label editor's looks", () => {
  let opened: OpenedViewer | undefined;
  afterEach(async () => {
    await opened?.close();
    opened = undefined;
  });
  for (const theme of ['dark', 'light', 'contrast'] satisfies readonly Theme[])
    it(`are readable and named in ${theme}`, async function () {
      this.timeout(60_000);
      await mkdir(pictures, { recursive: true });
      opened = await openViewer([steps()], { theme, label: labelSession(marks), viewport: { width: 1100, height: 800 } });
      const { page } = opened;
      await page.waitForSelector('.labels [data-mark]');
      await page.click('[data-mark=o1]');
      await settled(opened);
      await page.screenshot({ path: join(pictures, `labels-${theme}.png`) });
      assert.deepEqual(await accessibilityProblems(page), []);
      await page.click('[data-mark=b1]');
      await page.keyboard.press('q');
      const begun = await Promise.all(
        (
          [
            [20, 150],
            [60, 150],
            [100, 185],
          ] as const
        ).map((point) => placeOnScreen({ page }, lie, point)),
      );
      for (const place of begun.slice(0, 2)) await page.mouse.click(...place);
      await page.mouse.move(...(begun[2] ?? [0, 0]));
      await settled(opened);
      await page.screenshot({ path: join(pictures, `labels-drawing-${theme}.png`) });
      await page.keyboard.press('Escape');
      await dragOver({ page }, begun);
      await page.keyboard.press('?');
      await page.waitForSelector('.help');
      await page.screenshot({ path: join(pictures, `labels-help-${theme}.png`) });
      assert.deepEqual(opened.problems, []);
    });
});
