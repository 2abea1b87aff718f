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

  it('keeps time, sources and signature, a line each, and refuses wrong ones', () => {
    const sources = [{ reader: 'ada', sha256: 'a'.repeat(64) }];
    const full: Label = { ...label, seconds: 61, sources, signedOff: { by: 'ada', at: '2026-03-01T10:00:00Z' } };
    const text = formatLabel(full);
    assert.match(
      text,
      /\],\n {2}"seconds": 61,\n {2}"sources": \[\{"reader": "ada", "sha256": "a+"\}\],\n {2}"signedOff": \{"by": .*\}\n\}\n$/,
    );
    assert.deepEqual(validate('label', JSON.parse(text)), []);
    assert.deepEqual(parseLabel(text, 'l.json'), full);
    const broken = [
      { seconds: 1.5 },
      { sources: [] },
      { sources: [{ reader: 'a' }] },
      { signedOff: { by: 'ada', at: 'today' } },
      { status: 'draft' },
    ];
    for (const change of broken) assert.throws(() => parseLabel(JSON.stringify({ ...full, ...change }), 'l.json'), UserError);
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
      [{ ...mask, kind: 'ring' }, /mark 1 is none of box, outline, mask, length, angle, cobb, point, interval\./],
      [{ ...mask, kind: 'toString' }, /mark 1 is none of box/],
      [{ ...mask, from: [0, 0] }, /mark 1 has a key "from" that does not belong to its kind, mask\./],
      [{ ...mask, colour: 'red' }, /mark 1 has a key "colour"/],
      [{ ...mask, instance: '' }, /mark 1 has an instance that is not the name of one\./],
      [{ ...mask, object: 3 }, /mark 1 has an object that is not the name of one\./],
      [{ id: 'l', name: 'leg', kind: 'length', from: [0, 0] }, /mark 1 is not a length with from and to\./],
      [{ id: 'p', name: 'tip', kind: 'point', at: [1] }, /mark 1 is not a point with "at"\./],
      [{ ...outline, kind: 'cobb' }, /mark 1 is not a Cobb angle with four points/],
      [{ ...outline, kind: 'angle', points: [...outline.points, [1, 1]] }, /mark 1 is not an angle with three points/],
      [{ id: 'i', name: 'systole', kind: 'interval', first: 2 }, /mark 1 is not an interval/],
      [{ id: 'i', name: 'systole', kind: 'interval', first: 2, last: 3, frame: 2 }, /mark 1 is an interval with a frame/],
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

  it('holds every kind of mark, on frames and instances, to the last bit', () => {
    // Neighbours of a third and of 0.1 + 0.2: numbers that a rounding anywhere would move.
    const odd = [1 / 3, 0.1 + 0.2, 1e-17, 2047.9999999999998, 123456.78901234567] as const;
    const points = (count: number) =>
      Array.from({ length: count }, (_, index) => [odd[index % 5] ?? 0, odd[(index + 2) % 5] ?? 0] as const);
    const marks: Label['marks'] = [
      { id: 'a', kind: 'length', name: 'femur', from: [odd[3], odd[0]], to: [odd[1], odd[2]] },
      { id: 'b', kind: 'angle', name: 'hip', points: points(3) },
      { id: 'c', kind: 'cobb', name: 'spine', points: points(4) },
      { id: 'd', kind: 'point', name: 'tip', instance: 'I-2', frame: 0, at: [odd[4], odd[2]] },
      { id: 'e', kind: 'interval', name: 'systole', instance: 'I-2', first: 3, last: 3 },
      { ...mask, id: 'f', instance: 'I-1', object: 'liver' },
      { ...mask, id: 'g', instance: 'I-2', object: 'liver' },
      { ...outline, id: 'h', points: points(7) },
    ];
    const text = formatLabel({ ...label, marks });
    assert.deepEqual(parseLabel(text, 'l.json').marks, marks);
    assert.deepEqual(validate('label', JSON.parse(text)), []);
    assert.equal(text.split('\n').length, formatLabel({ ...label, marks: [] }).split('\n').length + marks.length + 1);
  });

  it('changes one line for one changed mark', () => {
    const many = Array.from({ length: 50 }, (_, index) => ({ ...outline, id: `o${index}` }));
    const before = formatLabel({ ...label, marks: many }).split('\n');
    const after = formatLabel({ ...label, marks: many.with(30, { ...outline, id: 'o30', name: 'other' }) }).split('\n');
    assert.equal(before.length, after.length);
    assert.deepEqual(
      before.flatMap((line, index) => (line === after[index] ? [] : [index])),
      [before.findIndex((line) => line.includes('"o30"'))],
    );
  });

  it('holds the conflicts of a merge, as a draft', () => {
    const conflicted: Label = {
      ...label,
      status: 'draft',
      conflicts: [
        { on: 'category', name: 'bone_age', base: 90, ours: 94, theirs: null },
        { on: 'mark', id: 'o', base: null, ours: outline, theirs: { ...outline, name: 'other' } },
      ],
    };
    const text = formatLabel(conflicted);
    assert.match(
      text,
      /\n {2}\],\n {2}"conflicts": \[\n {4}\{"on": "category", "name": "bone_age", "base": 90, "ours": 94, "theirs": null\},\n/,
    );
    assert.deepEqual(parseLabel(text, 'l.json'), conflicted);
    assert.equal(formatLabel(parseLabel(text, 'l.json')), text);
    assert.deepEqual(validate('label', JSON.parse(text)), []);
    const final = { ...conflicted, status: 'final' };
    assert.throws(() => parseLabel(JSON.stringify(final), 'l.json'), /l\.json: it is final, but holds conflicts/);
    assert.notDeepEqual(validate('label', final), []);
    const wrong = (conflict: object) => JSON.stringify({ ...conflicted, conflicts: [conflict] });
    assert.throws(
      () => parseLabel(wrong({ on: 'mark', id: 'o', base: null, ours: {}, theirs: null }), 'l'),
      /conflict 1 has a side that has no id/,
    );
    assert.throws(
      () => parseLabel(wrong({ on: 'category', name: 'a', ours: 1, theirs: 2 }), 'l'),
      /conflict 1 has a side that is no value/,
    );
    assert.throws(() => parseLabel(wrong({ on: 'status' }), 'l'), /conflict 1 is not on a category/);
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
    fails({ author: 'x' }, /it has a key "author", which no label has/);
    fails({ marks: [label.marks[0], label.marks[0]] }, /mark 2 has the id of an earlier mark/);
    fails({ marks: [label.marks[0], { ...label.marks[0], to: [0, 0] }] }, /mark 2/);
    fails({ marks: [{ ...label.marks[0], from: ['a', 1] }] }, /mark 1/);
    assert.throws(() => parseLabel('{', 'l.json'), /l\.json is not JSON/);
    assert.throws(() => parseLabel('<<<<<<< ours\n{}\n=======\n{}\n>>>>>>> theirs\n', 'l.json'), /merge conflict/);
  });
});
