import * as vscode from 'vscode';
import { layout } from '../../core/project/layout';
import { UserError } from '../../core/userError';
import {
  between,
  branchChanges,
  type CommitChoice,
  type ComparedRange,
  commitFormat,
  commitWords,
  lastCommit,
  parseCommits,
  uncommitted,
} from './comparedRange';

/** Commits that a list offers; older ones are found by typing their name. */
const mostCommits = 200;

type Choice = vscode.QuickPickItem & { readonly range: () => ComparedRange | Promise<ComparedRange | undefined> };

/** Asks what to compare; undefined where the user turned away. */
export async function askRange(root: string): Promise<ComparedRange | undefined> {
  const choices: readonly Choice[] = [
    { label: '$(edit) Changes That Are Not Committed', detail: 'The last commit with the files as they are now', range: () => uncommitted },
    { label: '$(git-commit) The Last Commit', detail: 'The commit before it with the last one', range: () => lastCommit },
    { label: '$(git-branch) A Branch...', detail: 'What it changed since it left this one, for a review', range: () => askBranch(root) },
    {
      label: '$(git-compare) Two Commits...',
      detail: 'One commit with another, or with the files as they are now',
      range: () => askCommits(root),
    },
  ];
  const chosen = await vscode.window.showQuickPick(choices, { title: 'Show Label Changes', placeHolder: 'What should be compared?' });
  return chosen?.range();
}

async function git(root: string, args: readonly string[]): Promise<string> {
  const { gitAt, gitWords } = await import('../../node/git/git');
  try {
    return await gitAt(root)(args);
  } catch (error) {
    throw new UserError(
      `Git does not answer (${gitWords(error)}): label changes are known where the project lies in a git repository with a commit.`,
    );
  }
}

async function askBranch(root: string): Promise<ComparedRange | undefined> {
  const format = '%(HEAD)%09%(refname:short)%09%(committerdate:short)%09%(subject)';
  const listed = await git(root, ['for-each-ref', '--sort=-committerdate', `--format=${format}`, 'refs/heads', 'refs/remotes']);
  const branches = listed
    .split('\n')
    .map((line) => line.split('\t'))
    // The current branch left nowhere, and a remote's HEAD is a second name.
    .filter(([head, name = '']) => head !== '*' && name !== '' && !/(^|\/)HEAD$/.test(name));
  if (branches.length === 0) throw new UserError('There is no other branch in this repository.');
  const items = branches.map(([, name = '', date = '', ...subject]) => ({ label: name, description: date, detail: subject.join('\t') }));
  const options = { title: 'Changes of a Branch', placeHolder: 'Which branch?', matchOnDetail: true };
  const chosen = await vscode.window.showQuickPick(items, options);
  return chosen === undefined ? undefined : branchChanges(chosen.label);
}

async function askCommits(root: string): Promise<ComparedRange | undefined> {
  const commits = await commitsOf(root, layout.labels);
  const from = await askCommit(commits, 'From Which Commit?');
  if (from === undefined) return undefined;
  const now = { label: '$(edit) The Files as They Are Now', commit: null };
  const items = [now, ...commits.filter(({ commit }) => commit !== from.commit).map(commitItem)];
  const to = await vscode.window.showQuickPick(items, {
    title: 'To Which Commit?',
    placeHolder: `Compare ${commitWords(from)} with`,
    matchOnDescription: true,
  });
  return to === undefined ? undefined : between(from, to.commit);
}

/** Asks with which earlier version one label file, which has not changed since the last commit, is to be compared. */
export async function askVersion(root: string, file: string): Promise<ComparedRange | undefined> {
  const [, ...earlier] = await commitsOf(root, file, '--follow');
  if (earlier.length === 0) throw new UserError(`${file} has not changed since it was first committed.`);
  const from = await askCommit(earlier, 'Nothing Changed Since the Last Commit: Compare With an Earlier One?');
  return from === undefined ? undefined : between(from, null);
}

async function commitsOf(root: string, path: string, ...more: readonly string[]): Promise<readonly CommitChoice[]> {
  const commits = parseCommits(await git(root, ['log', '-z', `-n${mostCommits}`, `--format=${commitFormat}`, ...more, '--', path]));
  if (commits.length === 0) throw new UserError(`No commit of this branch holds ${path} yet.`);
  return commits;
}

const commitItem = (commit: CommitChoice) => ({
  label: `$(git-commit) ${commit.subject}`,
  description: `${commit.commit.slice(0, 8)} · ${commit.author} · ${commit.date.slice(0, 10)}`,
  commit,
});

async function askCommit(commits: readonly CommitChoice[], title: string): Promise<CommitChoice | undefined> {
  const options = { title, placeHolder: 'Commits that changed labels', matchOnDescription: true };
  return (await vscode.window.showQuickPick(commits.map(commitItem), options))?.commit;
}
