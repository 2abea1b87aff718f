import assert from 'node:assert/strict';
import { formatWorkList, parseWorkList, type WorkList } from '../../../../src/core/label/workListText';
import { UserError } from '../../../../src/core/userError';

const list: WorkList = { reader: 'ada', words: 'at random', images: ['a', 'b "c"'], at: 'b "c"', finalAtOnce: true };

describe('the text of a work list', () => {
  it('comes back as it was', () => {
    assert.deepEqual(parseWorkList(formatWorkList(list)), list);
  });

  it('begins with the first image where its place is not in it', () => {
    assert.equal(parseWorkList(formatWorkList({ ...list, at: 'gone' })).at, 'a');
  });

  it('is refused where it is none, or has no images', () => {
    for (const text of [
      '',
      '{',
      '[]',
      'null',
      '{"version":1}',
      formatWorkList({ ...list, images: [] }),
      '{"version":2,"reader":"a","images":["b"]}',
    ])
      assert.throws(() => parseWorkList(text), UserError, text);
  });
});
