/** What is compared with what: the words of `radsteps labels changes`, and the two sides in words. */
export type ComparedRange = { readonly args: readonly string[]; readonly between: readonly [before: string, after: string] };

/** A commit as people choose it. */
export type CommitChoice = { readonly commit: string; readonly author: string; readonly date: string; readonly subject: string };

const short = (commit: string): string => commit.slice(0, 8);

/** The last commit with the files as they are now. */
export const uncommitted: ComparedRange = { args: [], between: ['last commit', 'now'] };

/** What the last commit changed. */
export const lastCommit: ComparedRange = { args: ['HEAD~1', 'HEAD'], between: ['before the last commit', 'last commit'] };

/** A commit with another one, or with the files as they are now. */
export const between = (from: CommitChoice, to: CommitChoice | null): ComparedRange => ({
  args: to === null ? [from.commit] : [from.commit, to.commit],
  between: [commitWords(from), to === null ? 'now' : commitWords(to)],
});

/** What a branch changed since it left the current one. */
export const branchChanges = (branch: string): ComparedRange => ({
  args: ['--branch', branch],
  between: [`where ${branch} left`, branch],
});

/** "1a2b3c4d, 2026-03-01" */
export const commitWords = ({ commit, date }: CommitChoice): string => `${short(commit)}, ${date.slice(0, 10)}`;

/** Reads what `git log --format=commitFormat -z` said. */
export function parseCommits(text: string): readonly CommitChoice[] {
  return text
    .split('\0')
    .map((entry) => entry.replace(/^\n/, '').split('\t'))
    .flatMap(([commit = '', author = '', date = '', ...subject]) =>
      commit === '' ? [] : [{ commit, author, date, subject: subject.join('\t') }],
    );
}

export const commitFormat = '%H%x09%an%x09%aI%x09%s';
