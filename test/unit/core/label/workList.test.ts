import assert from 'node:assert/strict';
import { endOfList } from '../../../../src/core/label/endOfList';
import { nextOpen, workOrder } from '../../../../src/core/label/workList';

const images = Array.from({ length: 50 }, (_, index) => `img-${index}`);

describe('work list', () => {
  it('keeps the order of the index, shuffles by seed, or begins with what a run is least sure of', () => {
    assert.equal(workOrder(images, { by: 'index' }), images);
    const shuffled = workOrder(images, { by: 'random', seed: 'ada' });
    assert.deepEqual(shuffled.toSorted(), images.toSorted());
    assert.notDeepEqual(shuffled, images);
    assert.deepEqual(workOrder(images.toReversed(), { by: 'random', seed: 'ada' }), shuffled);
    assert.notDeepEqual(workOrder(images, { by: 'random', seed: 'ben' }), shuffled);
    const uncertainty = new Map([
      ['img-7', 0.2],
      ['img-3', 0.9],
      ['img-5', 0.2],
    ]);
    assert.deepEqual(workOrder(images, { by: 'uncertainty', uncertainty }).slice(0, 5), ['img-3', 'img-5', 'img-7', 'img-0', 'img-1']);
  });

  it('goes to the next and the one before that is open, round to the beginning', () => {
    const order = ['a', 'b', 'c', 'd'];
    const open = (names: string) => (image: string) => names.includes(image);
    assert.equal(nextOpen(order, null, open('bd')), 'b');
    assert.equal(nextOpen(order, 'b', open('bd')), 'd');
    assert.equal(nextOpen(order, 'd', open('bd')), 'b');
    assert.equal(nextOpen(order, 'b', open('bd'), -1), 'd');
    assert.equal(nextOpen(order, null, open('abcd'), -1), 'd');
    assert.equal(nextOpen(order, 'b', open('b')), 'b');
    assert.equal(nextOpen(order, 'b', open('')), null);
    assert.equal(nextOpen([], null, open('a')), null);
  });
});

describe('the end of a work list', () => {
  it('says what is left of it', () => {
    assert.match(endOfList('previous', 9, 4), /first image/);
    assert.equal(endOfList('next', 9, 0), 'The list is done: 9 images are labelled.');
    assert.match(endOfList('next', 9, 4), /the end of the list, and 4 of its images still wait/);
    assert.match(endOfList('open', 9, 1), /No other image/);
  });
});
