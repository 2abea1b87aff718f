import assert from 'node:assert/strict';
import { readSafetensors } from '../../../../src/core/network/safetensors';
import { floats, safetensorsBytes } from './safetensorsBytes';

const words = (dtype: string, values: readonly number[]) => ({
  dtype,
  shape: [values.length],
  bytes: new Uint8Array(Uint16Array.from(values).buffer),
});

describe('reading safetensors', () => {
  it('gives names, shapes and 32-bit floats', () => {
    const file = readSafetensors(safetensorsBytes({ a: floats([2, 3], [1, 2, 3, 4, 5, -6.5]), b: floats([], [7]), c: floats([0], []) }));
    assert.deepEqual(file.entries[0], { name: 'a', dtype: 'F32', shape: [2, 3] });
    assert.deepEqual([...file.read('a').values], [1, 2, 3, 4, 5, -6.5]);
    assert.deepEqual([...file.read('b').values], [7]);
    assert.deepEqual(file.read('c'), { shape: [0], values: new Float32Array(0) });
    assert.deepEqual(file.metadata, { format: 'pt' });
  });

  it('turns 16-bit floats into 32-bit ones', () => {
    const half = [0x3c00, 0xc000, 0x3555, 0x0001, 0x03ff, 0x0400, 0x7bff, 0x7c00, 0xfc00, 0x8000];
    const brain = [0x3f80, 0xc000, 0x3eab, 0x0000, 0x7f80];
    const file = readSafetensors(safetensorsBytes({ half: words('F16', half), brain: words('BF16', brain), nan: words('F16', [0x7e00]) }));
    const expected = [
      1,
      -2,
      0.333251953125,
      2 ** -24,
      1023 * 2 ** -24,
      2 ** -14,
      65504,
      Number.POSITIVE_INFINITY,
      Number.NEGATIVE_INFINITY,
      -0,
    ];
    assert.deepEqual([...file.read('half').values], expected);
    assert.deepEqual([...file.read('brain').values], [1, -2, 0.333984375, 0, Number.POSITIVE_INFINITY]);
    assert.ok(Number.isNaN(file.read('nan').values[0]));
  });

  it('reads from the middle of a larger buffer, at any address', () => {
    const bytes = safetensorsBytes({ odd: floats([1], [0.25]) });
    const inside = Buffer.concat([Buffer.alloc(3), bytes, Buffer.alloc(5)]).subarray(3, 3 + bytes.length);
    assert.deepEqual([...readSafetensors(inside).read('odd').values], [0.25]);
  });

  it('lists other kinds of numbers, and says so when they are asked for', () => {
    const file = readSafetensors(safetensorsBytes({ n: { dtype: 'I64', shape: [], bytes: new Uint8Array(8) } }));
    assert.deepEqual(file.entries, [{ name: 'n', dtype: 'I64', shape: [] }]);
    assert.throws(() => file.read('n'), /its array n holds I64/);
    assert.throws(() => file.read('toString'), /it has no array toString/);
  });

  const good = { a: floats([2], [1, 2]) };
  const entry = (change: object) => (header: Record<string, unknown>) => ({ ...header, a: { ...(header.a as object), ...change } });
  const wrong: readonly (readonly [title: string, bytes: Uint8Array, message: RegExp])[] = [
    ['nothing', new Uint8Array(0), /too short/],
    ['a header longer than the file', safetensorsBytes(good).subarray(0, 20), /cut off/],
    ['a length beyond all sense', new Uint8Array(16).fill(255), /cut off, or no safetensors/],
    ['numbers cut off', safetensorsBytes(good).subarray(0, -1), /its array a lies outside the file/],
    ['a header that is no JSON', Buffer.concat([Buffer.from([3, 0, 0, 0, 0, 0, 0, 0]), Buffer.from('{"a')]), /header is damaged/],
    ['a header that is a list', safetensorsBytes({}, () => [1]), /header is damaged/],
    ['a place behind the end', safetensorsBytes(good, entry({ data_offsets: [4, 12] })), /outside the file/],
    ['a place that ends before it begins', safetensorsBytes(good, entry({ data_offsets: [8, 0] })), /outside the file/],
    ['a negative place', safetensorsBytes(good, entry({ data_offsets: [-8, 0] })), /damaged shape or place/],
    ['a shape of other size', safetensorsBytes(good, entry({ shape: [3] })), /has 8 bytes where its shape 3 needs 12/],
    ['a shape that is no list', safetensorsBytes(good, entry({ shape: 'x' })), /damaged shape or place/],
    ['an unknown kind of number', safetensorsBytes(good, entry({ dtype: 'constructor' })), /unknown kind of number, "constructor"/],
    ['an entry that is a number', safetensorsBytes(good, (header) => ({ ...header, a: 5 })), /has no description/],
  ];
  for (const [title, bytes, message] of wrong) it(`refuses ${title}`, () => assert.throws(() => readSafetensors(bytes), message));
});
