import assert from 'node:assert/strict';
import { categoryWords } from '../../../../src/core/dataset/categoryWords';

describe('categoryWords', () => {
  const question = { name: 'fracture', title: '', kind: 'category', values: ['no', 'yes'] } as const;
  const grade = { name: 'grade', title: '', kind: 'category', values: ['none', 'mild', 'severe'] } as const;

  it("names a yes-or-no question's answer, and repeats other values", () => {
    assert.deepEqual(categoryWords(question, 'yes'), ['fracture']);
    assert.deepEqual(categoryWords(question, 'no'), ['no fracture']);
    assert.deepEqual(categoryWords(grade, 'mild'), ['mild']);
    assert.deepEqual(categoryWords({ ...question, values: ['intact', 'broken'] }, 'broken'), ['broken']);
    assert.deepEqual(categoryWords(question, 'maybe'), ['maybe']);
    assert.deepEqual(categoryWords(grade, ['mild', 'severe']), ['mild', 'severe']);
    assert.deepEqual(categoryWords(question, undefined), []);
  });
});
