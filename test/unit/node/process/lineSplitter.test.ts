import assert from 'node:assert/strict';
import { lineSplitter } from '../../../../src/node/process/lineSplitter';

describe('lineSplitter', () => {
  it('gives whole lines however the text is cut', () => {
    const text = '{"a":1}\n\nzwei\ndrei';
    for (let at = 0; at <= text.length; at++) {
      const lines: string[] = [];
      const take = lineSplitter((line) => lines.push(line));
      take(text.slice(0, at));
      take(text.slice(at));
      take(null);
      assert.deepEqual(lines, ['{"a":1}', 'zwei', 'drei']);
    }
  });

  it('keeps an unfinished line until the end', () => {
    const lines: string[] = [];
    const take = lineSplitter((line) => lines.push(line));
    take('half');
    assert.deepEqual(lines, []);
    take(' and half');
    take(null);
    take(null);
    assert.deepEqual(lines, ['half and half']);
  });
});
