import assert from 'node:assert/strict';
import { indexFiles } from '../../../../src/core/dataset/fileIndex';

const find = indexFiles([
  { path: 'a/One.PNG', target: 1 },
  { path: 'b/one.png', target: 2 },
  { path: 'b/two.dcm', target: 3 },
  { path: 'b/1.2.840.113', target: 4 },
  { path: 'ct/1', target: 5 },
  { path: 'ct/2', target: 5 },
  { path: 'top.png', target: 6 },
  { path: 'deep/top.png', target: 7 },
]);

describe('indexFiles', () => {
  it('finds by path, name or stem, whatever the case and the slashes', () => {
    assert.deepEqual(find('b/two.dcm'), { found: 3 });
    assert.deepEqual(find('B\\TWO'), { found: 3 });
    assert.deepEqual(find('two.dcm'), { found: 3 });
    assert.deepEqual(find('Two'), { found: 3 });
    assert.deepEqual(find('./b/two.dcm'), { found: 3 });
    assert.deepEqual(find('1.2.840.113'), { found: 4 });
  });

  it('finds by the end that both paths share', () => {
    assert.deepEqual(find('/data/set/a/one.png'), { found: 1 });
    assert.deepEqual(find('elsewhere/two.png'), { found: 3 });
  });

  it('takes a whole path before the end of another', () => {
    assert.deepEqual(find('top.png'), { found: 6 });
  });

  it('counts the files of one series as one', () => {
    assert.deepEqual(find('ct/2'), { found: 5 });
    const series = indexFiles(['x/1.dcm', 'y/1.dcm'].map((path) => ({ path, target: 9 })));
    assert.deepEqual(series('1'), { found: 9 });
  });

  it('says when several fit, or none', () => {
    assert.deepEqual(find('one.png'), { ambiguous: true });
    assert.deepEqual(find('three'), { missing: true });
    assert.deepEqual(find('1.2.840'), { missing: true });
    assert.deepEqual(find(''), { missing: true });
  });
});
