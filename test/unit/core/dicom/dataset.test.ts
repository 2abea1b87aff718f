import assert from 'node:assert/strict';
import { type Dataset, type DatasetOptions, readDataset } from '../../../../src/core/dicom/dataset';
import { DicomError, type DicomErrorKind } from '../../../../src/core/dicom/dicomError';
import { explicitBig, explicitLittle, implicitLittle } from '../../../../src/core/dicom/transferSyntax';
import { bytes, element, number } from '../../../fixtures/dicomBytes';

const none = new Uint8Array();
const item = (content: Uint8Array, length = content.length): Uint8Array => element(0xfffee000, '', content, { length });
const itemEnd = element(0xfffee00d, '', none);
const sequenceEnd = element(0xfffee0dd, '', none);
const undefinedLength = 0xffffffff;
const code = element(0x00080100, 'SH', 'T-1');

const read = (content: Uint8Array, options: Partial<DatasetOptions> = {}) => readDataset(content, { encoding: explicitLittle, ...options });

/** Tags in order, items in brackets. */
const shape = ({ elements }: Dataset): string =>
  elements
    .map(({ tag, items }) => tag.toString(16).padStart(8, '0') + (items === null ? '' : `[${items.map(shape).join(' | ')}]`))
    .join(' ');

const fails = (kind: DicomErrorKind, offset?: number) => (error: unknown) =>
  error instanceof DicomError && error.kind === kind && (offset === undefined || error.offset === offset);

