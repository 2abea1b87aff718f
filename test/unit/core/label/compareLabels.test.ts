import assert from 'node:assert/strict';
import { compareLabels } from '../../../../src/core/label/compareLabels';
import type { Label, Mark } from '../../../../src/core/label/label';
import type { Spacing } from '../../../../src/core/label/measure';
import { overlapOfMarks } from '../../../../src/core/label/overlapOfMarks';
import type { Protocol } from '../../../../src/core/label/protocol';

const protocol: Protocol = {
  labels: [
    { name: 'age', title: 'Bone age', kind: 'number', unit: 'months' },
    { name: 'signs', title: 'Signs', kind: 'several', values: ['a', 'b'] },
    { name: 'fracture', title: 'Fracture', kind: 'box' },
    { name: 'leg', title: 'Leg length', kind: 'length' },
  ],
};
const spacing: Spacing = { mm: [0.5, 0.5], from: 'PixelSpacing' };
const box: Mark = { id: 'b', kind: 'box', name: 'fracture', from: [0, 0], to: [10, 10] };
const leg: Mark = { id: 'l', kind: 'length', name: 'leg', from: [0, 0], to: [30, 40] };
const mask: Mark = { id: 'k', kind: 'mask', name: 'callus', runs: '5:5+10;5+10;5+10' };
const square = (id: string, column: number): Mark => ({
  id,
  kind: 'outline',
  name: 'callus',
  points: [
    [column, 5],
    [column + 10, 5],
    [column + 10, 15],
    [column, 15],
  ],
});
const label: Label = { version: 1, image: 'i', reader: 'r', status: 'draft', categories: { age: 94 }, marks: [box, leg, mask] };
const words = (before: Label | null, after: Label | null, mm: Spacing | null = spacing) =>
  compareLabels(before, after, { protocol, spacing: mm }).map((change) => change.words);
const marked = (...marks: readonly Mark[]): Label => ({ ...label, marks });

describe('overlapOfMarks', () => {
  it('is exact for boxes and for masks, and the known case of shifted squares', () => {
    const overlap = overlapOfMarks(box as never, { ...box, from: [5, 0], to: [15, 10] } as never);
    assert.deepEqual(overlap, { found: 100, marked: 100, both: 50 });
    const change = compareLabels(marked(square('o', 5)), marked(square('o', 7)), { protocol, spacing })[0];
    assert.ok(Math.abs((change?.dice ?? 0) - 0.8) < 1e-3);
    assert.ok(Math.abs((change?.iou ?? 0) - 2 / 3) < 1e-3);
  });

  it('measures an outline against a mask in pixels, and outlines far outside the image', () => {
    const region = (mark: Mark, other: Mark) => overlapOfMarks(mark as never, other as never);
    assert.deepEqual(region(square('o', 5), mask), { found: 100, marked: 30, both: 30 });
    assert.ok(Math.abs(region(square('o', -100), square('p', -95)).both - 50) < 0.3);
    assert.deepEqual(region({ ...mask, runs: '' } as Mark, mask), { found: 0, marked: 30, both: 0 });
  });
});

describe('compareLabels', () => {
  it('finds nothing where nothing changed, whatever the order of marks', () => {
    assert.deepEqual(words(label, { ...label, marks: label.marks.toReversed() }), []);
  });

  it('says categories and status from and to', () => {
    assert.deepEqual(words(label, { ...label, status: 'final', categories: { age: 97, signs: ['a'], odd: true } }), [
      'Status: draft → final',
      'Bone age: 94 → 97 months',
      'odd: nothing → yes',
      'Signs: nothing → [a]',
    ]);
    assert.deepEqual(words(null, { ...label, marks: [] }), ['New label, draft', 'Bone age: nothing → 94 months']);
    assert.deepEqual(words({ ...label, marks: [] }, null), ['The label was removed', 'Bone age: 94 → nothing months']);
  });

  it('measures marks that moved, in millimetres or pixels', () => {
    const moved = marked({ ...box, to: [12, 10] } as Mark, { ...leg, to: [30, 44] } as Mark, { ...mask, runs: '5:5+10;5+10' } as Mark);
    assert.deepEqual(words(label, moved), [
      'Fracture (box b): Dice 0.909, IoU 0.833, moved by up to 1.0 mm',
      'callus (mask k): Dice 0.800, IoU 0.667, +0 −10 pixels',
      'Leg length (length l): 25.0 mm → 26.6 mm, moved by up to 2.0 mm',
    ]);
    assert.match(words(label, moved, null)[2] ?? '', /50\.0 pixels → 53\.3 pixels, moved by up to 4\.0 pixels/);
    assert.match(words(label, moved, { ...spacing, from: 'ImagerPixelSpacing' })[2] ?? '', /25\.0 mm at the detector →/);
  });

  it('says added, removed, renamed, and accepted marks', () => {
    const proposal = { ...box, run: 'r1', score: 0.9 };
    assert.deepEqual(words(marked(proposal, leg), marked(box, mask)), [
      "Fracture (box b): the model's proposal was accepted",
      'callus (mask k) added: 7.5 mm²',
      'Leg length (length l) removed: 25.0 mm',
    ]);
    assert.deepEqual(words(marked(box), marked({ ...box, name: 'leg', frame: 3 })), [
      'Leg length (box b): Fracture → Leg length, frame 0 → frame 3',
    ]);
    assert.deepEqual(words(marked(mask), marked({ ...square('k', 5) })), ['callus (outline k): kind mask → outline']);
    assert.deepEqual(
      words(
        marked({ id: 'i', kind: 'interval', name: 'sys', first: 1, last: 4 }),
        marked({ id: 'i', kind: 'interval', name: 'sys', first: 2, last: 4 }),
      ),
      ['sys (interval i): frames 1 to 4 → frames 2 to 4'],
    );
    const angle = (column: number): Mark => ({
      id: 'a',
      kind: 'angle',
      name: 'hip',
      points: [
        [10, 0],
        [0, 0],
        [column, 10],
      ],
    });
    assert.deepEqual(words(marked(angle(0)), marked(angle(10))), ['hip (angle a): 90.0° → 45.0°, moved by up to 5.0 mm']);
  });
});
