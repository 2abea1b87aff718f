import assert from 'node:assert/strict';
import type { Label } from '../../../../src/core/label/label';
import { formatLabel, parseLabel } from '../../../../src/core/label/labelFile';
import { validate } from '../../../../src/core/project/validate';
import { UserError } from '../../../../src/core/userError';

const label: Label = {
  version: 1,
  image: 'img-1',
  reader: 'import',
  status: 'final',
  categories: { zeta: 'a\n[ b', bone_age: 94, alpha: ['x', 'y'] },
  marks: [
    { id: 'import-1', kind: 'box', name: 'fracture', from: [1.25, 2], to: [3, 4.5] },
    { id: 'm2', kind: 'box', name: 'fracture', frame: 2, run: 'r1', from: [0, 0], to: [1, 1] },
  ],
};
const outline = {
  id: 'o',
  kind: 'outline' as const,
  name: 'callus',
  points: [
    [0, 0],
    [4.5, 0],
    [2, 3],
  ] as const,
};
const mask = { id: 'k', kind: 'mask' as const, name: 'callus', run: 'r1', score: 0.875, runs: '10:3+4,9+2;;4+1' };

describe('label file', () => {
  it('has a fixed order, a mark a line, and an end of line', () => {
    assert.equal(
      formatLabel({ ...label, categories: { b: 'no', a: 1 } }),
      `{
  "version": 1,
  "image": "img-1",
  "reader": "import",
  "status": "final",
  "categories": {
    "a": 1,
    "b": "no"
  },
  "marks": [
    {"id": "import-1", "kind": "box", "name": "fracture", "from": [1.25, 2], "to": [3, 4.5]},
    {"id": "m2", "kind": "box", "name": "fracture", "frame": 2, "run": "r1", "from": [0, 0], "to": [1, 1]}
  ]
}
`,
    );
    assert.match(formatLabel({ ...label, categories: {}, marks: [] }), /"categories": \{\},\n {2}"marks": \[\]\n\}\n$/);
  });

  it('is JSON, and comes back as it was', () => {
    const text = formatLabel(label);
    assert.deepEqual(JSON.parse(text), label);
    assert.deepEqual(validate('label', JSON.parse(text)), []);
    assert.deepEqual(parseLabel(text, 'l.json'), label);
    assert.equal(formatLabel(parseLabel(text, 'l.json')), text);
  });

  it('holds outlines and masks, a line each, and the score of a model', () => {
    const both: Label = { ...label, categories: {}, marks: [outline, mask] };
    const text = formatLabel(both);
    assert.deepEqual(text.split('\n').slice(7, 9), [
      '    {"id": "o", "kind": "outline", "name": "callus", "points": [[0, 0], [4.5, 0], [2, 3]]},',
      '    {"id": "k", "kind": "mask", "name": "callus", "run": "r1", "score": 0.875, "runs": "10:3+4,9+2;;4+1"}',
    ]);
    assert.deepEqual(parseLabel(text, 'l.json'), both);
    assert.deepEqual(validate('label', JSON.parse(text)), []);
  });

  it('refuses what is not quite a mark, as the schema does', () => {
    const wrong: readonly (readonly [object, RegExp])[] = [
      [{ ...outline, points: outline.points.slice(1) }, /mark 1 is not an outline with three points or more\./],
      [{ ...outline, points: [[0, 0], [1, 1], [2]] }, /mark 1 is not an outline/],
      [{ ...mask, runs: '3' }, /mark 1 is not a mask with runs like/],
      [{ ...mask, score: 1.5 }, /mark 1 has a score that is not from 0 to 1\./],
      [{ ...mask, frame: -1 }, /mark 1 has a frame that is no whole number from 0 on\./],
      [{ ...mask, kind: 'ring' }, /mark 1 is no box, outline or mask\./],
    ];
    for (const [mark, words] of wrong) {
      const text = JSON.stringify({ ...label, marks: [mark] });
      assert.throws(() => parseLabel(text, 'l.json'), words);
      assert.notDeepEqual(validate('label', JSON.parse(text)), [], String(words));
    }
    const { points, ...lacking } = outline;
    assert.deepEqual(
      validate('label', { ...label, marks: [lacking] }).map(({ message }) => message),
      ['the key "points" is missing in marks[1]'],
    );
    assert.equal(points.length, 3);
  });

  it('names file and fault', () => {
    const fails = (change: object, pattern: RegExp) =>
      assert.throws(
        () => parseLabel(JSON.stringify({ ...label, ...change }), 'l.json'),
        (error) => error instanceof UserError && error.message.startsWith('l.json') && pattern.test(error.message),
      );
    fails({ version: 2 }, /version is 2/);
    fails({ image: '' }, /"image"/);
    fails({ status: 'done' }, /"status"/);
    fails({ categories: [] }, /"categories"/);
    fails({ categories: { a: null } }, /category "a"/);
    fails({ marks: {} }, /"marks"/);
    fails({ marks: [label.marks[0], { ...label.marks[0], to: [0, 0] }] }, /mark 2/);
    fails({ marks: [{ ...label.marks[0], from: ['a', 1] }] }, /mark 1/);
    assert.throws(() => parseLabel('{', 'l.json'), /l\.json is not JSON/);
    assert.throws(() => parseLabel('<<<<<<< ours\n{}\n=======\n{}\n>>>>>>> theirs\n', 'l.json'), /merge conflict/);
  });
});
