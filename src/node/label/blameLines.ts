import type { Repository } from '../git/repository';

/** One line of a file: the commit that wrote it (null where none has yet), and where the file was before, in each parent. */
export type Blamed = {
  readonly by: { readonly author: string; readonly commit: string; readonly date: string } | null;
  readonly before: readonly { readonly commit: string; readonly path: string }[];
};

/** What to look at: a text that stands for the file of now, or one line (from 0) of the file in a commit. */
export type BlameOf = { readonly text: string } | { readonly commit: string; readonly line: number };

/** Who wrote the lines of a file (a path from the repository's top), as `git blame` follows them through renames and merges; none where HEAD has no such file. */
export async function blameLines(repository: Repository, path: string, of: BlameOf): Promise<readonly Blamed[]> {
  const { git } = repository;
  const what = 'text' in of ? ['--contents', '-'] : ['-L', `${of.line + 1},${of.line + 1}`, of.commit];
  const options = 'text' in of ? { input: of.text } : {};
  const text = await git(['-c', 'core.quotePath=false', 'blame', '--line-porcelain', ...what, '--', path], options).catch(() => '');
  const parents = new Map<string, Promise<readonly string[]>>();
  const parentsOf = (commit: string): Promise<readonly string[]> => {
    const known = parents.get(commit) ?? git(['rev-parse', `${commit}^@`]).then((lines) => lines.split('\n').filter(Boolean));
    parents.set(commit, known);
    return known;
  };
  return Promise.all(
    text
      .split(/^\t.*\n?/m)
      .filter((block) => block !== '')
      .map((block) => readBlock(block, path, parentsOf)),
  );
}

async function readBlock(block: string, path: string, parentsOf: (commit: string) => Promise<readonly string[]>): Promise<Blamed> {
  const commit = /^([0-9a-f]{40,64}) /.exec(block)?.[1] ?? '';
  const field = (name: string): string => new RegExp(`^${name} (.*)$`, 'm').exec(block)?.[1] ?? '';
  const [, previous, previousPath] = /^(\S+) (.*)$/.exec(field('previous')) ?? [];
  const isCommitted = !/^0+$/.test(commit);
  const by = isCommitted ? { author: field('author'), commit, date: new Date(Number(field('author-time')) * 1000).toISOString() } : null;
  const renamed = previous === undefined || previousPath === undefined ? [] : [{ commit: previous, path: previousPath }];
  const others = isCommitted ? await parentsOf(commit) : [];
  const here = field('filename') || path;
  return { by, before: [...renamed, ...others.filter((parent) => parent !== previous).map((parent) => ({ commit: parent, path: here }))] };
}
