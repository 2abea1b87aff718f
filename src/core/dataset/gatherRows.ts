/** Rows with one and the same fault that are listed one by one. */
const listed = 20;

/** Sentences on rows ("row 5: ...") in their order, where many rows have the same fault in one sentence: a part of a data set lacks thousands of files. */
export function gatherRows(problems: readonly string[]): readonly string[] {
  const byFault = new Map<string, string[]>();
  for (const problem of problems) {
    const [, row = '', fault = problem] = /^row (\d+): (.*)$/s.exec(problem) ?? [];
    const rows = byFault.get(fault);
    if (rows === undefined) byFault.set(fault, [row]);
    else rows.push(row);
  }
  const sentences = [...byFault].flatMap(([fault, rows]) => {
    const first = rows[0] ?? '';
    if (rows.length > listed && first !== '') return [{ row: first, text: `row ${first} and ${rows.length - 1} others: ${fault}` }];
    return rows.map((row) => ({ row, text: row === '' ? fault : `row ${row}: ${fault}` }));
  });
  return sentences.toSorted((a, b) => place(a.row) - place(b.row)).map(({ text }) => text);
}

/** What is about no row comes last. */
const place = (row: string): number => (row === '' ? Number.MAX_SAFE_INTEGER : Number(row));
