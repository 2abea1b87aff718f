import assert from 'node:assert/strict';
import type { Thumbnail } from '../../../../src/core/dataset/galleryEvent';
import { thumbnailQueue } from '../../../../src/node/thumbnails/thumbnailQueue';

/** A queue whose work the test ends by hand. */
function heldQueue() {
  const begun: string[] = [];
  const made: string[] = [];
  const ends = new Map<string, (thumbnail: Thumbnail) => void>();
  const queue = thumbnailQueue(
    (image, anew) => {
      begun.push(anew ? `${image} anew` : image);
      return new Promise((resolve) => ends.set(image, resolve));
    },
    ({ image }) => made.push(image),
  );
  const end = async (image: string): Promise<void> => {
    ends.get(image)?.({ image, file: image });
    await new Promise((resolve) => setImmediate(resolve));
  };
  return { queue, begun, made, end };
}

describe('the queue of thumbnails', () => {
  it('makes two at once, in the order of the wish', async () => {
    const { queue, begun, made, end } = heldQueue();
    queue.want(['a', 'b', 'c', 'd']);
    assert.deepEqual(begun, ['a', 'b']);
    await end('b');
    assert.deepEqual([begun, made], [['a', 'b', 'c'], ['b']]);
  });

  it('does not begin what was scrolled past, nor the same one twice at once', async () => {
    const { queue, begun, end } = heldQueue();
    queue.want(['a', 'b', 'c', 'd']);
    queue.want(['b', 'x', 'a']);
    await end('a');
    await end('b');
    assert.deepEqual(begun, ['a', 'b', 'x']);
  });

  it('makes one anew before all others, and is idle when all is done', async () => {
    const { queue, begun, made, end } = heldQueue();
    queue.want(['a', 'b', 'c']);
    queue.remake('z');
    await end('a');
    assert.deepEqual(begun, ['a', 'b', 'z anew']);
    queue.want([]);
    const idle = queue.idle();
    await end('b');
    await end('z');
    await idle;
    assert.deepEqual(made, ['a', 'b', 'z']);
  });
});
