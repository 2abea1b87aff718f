import assert from 'node:assert/strict';
import type { Label } from '../../src/core/label/label';
import type { LabelDefinition } from '../../src/core/label/protocol';
import type { LabelSession } from '../../src/protocol/labels';
import { driveViewer } from './harness/driveViewer';
import { slice } from './harness/viewerFiles';

const fracture: LabelDefinition = { name: 'fracture', title: 'Fracture', kind: 'box', colour: '#ff0000', hotkey: 'x' };
const label: Label = { version: 1, image: 'img-1', reader: 'ada', status: 'draft', categories: {}, marks: [] };
const session: LabelSession = { label, labels: [fracture], locked: null };

describe('the label editor', () => {
  const { open, press, drag, close } = driveViewer();
  afterEach(close);

  it('draws a box by key and drag, in pixels of the picture, and deletes it', async () => {
    const { page, steps } = await open([slice(20)], { label: session });
    await page.waitForSelector('.labels');
    await press('x');
    await drag([300, 300], [400, 350]);
    assert.equal(steps.length, 1);
    const [edit] = steps[0]?.edits ?? [];
    assert.ok(edit?.edit === 'mark' && edit.to?.kind === 'box');
    const { from, to } = edit.to;
    assert.ok(from[0] < to[0] && from[1] < to[1]);
    assert.ok(Math.abs((to[0] - from[0]) / (to[1] - from[1]) - 2) < 1e-6, 'twice as wide as high');
    assert.match(await page.innerText('.labels .marks'), /Fracture 1/);
    await page.screenshot({ path: '.cache/tests/pages/labels-box.png' });
    await press('Delete');
    assert.equal(steps[1]?.words, 'Delete Mark');
    assert.match(await page.innerText('.labels'), /Nothing is drawn yet/);
  });

  it('leaves a locked label alone and says why', async () => {
    const { page, steps } = await open([slice(20)], { label: { ...session, locked: 'This is the label of ben.' } });
    await page.waitForSelector('.labels');
    await press('x');
    await drag([300, 300], [400, 350]);
    assert.deepEqual(steps, []);
    assert.match(await page.innerText('.labels [role=note]'), /label of ben/);
  });

  it('follows what is undone elsewhere', async () => {
    const { page, announce } = await open([slice(20)], { label: session });
    await page.waitForSelector('.labels');
    const mark = { id: 'm', kind: 'box', name: 'fracture', from: [1, 1], to: [5, 5] } as const;
    announce('labelEdited', [{ edit: 'mark', at: 0, from: null, to: mark }]);
    await page.waitForSelector('.labels [data-mark=m]');
    announce('labelEdited', [{ edit: 'mark', at: 0, from: mark, to: null }]);
    await page.waitForSelector('.labels .empty');
  });
});
