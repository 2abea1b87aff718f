import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { decodeText } from '../../../../src/core/dicom/text';
import { bytes } from '../../../fixtures/dicomBytes';

const python = '/usr/bin/python3';
const script = join(__dirname, '../../../fixtures/pydicomText.py');

type Case = { readonly sets: readonly string[]; readonly content: Uint8Array; readonly isName: boolean };

const range = (from: number, to: number): readonly number[] => Array.from({ length: to - from + 1 }, (_, i) => from + i);

const singleByte = '100 101 109 110 144 127 126 138 148 166 13'.split(' ');

/** All printable bytes of each single-byte set, declared as first set and reached by its escape sequence. */
const ofSingleBytes: readonly Case[] = singleByte.flatMap((number) =>
  range(0xa1, 0xff).map((byte) => ({ sets: [`ISO_IR ${number}`], content: bytes("'a", byte, "'b"), isName: false })),
);

const escapeOf: Readonly<Record<string, string>> = {
  100: '-A',
  101: '-B',
  109: '-C',
  110: '-D',
  144: '-L',
  127: '-G',
  126: '-F',
  138: '-H',
  148: '-M',
  166: '-T',
  13: ')I',
}; // prettier-ignore

const ofEscapes: readonly Case[] = singleByte.flatMap((number) =>
  range(0xa1, 0xdf).map((byte) => ({
    sets: ['', `ISO 2022 IR ${number}`],
    content: bytes("'a", 0x1b, `'${escapeOf[number]}`, byte, "'^", 0x1b, `'${escapeOf[number]}`, byte),
    isName: true,
  })),
);

/** Rows of the two-byte sets, each within its escape sequences; and the sets that stand alone. */
const ofPairs: readonly Case[] = range(0x30, 0x4e).flatMap((row) => {
  const low = range(0x21, 0x7e).flatMap((cell) => [row, cell]);
  const high = low.map((byte) => byte | 0x80);
  return [
    { sets: ['', 'ISO 2022 IR 87'], content: bytes(0x1b, "'$B", ...low, 0x1b, "'(B"), isName: true },
    { sets: ['ISO 2022 IR 13', 'ISO 2022 IR 87'], content: bytes(0xd4, "'=", 0x1b, "'$B", ...low, 0x1b, "'(J"), isName: true },
    { sets: ['', 'ISO 2022 IR 149'], content: bytes(0x1b, "'$)C", ...high), isName: false },
    { sets: ['', 'ISO 2022 IR 58'], content: bytes(0x1b, "'$)A", ...high), isName: false },
    { sets: ['GB18030'], content: bytes(...high), isName: true },
    { sets: ['GBK'], content: bytes(...range(0x40, 0x7e).flatMap((cell) => [row | 0x80, cell])), isName: true },
    { sets: ['ISO_IR 192'], content: new TextEncoder().encode(String.fromCharCode(...range(row << 8, (row << 8) + 255))), isName: true },
  ];
});

describe('character sets against pydicom', function () {
  this.timeout(120_000);

  it('reads every character of every set alike', function () {
    const cases = [...ofSingleBytes, ...ofEscapes, ...ofPairs];
    const input = cases.map(({ sets, content, isName }) => JSON.stringify([sets, Buffer.from(content).toString('hex'), isName]));
    if (spawnSync(python, ['-c', 'import pydicom']).status !== 0) this.skip();
    const { stdout } = spawnSync(python, [script], { input: input.join('\n'), encoding: 'utf8', maxBuffer: 2 ** 26 });
    const theirs: readonly string[] = stdout
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line));
    assert.equal(theirs.length, cases.length);
    // Where a set has no character, pydicom leaves a mark or the escape sequence.
    const known = cases.flatMap((one, i) =>
      ['\ufffd', '\u001b'].some((mark) => theirs[i]?.includes(mark)) ? [] : [{ ...one, text: theirs[i] }],
    );
    const wrong = known.flatMap(({ sets, content, isName, text }) => {
      const ours = decodeText(content, sets, isName ? 'name' : 'values');
      return ours === text ? [] : [`${sets} ${Buffer.from(content).toString('hex')}: ${ours}, not ${text}`];
    });
    assert.ok(known.length > 1300, `${known.length} texts were compared`);
    assert.deepEqual(wrong, []);
  });
});
