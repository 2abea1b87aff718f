import { isRunName } from '../../core/experiment/runName';
import { layout } from '../../core/project/layout';
import { readGit } from '../git/gitOutput';
import type { Repository } from '../git/repository';

/** The newest commit that wrote each run's record, on any branch or tag or here, by run; read by one process of git. */
export async function recordCommits({ root, prefix }: Repository): Promise<ReadonlyMap<string, string>> {
  const folder = `${prefix}${layout.runs}/`;
  const paths = `:(glob)${folder.replace(/[*?[\]\\]/g, '\\$&')}*/record.json`;
  const what = ['--branches', '--tags', '--remotes', 'HEAD', '--format=commit %H', '--name-only', '-z', '--diff-filter=AM', '--no-renames'];
  const text = await readGit(root, ['log', ...what, '--', paths]).catch(() => '');
  const commits = new Map<string, string>();
  let commit = '';
  for (const word of text.split(/[\0\n]/)) {
    if (word.startsWith('commit ')) commit = word.slice('commit '.length);
    const run = word.startsWith(folder) ? (word.slice(folder.length).split('/')[0] ?? '') : '';
    if (isRunName(run) && !commits.has(run)) commits.set(run, commit);
  }
  return commits;
}
