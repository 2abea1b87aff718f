import assert from 'node:assert/strict';
import { parseLabelValue } from '../../../../src/core/dataset/labelValue';

describe('parseLabelValue', () => {
  const signs = { name: 'signs', title: 'Signs', kind: 'several', values: ['Effusion', 'fragment'] } as const;

  it('reads several values, in the order of the protocol', () => {
    assert.deepEqual(parseLabelValue('fragment; effusion', signs, false), { value: ['Effusion', 'fragment'] });
    assert.deepEqual(parseLabelValue('FRAGMENT', signs, false), { value: ['fragment'] });
    assert.deepEqual(parseLabelValue('[]', signs, false), { value: [] });
    assert.deepEqual(parseLabelValue('', signs, false), { value: null });
    assert.deepEqual(parseLabelValue('fragment|cyst', signs, false), { problem: 'signs is not some of Effusion, fragment' });
  });

  it('reads an ordinal as a category, and a note as it is', () => {
    const grade = { name: 'grade', title: 'Grade', kind: 'ordinal', values: ['0', '1', '2'] } as const;
    assert.deepEqual(parseLabelValue('2', grade, false), { value: '2' });
    assert.deepEqual(parseLabelValue('3', grade, false), { problem: 'grade is none of 0, 1, 2' });
    assert.deepEqual(parseLabelValue('a; b', { name: 'remark', title: 'Remark', kind: 'note' }, false), { value: 'a; b' });
  });
});
