/** Rows with one and the same fault that are listed one by one. */
const listed = 20;

/** Sentences on rows ("row 5: ..."), where many rows have the same fault in one sentence: a part of a data set lacks thousands of files. */
export function gatherRows(problems: readonly string[]): readonly string[] {
  const byFault = new Map<string, string[]>();
  for (const problem of problems) {
    const [, row = '', fault = problem] = /^row (\d+): (.*)$/s.exec(problem) ?? [];
    const rows = byFault.get(fault);
    if (rows === undefined) byFault.set(fault, [row]);
    else rows.push(row);
  }
  return [...byFault].flatMap(([fault, rows]) => {
    if (rows.length > listed && rows[0] !== '') return [`row ${rows[0]} and ${rows.length - 1} others: ${fault}`];
    return rows.map((row) => (row === '' ? fault : `row ${row}: ${fault}`));
  });
}
