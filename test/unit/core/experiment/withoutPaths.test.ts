import assert from 'node:assert/strict';
import { withoutPaths } from '../../../../src/core/experiment/withoutPaths';

describe('withoutPaths', () => {
  it('names images instead of their files, also when one path begins another', () => {
    const known = [
      ['/data/DOE JOHN/1', 'image a'],
      ['/data/DOE JOHN/1.dcm', 'image b'],
      ['/data/DOE JOHN', '<folder>'],
    ] as const;
    assert.equal(withoutPaths('no /data/DOE JOHN/1.dcm, /data/DOE JOHN/1 or /data/DOE JOHN', known), 'no image b, image a or <folder>');
  });

  it('takes any other absolute path out', () => {
    assert.equal(
      withoutPaths("ENOENT: open '/srv/a/b.dcm', at C:\\films\\x.png (\\\\server\\share\\y)", []),
      "ENOENT: open '<path>', at <path> (<path>)",
    );
  });

  it('leaves what is no path', () => {
    for (const text of ['60 images/s, 3/4 done', 'https://example.org/a/b', 'and/or', '5-network/runs/x', 'a / b', ''])
      assert.equal(withoutPaths(text, []), text);
  });

  it('does not replace empty or one-letter paths', () => {
    assert.equal(
      withoutPaths('a/b', [
        ['', 'x'],
        ['/', 'y'],
      ]),
      'a/b',
    );
  });
});
