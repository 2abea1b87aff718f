import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { dictionary, tagOf, vrOf } from '../../../../src/core/dicom/dictionary';
import { sharedFiles } from '../../../fixtures/sharedData';

type Attribute = { readonly id: string; readonly keyword: string; readonly valueRepresentation: string };

describe('dictionary', () => {
  it('agrees with the standard', function () {
    const file = sharedFiles('standard').find((path) => path.endsWith('attributes.json'));
    if (file === undefined) this.skip();
    const attributes = new Map((JSON.parse(readFileSync(file, 'utf8')) as Attribute[]).map((attribute) => [attribute.keyword, attribute]));
    for (const [keyword, [tag, vr]] of Object.entries(dictionary)) {
      const attribute = attributes.get(keyword);
      assert.equal(attribute?.id, tag.toString(16).padStart(8, '0'), keyword);
      assert.ok(attribute?.valueRepresentation.split(' or ').includes(vr), `${keyword}: ${attribute?.valueRepresentation}`);
    }
  });

  it('holds each tag once', () => {
    const tags = Object.values(dictionary).map(([tag]) => tag);
    assert.equal(new Set(tags).size, tags.length);
  });

  it('finds tag and value representation', () => {
    assert.equal(tagOf('PixelData'), 0x7fe00010);
    assert.equal(vrOf(0x00100020), 'LO');
    assert.equal(vrOf(0x00091234), undefined);
  });

  it('knows group lengths and private creators by rule', () => {
    assert.equal(vrOf(0x00090000), 'UL');
    assert.equal(vrOf(0x00090010), 'LO');
    assert.equal(vrOf(0x00091001), undefined);
    assert.equal(vrOf(0x00080010), undefined);
  });
});
