import assert from 'node:assert/strict';
import { listSeries, type ReadFile } from '../../../../src/core/series/listSeries';
import { frames, slicesAt } from './frames';

const file = (
  name: string,
  key: string,
  height: number,
  more: Partial<ReadFile<string>['header']> = {},
  folder = '',
): ReadFile<string> => ({
  source: name,
  folder,
  header: { key, modality: 'CT', description: '', number: 1, frames: frames(...slicesAt([height])), ...more },
});

describe('listSeries', () => {
  it('gathers files by series, orders them by their slices, and series by number', () => {
    const listed = listSeries([file('c', '2', 9), file('a', '1', 5, { number: 7 }), file('d', '2', 3), file('b', '2', 6)]);
    assert.deepEqual(
      listed.map(({ files, number }) => [files, number]),
      [
        [['d', 'b', 'c'], 1],
        [['a'], 7],
      ],
    );
    assert.deepEqual(
      listed[0]?.stacks[0]?.frames.map((frame) => frame.file),
      [0, 1, 2],
    );
  });

  it('keeps files apart that name no series, and copies in another folder', () => {
    assert.equal(listSeries([file('a', '', 0), file('b', '', 5)]).length, 2);
    assert.equal(listSeries([file('a', '1', 0, {}, 'x'), file('b', '1', 0, {}, 'y'), file('c', '1', 1, {}, 'x')]).length, 2);
  });

  it('loses no file of a series that is split', () => {
    const wide = frames({ rows: 512, positionMm: [0, 0, 0] });
    const [series] = listSeries([file('a', '1', 0), file('b', '1', 0, { frames: wide }), file('c', '1', 5)]);
    assert.deepEqual(series?.files, ['a', 'c', 'b']);
    assert.deepEqual(
      series?.stacks.map((stack) => stack.frames.map((frame) => series.files[frame.file])),
      [['a', 'c'], ['b']],
    );
  });
});
