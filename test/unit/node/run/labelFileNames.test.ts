import assert from 'node:assert/strict';
import { labelFileNames } from '../../../../src/node/run/labelFileNames';

describe('labelFileNames', () => {
  it('takes the name of the image, else of the file, and tells equal ones apart', () => {
    const files = [
      { file: '/films/a/one.dcm', image: 'img-1' },
      { file: '/films/b/two.jpg', image: null },
      { file: '/films/c/TWO.png', image: null },
      { file: '/films/c/two', image: null },
      { file: '/films/c/.hidden', image: null },
      { file: '/films/c/a b: c.1.png', image: null },
    ];
    assert.deepEqual(labelFileNames(files), ['img-1.json', 'two.json', 'TWO-2.json', 'two-3.json', '_hidden.json', 'a_b__c.1.json']);
  });
});
