import assert from 'node:assert/strict';
import type { Label, LabelConflict, Mark } from '../../src/core/label/label';
import type { LabelNote } from '../../src/core/label/labelNote';
import type { LabelDefinition } from '../../src/core/label/protocol';
import type { LabelSession } from '../../src/protocol/labels';
import { driveViewer } from './harness/driveViewer';
import { slice } from './harness/viewerFiles';

const fracture: LabelDefinition = { name: 'fracture', title: 'Fracture', kind: 'box', colour: '#ff0000', hotkey: 'x' };
const box = (id: string, column: number): Mark => ({ id, kind: 'box', name: 'fracture', from: [column, 2], to: [column + 6, 9] });
const conflicts: readonly LabelConflict[] = [
  { on: 'category', name: 'side', base: null, ours: 'left', theirs: 'right' },
  { on: 'mark', id: 'a', base: box('a', 1), ours: box('a', 4), theirs: box('a', 8) },
];
const label: Label = {
  version: 1,
  image: 'img-1',
  reader: 'ada',
  status: 'draft',
  categories: { side: 'left' },
  marks: [box('a', 4)],
  conflicts,
};
const notes: readonly LabelNote[] = [
  { id: 'recovered', text: '12 edits of an earlier window were recovered.', isProblem: false, choices: [{ id: 'dismiss', title: 'OK' }] },
  {
    id: 'changed',
    text: 'The file was changed on the disk, and your edits are not saved.',
    isProblem: true,
    choices: [
      { id: 'merge', title: 'Merge Both' },
      { id: 'file', title: "Take the File's" },
      { id: 'mine', title: 'Keep Mine' },
    ],
  },
];
const session: LabelSession = { label, labels: [fracture], locked: null, notes };

describe("a label's notes and conflicts", () => {
  const { open, press, drag, close } = driveViewer();
  afterEach(close);

  it('are read and answered by key: every note with its buttons', async () => {
    const { page, asked } = await open([slice(20)], { label: { ...session, label: { ...label, conflicts: [] } } });
    await page.waitForSelector('.labels [data-note=changed]');
    assert.equal(await page.getByRole('alert').getByText('changed on the disk').isVisible(), true);
    assert.deepEqual(await page.locator('.labels [data-note=changed] button').allInnerTexts(), [
      'Merge Both',
      "Take the File's",
      'Keep Mine',
    ]);
    await page.locator('.labels [data-note=changed]').getByRole('button', { name: 'Keep Mine' }).focus();
    await page.keyboard.press('Enter');
    await page.locator('.labels [data-note=recovered]').getByRole('button', { name: 'OK' }).click();
    assert.deepEqual(
      asked.filter((line) => line.startsWith('answer')),
      ['answer changed mine', 'answer recovered dismiss'],
    );
  });

  it('shows both sides of the conflict that is looked at, and settles it as one step', async () => {
    const { page, steps } = await open([slice(20)], { label: session });
    await page.waitForSelector('.labels .conflict');
    const [, mark] = await page.locator('.labels .conflict').all();
    assert.ok(mark !== undefined);
    const colours = () =>
      page.evaluate(() => {
        const seen = new Set<string>();
        for (const canvas of document.querySelectorAll<HTMLCanvasElement>('canvas.marks:not([hidden])')) {
          const { data = [] } = canvas.getContext('2d')?.getImageData(0, 0, canvas.width, canvas.height) ?? {};
          for (let at = 0; at < data.length; at += 4) if (data[at + 3] === 255) seen.add([data[at], data[at + 1], data[at + 2]].join());
        }
        return ['86,180,233', '230,159,0', '187,187,187'].map((colour) => seen.has(colour));
      });
    assert.deepEqual(await colours(), [false, false, false]);
    await mark.locator('.plain').focus();
    await page.waitForTimeout(100);
    assert.deepEqual(await colours(), [true, true, true]);
    await page.screenshot({ path: '.cache/tests/pages/labels-conflicts.png' });
    await mark.getByRole('button', { name: 'take Both' }).press('Enter');
    assert.deepEqual([steps[0]?.words, steps[0]?.edits.length], ['Settle Conflict', 3]);
    assert.equal(await page.locator('.labels .conflict').count(), 1);
    await page.getByRole('button', { name: 'side: take Theirs: right' }).click();
    assert.equal(await page.locator('.labels .conflict').count(), 0);
    assert.equal(await page.locator('.labels [data-mark]').count(), 2);
  });

  it('keeps a step that crosses with news of the document, and opens anew what that refuses', async () => {
    let answer: () => void = () => undefined;
    let isRefused = false;
    const edit = () =>
      isRefused
        ? Promise.reject(new Error('No.'))
        : new Promise<void>((resolve) => {
            answer = resolve;
          });
    const { page, announce } = await open([slice(20)], { label: { ...session, label: { ...label, marks: [], conflicts: [] } }, edit });
    await page.waitForSelector('.labels [data-note=changed]');
    await press('x');
    await drag([300, 300], [400, 350]);
    assert.equal(await page.locator('.labels [data-waiting]').getAttribute('data-waiting'), '1');
    announce('labelReset', { ...session, label: { ...label, marks: [], conflicts: [] }, notes: [] });
    await page.waitForSelector('.labels [data-note=changed]', { state: 'detached' });
    assert.equal(await page.locator('.labels [data-mark]').count(), 1);
    answer();
    await page.waitForSelector('.labels [data-waiting="0"]');
    assert.equal(await page.locator('.labels [data-mark]').count(), 1);
    isRefused = true;
    await drag([350, 350], [420, 400]);
    await page.waitForSelector('.labels [data-waiting="0"]');
    assert.equal(await page.locator('.labels [data-mark]').count(), 1);
  });
});
