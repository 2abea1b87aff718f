import assert from 'node:assert/strict';
import { formatTable, parseTable } from '../../../../src/core/dataset/table';
import { UserError } from '../../../../src/core/userError';

const fails = (text: string, pattern: RegExp, required: readonly string[] = []) =>
  assert.throws(
    () => parseTable('t.csv', text, required),
    (error) => error instanceof UserError && pattern.test(error.message),
  );

describe('parseTable', () => {
  it('reads rows by column with the line on which each begins', () => {
    const { columns, rows } = parseTable('t.csv', '\uFEFFa,b\r\n1,"x\r\ny"\r\n\r\n2,"say ""hi"""\r\n', ['a']);
    assert.deepEqual(columns, ['a', 'b']);
    assert.deepEqual(rows, [
      { line: 2, cells: { a: '1', b: 'x\r\ny' } },
      { line: 5, cells: { a: '2', b: 'say "hi"' } },
    ]);
  });

  it('says file and line of what is wrong', () => {
    fails('', /^t\.csv is empty/, ['a']);
    fails('a,b\n1,2\n', /line 1: there is no column "c"/, ['a', 'c']);
    fails('a,a\n', /line 1: the column "a" stands there twice/);
    fails('a,b\n1,2\n3\n', /line 3: the row has 1 cells, but there are 2 columns/);
    fails('a,b\n1,"2\n3,4\n', /line 2: a quotation mark/);
    fails('a,b\n<<<<<<< HEAD\n1,2\n=======\n1,3\n>>>>>>> x\n', /line 2: an unsolved merge conflict/);
  });

  it("takes others' tables: another delimiter, short and long rows, spaces around names", () => {
    const { rows } = parseTable('t.csv', ' a ;b\n1\n2;3;4\n', [], { delimiter: ';', ragged: true });
    assert.deepEqual(
      rows.map(({ cells }) => cells),
      [
        { a: '1', b: '' },
        { a: '2', b: '3' },
      ],
    );
  });
});

describe('formatTable', () => {
  it('comes back as it was, whatever stands in the cells', () => {
    const rows = [
      { a: 'x, y', b: '"q"' },
      { a: ' spaces ', b: 'two\nlines' },
      { a: '', b: 'é' },
    ];
    const text = formatTable(['a', 'b'], rows);
    assert.ok(text.startsWith('a,b\n') && text.endsWith('\n'));
    assert.deepEqual(
      parseTable('t.csv', text, ['a', 'b']).rows.map(({ cells }) => cells),
      rows,
    );
  });

  it('writes only the header for no rows', () => assert.equal(formatTable(['a', 'b'], []), 'a,b\n'));
});
