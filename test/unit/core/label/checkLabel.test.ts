import assert from 'node:assert/strict';
import { checkLabel } from '../../../../src/core/label/checkLabel';
import type { Label } from '../../../../src/core/label/label';
import type { Protocol } from '../../../../src/core/label/protocol';

const protocol: Protocol = {
  labels: [
    { name: 'age', title: 'Bone age', kind: 'number', unit: 'months', minimum: 0, maximum: 240, required: true },
    { name: 'fracture', title: 'Fracture', kind: 'category', values: ['no', 'yes'] },
    { name: 'grade', title: 'Grade', kind: 'ordinal', values: ['0', '1', '2'] },
    { name: 'signs', title: 'Signs', kind: 'several', values: ['effusion', 'fragment'] },
    { name: 'remark', title: 'Remark', kind: 'note' },
    { name: 'lesion', title: 'Lesion', kind: 'mask', required: true },
    { name: 'axis', title: 'Axis', kind: 'angle' },
  ],
};
const lesion = { id: 'm1', kind: 'mask', name: 'lesion', runs: '' } as const;
const label = (change: Partial<Label>): Label => ({
  version: 1,
  image: 'i',
  reader: 'r',
  status: 'final',
  categories: { age: 94 },
  marks: [lesion],
  ...change,
});

describe('checkLabel', () => {
  it('finds nothing in a label that fits', () => {
    const categories = { age: 0, fracture: true, grade: '2', signs: ['fragment'], remark: '' };
    const outline = {
      ...lesion,
      id: 'm2',
      kind: 'outline',
      runs: undefined,
      points: [
        [0, 0],
        [1, 0],
        [1, 1],
      ],
    } as const;
    const { runs: _, ...drawn } = outline;
    assert.deepEqual(checkLabel(label({ categories, marks: [lesion, drawn] }), protocol), []);
  });

  it('says what does not fit, without the values', () => {
    const problems = (categories: Label['categories']) => checkLabel(label({ categories: { age: 94, ...categories } }), protocol);
    assert.deepEqual(problems({ age: 241 }), ['"Bone age" is not from 0 to 240 months.']);
    assert.deepEqual(problems({ age: '94' }), ['"Bone age" is not a number.']);
    assert.deepEqual(problems({ fracture: 'perhaps' }), ['"Fracture" is none of no, yes.']);
    assert.deepEqual(problems({ grade: true }), ['"Grade" is none of 0, 1, 2.']);
    assert.deepEqual(problems({ signs: ['fragment', 'fragment'] }), ['"Signs" is not a list of some of effusion, fragment.']);
    assert.deepEqual(problems({ remark: 3 }), ['"Remark" is not a text.']);
    assert.deepEqual(problems({ lesion: 'yes' }), ['The protocol declares no category "lesion".']);
    assert.deepEqual(checkLabel(label({ marks: [lesion, { id: 'p', kind: 'point', name: 'axis', at: [0, 0] }] }), protocol), [
      'The mark p is of kind point, but "Axis" is of kind angle.',
    ]);
    assert.deepEqual(checkLabel(label({ marks: [lesion, { id: 'p', kind: 'point', name: 'tip', at: [0, 0] }] }), protocol), [
      'The mark p is called "tip", which the protocol does not declare.',
    ]);
  });

  it('misses what is required in final labels only', () => {
    assert.deepEqual(checkLabel(label({ categories: {}, marks: [] }), protocol), [
      '"Bone age" is required, and is missing.',
      '"Lesion" is required, and is missing.',
    ]);
    assert.deepEqual(checkLabel(label({ status: 'draft', categories: {}, marks: [] }), protocol), []);
  });
});
