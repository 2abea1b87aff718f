import assert from 'node:assert/strict';
import { mkdir } from 'node:fs/promises';
import type { Label, Mark } from '../../src/core/label/label';
import type { LabelComparison } from '../../src/protocol/changes';
import { accessibilityProblems } from './harness/accessibilityProblems';
import { driveViewer } from './harness/driveViewer';
import type { OpenedViewer } from './harness/openViewer';
import { sessionOf } from './harness/openViewer';
import { slices } from './harness/viewerFiles';

const box = (id: string, column: number, instance: string): Mark => ({
  id,
  kind: 'box',
  name: 'fracture',
  instance,
  from: [column, 10],
  to: [column + 12, 30],
});
const mask = (runs: string): Mark => ({ id: 'callus', kind: 'mask', name: 'callus', instance: 'i0', runs });
/** Rows 40 to 55, from a column on, 16 wide. */
const square = (column: number): string => `40:${Array.from({ length: 16 }, () => `${column}+16`).join(';')}`;
const label = (marks: readonly Mark[], status: Label['status'] = 'draft'): Label => ({
  version: 1,
  image: 'img-0011223344',
  reader: 'ada',
  status,
  categories: {},
  marks,
});
const comparison: LabelComparison = {
  image: 'img-0011223344',
  reader: 'ada',
  between: ['last commit', 'now'],
  before: label([box('same', 4, 'i0'), box('moved', 20, 'i0'), box('gone', 44, 'i7'), mask(square(10))]),
  after: label([box('same', 4, 'i0'), box('moved', 26, 'i0'), box('new', 44, 'i3'), mask(square(16))], 'final'),
  labels: [{ name: 'fracture', title: 'Fracture', kind: 'box' }],
  changes: [
    { on: 'status', key: 'status', change: 'changed', words: 'Status: draft → final' },
    { on: 'mark', key: 'callus', change: 'changed', words: 'Callus (mask callus): Dice 0.625, IoU 0.455, +96 −96 pixels' },
    { on: 'mark', key: 'gone', change: 'removed', words: 'Fracture (box gone) removed: 240 square pixels' },
    {
      on: 'mark',
      key: 'moved',
      change: 'changed',
      words: 'Fracture (box moved): Dice 0.500, IoU 0.333, moved by up to 6.0 pixels',
      dice: 0.5,
      iou: 1 / 3,
    },
    { on: 'mark', key: 'new', change: 'added', words: 'Fracture (box new) added: 240 square pixels' },
  ],
  chosen: null,
  place: [1, 3],
};
const named = sessionOf(slices).files.map((file, index) => ({ ...file, instance: `i${index}` }));

describe('the comparison of labels', () => {
  const { open, press, close, text } = driveViewer();
  afterEach(close);
  before(() => mkdir('.cache/tests/pages', { recursive: true }));
  const start = (theme: 'dark' | 'light' | 'contrast' = 'dark', more: Partial<LabelComparison> = {}) =>
    open(slices, { comparison: { ...comparison, ...more }, session: { files: named }, theme });

  /** How many pixels of the marks' canvas have about this colour. */
  const painted = ({ page }: OpenedViewer, [red, green, blue]: readonly [number, number, number]): Promise<number> =>
    page.evaluate(
      (wanted) => {
        const canvas = document.querySelector<HTMLCanvasElement>('canvas.marks');
        const data = canvas?.getContext('2d')?.getImageData(0, 0, canvas.width, canvas.height).data ?? [];
        let count = 0;
        for (let at = 0; at < data.length; at += 4)
          if ((data[at + 3] ?? 0) > 200 && wanted.every((value, channel) => Math.abs((data[at + channel] ?? 0) - value) < 12)) count += 1;
        return count;
      },
      [red, green, blue],
    );
  const before_ = [255, 123, 77] as const;
  const after_ = [47, 214, 165] as const;

  it('draws before and after over each other, with legend and words', async () => {
    const opened = await start();
    const { page } = opened;
    await page.waitForSelector('.changes [data-change=moved]');
    const [old, fresh] = [await painted(opened, before_), await painted(opened, after_)];
    assert.ok(old > 100 && fresh > 100, `${old} and ${fresh} pixels`);
    assert.ok(old < 0.8 * fresh, 'what was before is dashed');
    assert.match(await page.innerText('.changes .legend'), /before \(last commit\)\s+after \(now\)\s+unchanged/);
    assert.equal(await page.locator('.changes [data-change]').count(), 5);
    await page.screenshot({ path: '.cache/tests/pages/changes-dark.png' });
    await press('s');
    assert.ok((await painted(opened, before_)) > 100);
    assert.equal(await painted(opened, after_), 0);
    await press('s');
    assert.equal(await painted(opened, before_), 0);
    await page.getByRole('button', { name: 'Both' }).click();
    assert.deepEqual(await accessibilityProblems(page), []);
  });

  it('goes to the frame of a change by click and key, and to other labels', async () => {
    const { page, asked, announce } = await start();
    await page.click('.changes [data-change=new]');
    await page.waitForFunction(() => document.querySelector('.corner.top.right')?.textContent?.includes('4'));
    assert.match(await text('top.right'), /\b4\b/);
    await press('k', 'k');
    assert.equal(await page.getAttribute('.changes [data-change=gone]', 'aria-pressed'), 'true');
    await page.waitForFunction(() => document.querySelector('.corner.top.right')?.textContent?.includes('8'));
    assert.match((await page.textContent('[role=status]')) ?? '', /gone\) removed/);
    await press('j');
    assert.equal(await page.getAttribute('.changes [data-change=moved]', 'aria-pressed'), 'true');
    await page.screenshot({ path: '.cache/tests/pages/changes-chosen.png' });
    await press('Escape');
    assert.equal(await page.locator('.changes [data-change][aria-pressed=true]').count(), 0);
    announce('changeChosen', 'new');
    await page.waitForSelector('.changes [data-change=new][aria-pressed=true]');
    await press('Shift+J', 'Shift+K');
    await page.getByRole('button', { name: 'Next label' }).click();
    assert.deepEqual(
      asked.filter((entry) => entry.startsWith('stepLabel')),
      ['stepLabel 1', 'stepLabel -1', 'stepLabel 1'],
    );
  });

  it('reads in light and in high contrast, and says where nothing that is said changed', async () => {
    for (const theme of ['light', 'contrast'] as const) {
      const { page } = await start(theme, { chosen: 'moved' });
      await page.waitForSelector('.changes [data-change=moved][aria-pressed=true]');
      await page.screenshot({ path: `.cache/tests/pages/changes-${theme}.png` });
      assert.deepEqual(await accessibilityProblems(page), []);
      await close();
    }
    const { page } = await start('dark', { changes: [], place: [0, 1] });
    await page.getByText('only how its file is written').waitFor();
    assert.equal(await page.locator('.changes .stepper').count(), 0);
  });
});
