import assert from 'node:assert/strict';
import { decodeText } from '../../../../src/core/dicom/text';
import { bytes } from '../../../fixtures/dicomBytes';

const name = (sets: readonly string[], ...parts: readonly string[]): string => decodeText(bytes(...parts), sets, 'name');

// The names of PS3.5 annexes H to K.
describe('decodeText', () => {
  it('reads single-byte sets', () => {
    assert.equal(name(['ISO_IR 100'], "'Buc^J", 'e9', "'r", 'f4', "'me"), 'Buc^Jérôme');
    assert.equal(name(['ISO_IR 144'], 'bbeeda'), 'Люк');
    assert.equal(name(['ISO_IR 126'], 'c4e9 efed', "'^"), 'Διον^');
    assert.equal(name(['ISO_IR 138'], 'f9f8 e5ef'), 'שרון');
  });

  it('reads UTF-8, GB18030 and GBK', () => {
    assert.equal(name(['ISO_IR 192'], "'Wang^XiaoDong=", 'e78e8b', "'^", 'e5b08f e69db1'), 'Wang^XiaoDong=王^小東');
    assert.equal(name(['GB18030'], "'Wang^XiaoDong=", 'cdf5', "'^", 'd0a1 b6ab'), 'Wang^XiaoDong=王^小东');
    assert.equal(name(['GBK'], 'cdf5', "'^", 'd0a1 b6ab'), '王^小东');
  });

  it('reads Japanese by code extensions', () => {
    const text = name(
      ['', 'ISO 2022 IR 87'],
      "'Yamada^Tarou=",
      '1b',
      "'$B",
      "';3ED",
      '1b',
      "'(B",
      "'^",
      '1b',
      "'$B",
      "'B@O:",
      '1b',
      "'(B",
      "'=",
      '1b',
      "'$B",
      "'$d$^$@",
      '1b',
      "'(B",
      "'^",
      '1b',
      "'$B",
      "'$?$m$&",
      '1b',
      "'(B",
    ); // prettier-ignore
    assert.equal(text, 'Yamada^Tarou=山田^太郎=やまだ^たろう');
  });

  it('reads half-width katakana with ISO_IR 13 first', () => {
    const text = name(
      ['ISO 2022 IR 13', 'ISO 2022 IR 87'],
      'd4cfc0de',
      "'^",
      'c0dbb3',
      "'=",
      '1b',
      "'$B",
      "';3ED",
      '1b',
      "'(J",
      "'^",
      '1b',
      "'$B",
      "'B@O:",
      '1b',
      "'(J",
    ); // prettier-ignore
    assert.equal(text, 'ﾔﾏﾀﾞ^ﾀﾛｳ=山田^太郎');
  });

  it('reads Korean, whose extension ends with each part of a name', () => {
    const text = name(
      ['', 'ISO 2022 IR 149'],
      "'Hong^Gildong=",
      '1b',
      "'$)C",
      'fbf3',
      "'^",
      '1b',
      "'$)C",
      'd1ce d4d7',
      "'=",
      '1b',
      "'$)C",
      'c8ab',
      "'^",
      '1b',
      "'$)C",
      'b1e6 b5bf',
    ); // prettier-ignore
    assert.equal(text, 'Hong^Gildong=洪^吉洞=홍^길동');
  });

  it('reads JIS X 0212', () => {
    assert.equal(name(['', 'ISO 2022 IR 159'], '1b', "'$(D", '306e', '1b', "'(B"), '佖');
  });

  it('falls back on the first set after a backslash', () => {
    assert.equal(decodeText(bytes('1b', "'-F", 'c4', "'\\", 'c4'), ['ISO 2022 IR 100', 'ISO 2022 IR 126'], 'values'), 'Δ\\Ä');
  });

  it('keeps an extension past a backslash that is only a character', () => {
    const sets = ['ISO 2022 IR 100', 'ISO 2022 IR 126'];
    assert.equal(decodeText(bytes('1b', "'-F", 'c4', "'\\", 'c4', '0d0a', 'c4'), sets, 'text'), 'Δ\\Δ\r\nÄ');
  });

  it('reads bytes that look like delimiters within GBK and GB18030', () => {
    assert.equal(name(['GBK'], '845c 845e'), '刓刕');
    assert.equal(name(['GB18030'], '8130 8130 845c', "'^a"), '\u0080刓^a');
    // ESC has no meaning here.
    assert.equal(name(['GB18030'], '1b', "'$B", '845c'), '\u001b$B刓');
  });

  it('keeps spaces, line ends and katakana among two-byte characters', () => {
    const japanese = ['ISO 2022 IR 13', 'ISO 2022 IR 87'];
    assert.equal(decodeText(bytes('1b', "'$B", "';3", '20', "'ED", 'd4 20'), japanese, 'values'), '山 田ﾔ ');
    assert.equal(decodeText(bytes('1b', "'$B", "';3", '0d0a', "'ED"), japanese, 'text'), '山\r\n田');
  });

  it('keeps a set of high bytes when ASCII comes back for the low ones', () => {
    assert.equal(decodeText(bytes('1b', "'$)C", 'fbf3', '1b', "'(B", "'a", 'fbf3'), ['', 'ISO 2022 IR 149'], 'values'), '洪a洪');
  });

  it('knows terms that are spelled otherwise', () => {
    for (const term of ['ISO-IR 144', 'ISO IR 144', 'iso_ir 144', 'ISO_IR_144', 'ISO 2022-IR 144']) {
      assert.equal(name([term], 'bb'), 'Л', term);
    }
  });

  it('never throws: unknown sets are read as Latin, broken bytes replaced', () => {
    assert.equal(name(['SOMETHING'], 'e9'), 'é');
    assert.equal(name(['ISO_IR 192'], 'ff', "'a"), '\ufffda');
    assert.equal(name([''], '1b', "'$B", '21'), '\ufffd');
    assert.equal(name([''], '1b', "'?x"), '\u001b?x');
  });
});
