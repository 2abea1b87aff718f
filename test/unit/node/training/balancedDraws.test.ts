import assert from 'node:assert/strict';
import { balancedDraws } from '../../../../src/node/training/balancedDraws';

/** Ninety of group 0, nine of 1, two of 5. */
const groups = Array.from({ length: 101 }, (_, index) => (index % 50 === 7 ? 5 : index % 11 === 3 ? 1 : 0));
const drawn = (draws: ReturnType<typeof balancedDraws>, group: number) => draws.filter(({ index }) => groups[index] === group);

describe('balancedDraws', () => {
  it('draws every group equally often, as many images as there are', () => {
    for (let epoch = 1; epoch <= 5; epoch++) {
      const draws = balancedDraws(groups, 3, epoch);
      assert.equal(draws.length, 101);
      assert.deepEqual([0, 1, 5].map((group) => drawn(draws, group).length).sort(), [33, 34, 34]);
    }
  });

  it('draws the images of a group alike, and counts how often each has come', () => {
    const draws = balancedDraws(groups, 3, 1);
    for (const group of [0, 1, 5]) {
      const members = groups.flatMap((of, index) => (of === group ? [index] : []));
      const turns = members.map((index) =>
        draws
          .filter((draw) => draw.index === index)
          .map(({ turn }) => turn)
          .sort((a, b) => a - b),
      );
      const counts = turns.map(({ length }) => length);
      assert.ok(Math.max(...counts) - Math.min(...counts) <= 1, counts.join(' '));
      for (const list of turns)
        assert.deepEqual(
          list,
          list.map((_, place) => place),
        );
    }
  });

  it('mixes the groups, by seed and epoch', () => {
    const draws = balancedDraws(groups, 3, 1);
    assert.deepEqual(draws, balancedDraws(groups, 3, 1));
    assert.notDeepEqual(draws, balancedDraws(groups, 3, 2));
    assert.notDeepEqual(draws, balancedDraws(groups, 4, 1));
    const firstHalf = drawn(draws.slice(0, 50), 5).length;
    assert.ok(firstHalf > 8 && firstHalf < 26, String(firstHalf));
    const all = (epoch: number) => new Set(drawn(balancedDraws(groups, 3, epoch), 0).map(({ index }) => index));
    assert.notDeepEqual(all(1), all(2));
  });

  it('draws each image once where there is one group, or equally many of each', () => {
    const once = balancedDraws([0, 1, 0, 1, 2, 2], 1, 1);
    assert.deepEqual(once.map(({ index }) => index).sort(), [0, 1, 2, 3, 4, 5]);
    assert.ok(once.every(({ turn }) => turn === 0));
    assert.deepEqual(
      balancedDraws([4, 4, 4], 1, 1)
        .map(({ index }) => index)
        .sort(),
      [0, 1, 2],
    );
    assert.deepEqual(balancedDraws([], 1, 1), []);
  });
});
