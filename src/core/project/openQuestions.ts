/** The lines (from 1) on which a project's file still asks something of the department: each holds the word TODO. */
export function openQuestions(text: string): readonly number[] {
  return text.split('\n').flatMap((line, index) => (/\bTODO\b/.test(line) ? [index + 1] : []));
}

/** "3 open questions (TODO), the first in line 12"; null when there is none. */
export function describeOpenQuestions(text: string): string | null {
  const lines = openQuestions(text);
  const [first] = lines;
  if (first === undefined) return null;
  return lines.length === 1
    ? `1 open question (TODO) in line ${first}`
    : `${lines.length} open questions (TODO), the first in line ${first}`;
}
