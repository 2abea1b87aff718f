import assert from 'node:assert/strict';
import { formatSeriesTable, parseSeriesTable, type SeriesInstance, sortInstances } from '../../../../src/core/dataset/seriesTable';

const at = (instance: string, number: number | null, positionMm: SeriesInstance['positionMm']): SeriesInstance => ({
  instance,
  number,
  positionMm,
  sha256: '',
});
const order = (instances: readonly SeriesInstance[]) => sortInstances(instances).map(({ instance }) => instance);

describe('series', () => {
  it('come in the order of their position, from the feet to the head, whatever their numbers', () => {
    assert.deepEqual(order([at('a', 1, [0, 0, 30]), at('b', 2, [0, 0, -10]), at('c', 3, [0, 0, 10])]), ['b', 'c', 'a']);
    assert.deepEqual(order([at('a', 1, [5, 0, 1]), at('b', 2, [-40, 0, -3]), at('c', 3, [-10, 0, 0])]), ['b', 'c', 'a']);
  });

  it('come in the order of their numbers where a position is missing, or all are the same', () => {
    assert.deepEqual(order([at('a', 10, null), at('b', 9, [0, 0, 1]), at('c', null, [0, 0, 0])]), ['b', 'a', 'c']);
    assert.deepEqual(order([at('a', 2, [1, 1, 1]), at('b', 1, [1, 1, 1])]), ['b', 'a']);
  });

  it('of several times come by position, then number', () => {
    assert.deepEqual(order([at('a', 3, [0, 0, 5]), at('b', 2, [0, 0, 0]), at('c', 1, [0, 0, 5])]), ['b', 'c', 'a']);
  });

  it('come back from their file', () => {
    const list = [at('in-1', 1, [-1.5, 2, 3]), at('in-2', null, null)];
    assert.deepEqual(parseSeriesTable(formatSeriesTable(list), 's.csv'), list);
  });
});
