import type { Task } from './tasks/task';
import { wordsOfRoles } from './team';

/** The guidance of a task as Markdown: why, by whom, what, an example, pitfalls, its files, and what it is made from. */
export function guidanceText({ title, why, guidance, files, roles, signOff }: Task, madeFrom: readonly string[]): string {
  const { what, example, pitfalls } = guidance;
  return [
    `# ${title}`,
    why,
    `Usually done by: ${wordsOfRoles(roles).join(', ')}.`,
    '## What to do',
    what,
    '## Example',
    `> ${example}`,
    '## Pitfalls',
    pitfalls.map((pitfall) => `- ${pitfall}`).join('\n'),
    '## Files',
    files.map((file) => `- \`${file}\``).join('\n'),
    ...(signOff ? ['It counts as done once it is signed off in `2-team/approvals.csv`.'] : []),
    ...(madeFrom.length === 0
      ? []
      : [`Made from ${madeFrom.map((file) => `\`${file}\``).join(', ')}: when one of these changes, look at it again.`]),
    '',
  ].join('\n\n');
}