describe('readDataset', () => {
  it('gives spans in file order', () => {
    const { dataset, stoppedAt, warnings } = read(
      bytes(
        element(0x00080060, 'CS', 'DX'), // @0, value @8 to 10
        element(0x00280010, 'US', '8002'), // @10, value @18
      ),
    );
    assert.deepEqual(
      dataset.elements.map(({ tag, start, valueStart, valueEnd, end }) => [tag, start, valueStart, valueEnd, end]),
      [
        [0x00080060, 0, 8, 10, 10],
        [0x00280010, 10, 18, 22, 22],
      ],
    );
    assert.deepEqual([dataset.start, dataset.end, stoppedAt, warnings], [0, 22, null, []]);
  });

  it('reads sequences and items of defined and of undefined length', () => {
    const defined = element(0x00081140, 'SQ', bytes(item(code), item(code)));
    const open = element(0x00081140, 'SQ', bytes(item(bytes(code, itemEnd), undefinedLength), item(code), sequenceEnd), {
      length: undefinedLength,
    });
    for (const content of [defined, open]) {
      const { dataset } = read(bytes(content, element(0x00100020, 'LO', 'A')));
      assert.equal(shape(dataset), '00081140[00080100 | 00080100] 00100020');
    }
  });

  it('reads empty sequences and empty items', () => {
    const content = bytes(
      element(0x00081140, 'SQ', none),
      element(0x00081199, 'SQ', sequenceEnd, { length: undefinedLength }),
      element(0x00082112, 'SQ', item(none)),
    );
    assert.equal(shape(read(content).dataset), '00081140[] 00081199[] 00082112[]');
    assert.equal(read(content).dataset.elements[2]?.items?.length, 1);
  });

  it('knows the parent of an item', () => {
    const { dataset } = read(element(0x00081140, 'SQ', item(element(0x00081199, 'SQ', item(code)))));
    const outer = dataset.elements[0]?.items?.[0];
    const inner = outer?.elements[0]?.items?.[0];
    assert.equal(inner?.parent, outer);
    assert.equal(outer?.parent, dataset);
    assert.equal(dataset.parent, null);
  });

  it('reads UN of undefined length as implicit VR little endian, in any encoding around it', () => {
    const hidden = element(0x00080100, 'SH', 'T-1', { explicitVr: false });
    const little = bytes('0900 1010', "'UN", '0000 ffffffff', item(hidden), sequenceEnd);
    const big = bytes('0009 1010', "'UN", '0000 ffffffff', item(hidden), sequenceEnd);
    assert.equal(shape(read(little).dataset), '00091010[00080100]');
    assert.equal(shape(read(big, { encoding: explicitBig }).dataset), '00091010[00080100]');
  });

  it('reads UN of undefined length as explicit VR where its elements spell one', () => {
    const content = bytes('0900 1010', "'UN", '0000 ffffffff', item(code), item(bytes(code, itemEnd), undefinedLength), sequenceEnd, code);
    assert.equal(shape(read(content).dataset), '00091010[00080100 | 00080100] 00080100');
  });

  it('reads an unknown tag of undefined length in implicit VR as a sequence', () => {
    const content = bytes('0900 1010 ffffffff', item(element(0x00080100, 'SH', 'T-1', { explicitVr: false })), sequenceEnd);
    assert.equal(shape(read(content, { encoding: implicitLittle }).dataset), '00091010[00080100]');
  });

  it('passes over the fragments of encapsulated pixels', () => {
    const content = bytes(
      element(0x7fe00010, 'OB', bytes(item(none), item(bytes('ff d8 ff d9')), sequenceEnd), { length: undefinedLength }), // @0, value @12
      element(0xfffcfffc, 'OB', bytes('00 00')),
    );
    const [pixels, padding] = read(content).dataset.elements;
    assert.deepEqual([pixels?.valueStart, pixels?.valueEnd, pixels?.end, pixels?.items], [12, 32, 40, null]);
    assert.equal(padding?.tag, 0xfffcfffc);
  });

  it('stops at a top-level element, not at the same tag inside an item', () => {
    const pixels = element(0x7fe00010, 'OW', bytes('01 02'), { length: 1000 });
    const icon = element(0x00880200, 'SQ', item(element(0x7fe00010, 'OW', bytes('01 02'))));
    const { dataset, stoppedAt } = read(bytes(icon, pixels), { stopAt: ({ tag }) => tag === 0x7fe00010 });
    assert.equal(shape(dataset), '00880200[7fe00010]');
    assert.deepEqual([stoppedAt?.start, stoppedAt?.length, dataset.end], [icon.length, 1000, icon.length]);
  });

  it('passes over stray delimiters and implicit elements with a warning', () => {
    const content = bytes(code, sequenceEnd, element(0x00280010, 'US', '8002', { explicitVr: false }));
    const { dataset, warnings } = read(content);
    assert.equal(shape(dataset), '00080100 00280010');
    assert.deepEqual(
      warnings.map(({ offset }) => offset),
      [12, 20],
    );
  });

  it('passes over zeros after the last element, however many', () => {
    for (const count of [1, 7, 8, 4096]) {
      const { dataset, warnings } = read(bytes(code, new Uint8Array(count)));
      assert.deepEqual([shape(dataset), dataset.end, warnings.map(({ offset }) => offset)], ['00080100', 12, [12]]);
    }
    assert.equal(shape(read(bytes(code, element(0x00000002, 'UI', '1.2'), code)).dataset), '00080100 00000002 00080100');
  });

  it('takes odd lengths', () => {
    assert.equal(shape(read(bytes('0800 5000', "'SH", '0100', "'A", code)).dataset), '00080050 00080100');
  });

  it('names the way to a broken place', () => {
    const content = element(0x00081140, 'SQ', item(element(0x00081199, 'SQ', bytes(number(0x1234, 4), number(0, 4)))));
    assert.throws(
      () => read(content),
      (error) => fails('malformed', 32)(error) && (error as DicomError).tagPath.join() === [0x00081140, 0x00081199].join(),
    );
  });

  it('refuses lengths beyond the enclosing value, without allocating them', () => {
    assert.throws(() => read(element(0x00100020, 'LO', 'A', { length: 60000 })), fails('truncated', 0));
    assert.throws(() => read(element(0x7fe00010, 'OW', none, { length: 0xfffffffe })), fails('truncated', 0));
    assert.throws(() => read(element(0x00081140, 'SQ', item(code, 500))), fails('truncated', 20));
    assert.throws(() => read(element(0x00081140, 'SQ', item(element(0x00080100, 'SH', none, { length: 4 })))), fails('truncated', 20));
  });

  it('refuses a delimited sequence or item without its end', () => {
    assert.throws(() => read(element(0x00081140, 'SQ', item(code), { length: undefinedLength })), fails('truncated'));
    assert.throws(() => read(element(0x00081140, 'SQ', item(code, undefinedLength), { length: undefinedLength })), fails('truncated'));
    assert.throws(() => read(element(0x7fe00010, 'OB', item(none), { length: undefinedLength })), fails('truncated'));
  });

  it('refuses an item outside a sequence', () => {
    assert.throws(() => read(item(code)), fails('malformed', 0));
  });

  it('gives what could be read of a broken dataset, and the first problem', () => {
    const after = element(0x00100020, 'LO', 'A1');
    const partial = (content: Uint8Array) => {
      const { dataset, problem } = read(content, { partial: true });
      return [shape(dataset), problem?.kind, problem?.offset];
    };
    assert.deepEqual(partial(bytes(code, after)), ['00080100 00100020', undefined, undefined]);
    // A value, a sequence and an item that are cut off keep what is there.
    assert.deepEqual(partial(bytes(code, element(0x00100020, 'LO', 'A', { length: 9 }))), ['00080100 00100020', 'truncated', 12]);
    assert.deepEqual(partial(element(0x00081140, 'SQ', item(code), { length: 999 })), ['00081140[00080100]', 'truncated', 0]);
    assert.deepEqual(partial(element(0x00081140, 'SQ', item(code, 500))), ['00081140[00080100]', 'truncated', 20]);
    assert.deepEqual(partial(element(0x00081140, 'SQ', item(code, undefinedLength), { length: undefinedLength })), [
      '00081140[00080100]',
      'truncated',
      32,
    ]);
    // What follows a broken sequence of known length is read, past one of unknown length nothing.
    const broken = bytes(number(0x1234, 4), number(0, 4));
    assert.deepEqual(partial(bytes(element(0x00081140, 'SQ', bytes(item(code), broken)), after)), [
      '00081140[00080100] 00100020',
      'malformed',
      32,
    ]);
    assert.deepEqual(partial(bytes(element(0x00081140, 'SQ', bytes(item(code), broken), { length: undefinedLength }), after)), [
      '00081140[00080100]',
      'malformed',
      32,
    ]);
    // Half a header, and fragments without an end.
    assert.deepEqual(partial(bytes(code, '0800 60')), ['00080100', 'truncated', 12]);
    const pixels = element(0x7fe00010, 'OB', bytes(item(bytes('ff d8'))), { length: undefinedLength });
    assert.deepEqual(partial(bytes(code, pixels)), ['00080100 7fe00010', 'truncated', 34]);
  });

  it('has a depth limit and no recursion', () => {
    const deep = (levels: number): Uint8Array => {
      const opening = bytes(element(0x00081140, 'SQ', none, { length: undefinedLength }), item(none, undefinedLength));
      const closing = bytes(itemEnd, sequenceEnd);
      return bytes(...Array.from({ length: levels }, () => opening), ...Array.from({ length: levels }, () => closing));
    };
    assert.doesNotThrow(() => read(deep(64)));
    assert.throws(() => read(deep(65)), fails('too-deep'));
    assert.throws(() => read(deep(3), { maximumDepth: 2 }), fails('too-deep'));
    assert.doesNotThrow(() => read(deep(5000), { maximumDepth: 5000 }));
  });
});
