import assert from 'node:assert/strict';
import { readProtocolHead } from '../../../../src/core/label/readProtocolHead';
import { UserError } from '../../../../src/core/userError';

const document = (labels: string) => `---\n# What is labelled.\nlabels:\n${labels}---\n\n# Guidance\n\nA line: [that is not YAML\n`;

function refuses(text: string, expected: RegExp): void {
  assert.throws(
    () => readProtocolHead(text),
    (error: unknown) => error instanceof UserError && expected.test(error.message),
  );
}

describe('readProtocolHead', () => {
  it('reads the labels of the head and leaves the guidance alone', () => {
    const text = document(
      '  - {name: bone_age, title: Bone age, kind: number, unit: months, minimum: 0, maximum: 240, columns: [boneage]}\n',
    );
    const expected = {
      name: 'bone_age',
      title: 'Bone age',
      kind: 'number',
      unit: 'months',
      minimum: 0,
      maximum: 240,
      columns: ['boneage'],
    };
    assert.deepEqual(readProtocolHead(text), { labels: [expected] });
    assert.deepEqual(readProtocolHead(`\uFEFF${text.replaceAll('\n', '\r\n')}`), { labels: [expected] });
  });

  it('counts the lines of the whole file', () => {
    refuses(
      document('  - name: a\n    titel: A\n    kind: box\n'),
      /^3-data\/protocol\.md, line 5, column 5: unknown key "titel" in labels\[1\]; did you mean "title"\?/,
    );
    refuses(
      document('  - name: a\n    title: A\n    kind: bx\n'),
      /^3-data\/protocol\.md, line 6, column 11: labels\[1\]\.kind must be one of/,
    );
  });

  it('wants the head between two lines of three hyphens', () => {
    refuses('# Guidance only\n', /line 1, column 1: the file must begin with a line "---"/);
    refuses('---\nlabels: []\n', /the file must begin with/);
    refuses('', /the file must begin with/);
  });

  it('wants of each kind what belongs to it', () => {
    const one = (rest: string) => document(`  - {name: a, title: A, ${rest}}\n`);
    refuses(one('kind: category'), /the key "values" is missing in labels\[1\]/);
    refuses(one('kind: category, values: [only]'), /must have at least 2 entries/);
    refuses(one('kind: number'), /the key "unit" is missing in labels\[1\]/);
    for (const kind of ['box', 'outline', 'mask']) refuses(one(`kind: ${kind}, unit: mm`), /labels\[1\]\.unit does not belong here/);
    assert.equal(readProtocolHead(one('kind: mask')).labels[0]?.kind, 'mask');
    refuses(one('kind: number, unit: mm, minimum: 3, maximum: 3'), /minimum of 3 that is not below its maximum of 3/);
    for (const kind of ['note', 'length', 'point', 'number, unit: mm', 'category, values: [a, b]'])
      refuses(one(`kind: ${kind}, overlap: 0.8`), /labels\[1\]\.overlap does not belong here/);
    for (const kind of ['box', 'outline', 'mask', 'interval'])
      assert.equal(readProtocolHead(one(`kind: ${kind}, overlap: 0.8`)).labels[0]?.overlap, 0.8);
    refuses(document('  - {name: A b, title: A, kind: box}\n'), /labels\[1\]\.name must have the form/);
  });

  it('takes every kind with colours, keys and guidelines', () => {
    const { labels } = readProtocolHead(
      document(
        [
          '{name: grade, title: Grade, kind: ordinal, values: ["0", "1", "2"], keys: [q, w, e], hotkey: g, required: true}',
          '{name: signs, title: Signs, kind: several, values: [effusion, fragment], guideline: All that you see., pictures: [3-data/guide/a.png]}',
          '{name: remark, title: Remark, kind: note}',
          ...['outline', 'mask', 'length', 'angle', 'cobb', 'point', 'interval'].map(
            (kind, index) => `{name: ${kind}, title: A, kind: ${kind}, colour: "#ff00A${index}", hotkey: ${[...'abcdefh'][index]}}`,
          ),
        ]
          .map((line) => `  - ${line}\n`)
          .join(''),
      ),
    );
    assert.equal(labels.length, 10);
    assert.deepEqual([labels[0]?.keys, labels[0]?.required, labels[9]?.colour], [['q', 'w', 'e'], true, '#ff00A6']);
  });

  it('wants keys and colours that can be used', () => {
    const one = (rest: string) => document(`  - {name: a, title: A, ${rest}}\n`);
    refuses(one('kind: category, values: [x, y], keys: [q]'), /the label "a" has 1 keys for 2 values: give each value one/);
    refuses(one('kind: category, values: [x, y], keys: [q, q]'), /keys/);
    refuses(one('kind: box, colour: red'), /labels\[1\]\.colour must have the form/);
    refuses(one('kind: box, hotkey: enter'), /labels\[1\]\.hotkey must have the form/);
    refuses(one('kind: note, colour: "#000000"'), /labels\[1\]\.colour does not belong here/);
    for (const path of ['/etc/a.png', '../a.png', 'C:/a.png', 'x/../../a.png', 'https://example.org/a.png'])
      refuses(one(`kind: box, pictures: ["${path}"]`), /must be a path inside the project/);
    refuses(
      document('  - {name: a, title: A, kind: box, hotkey: b}\n  - {name: c, title: C, kind: box, hotkey: B}\n'),
      /the labels "a" and "c" have the same hotkey, B/,
    );
  });

  it('refuses two labels of one name', () => {
    refuses(document('  - {name: a, title: A, kind: box}\n  - {name: a, title: B, kind: box}\n'), /the label "a" is declared twice/);
  });

  it('takes a code of a public scheme, and refuses what is none', () => {
    const head = (code: string): string => `---\nlabels:\n  - {name: a, title: A, kind: mask, code: ${code}}\n---\n`;
    assert.equal(readProtocolHead(head('SCT 125605004 Fracture of bone')).labels[0]?.code, 'SCT 125605004 Fracture of bone');
    for (const code of ['Fracture', 'SCT 125605004', '""']) assert.throws(() => readProtocolHead(head(code)), UserError);
  });
});
