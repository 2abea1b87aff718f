import assert from 'node:assert/strict';
import type { Label } from '../../../../src/core/label/label';
import { imageState, readerProgress } from '../../../../src/core/label/labelProgress';

const label = (change: Partial<Label>): Label => ({
  version: 1,
  image: 'i',
  reader: 'ada',
  status: 'draft',
  categories: {},
  marks: [],
  ...change,
});

describe('progress of a reader', () => {
  it('counts a draft with nothing but proposals as none', () => {
    const proposal = { id: 'm', kind: 'point', name: 'x', at: [1, 1], run: 'r' } as const;
    assert.equal(imageState(undefined), 'none');
    assert.equal(imageState(label({ marks: [proposal] })), 'none');
    assert.equal(imageState(label({ marks: [{ id: 'm', kind: 'point', name: 'x', at: [1, 1] }] })), 'draft');
    assert.equal(imageState(label({ categories: { a: 1 }, marks: [proposal] })), 'draft');
    assert.equal(imageState(label({ status: 'final' })), 'final');
  });

  it('takes the median of the times that are known, of images that are in the index', () => {
    const labels = new Map([
      ['a', label({ status: 'final', seconds: 4, signedOff: { by: 'ben', at: '2026-01-01T00:00:00Z' } })],
      ['b', label({ categories: { x: 1 }, seconds: 10 })],
      ['c', label({ status: 'final' })],
      ['gone', label({ status: 'final', seconds: 1000 })],
    ]);
    assert.deepEqual(readerProgress('ada', ['a', 'b', 'c', 'd'], labels), {
      reader: 'ada',
      none: 1,
      draft: 1,
      final: 2,
      signedOff: 1,
      medianSeconds: 7,
    });
    assert.equal(readerProgress('ben', ['a'], new Map()).medianSeconds, null);
  });
});
