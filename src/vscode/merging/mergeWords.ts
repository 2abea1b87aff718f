import type { Recovered } from '../../node/label/recoverMerge';

const files = (count: number): string => (count === 1 ? '1 label file' : `${count} label files`);
const labels = (count: number): string => (count === 1 ? '1 label' : `${count} labels`);

/** What is said of label files that git left unmerged. */
export const brokenWords = (count: number): string =>
  `${files(count)} could not be merged by git: RadSteps can recover ${count === 1 ? 'it' : 'them'} mark by mark, from both sides.`;

/** What became of recovered labels, and what to do next. */
export function recoveredWords(recovered: readonly Recovered[]): string {
  if (recovered.length === 0) return 'Git has no label that it could not merge.';
  const problems = recovered.flatMap((entry) => ('problem' in entry ? [entry.problem] : []));
  const open = recovered.filter((entry) => !('problem' in entry) && entry.conflicts > 0).length;
  const whole = recovered.length - problems.length - open;
  const [first, ...more] = problems;
  return [
    ...(whole === 0 ? [] : [`${labels(whole)} merged: stage ${whole === 1 ? 'it' : 'them'} to go on.`]),
    ...(open === 0 ? [] : [`In ${labels(open)} both sides changed the same: choose there, then stage.`]),
    ...(first === undefined ? [] : [first, ...(more.length === 0 ? [] : [`${more.length} more like this.`])]),
  ].join(' ');
}
