/** Environment for one git command (GIT_INDEX_FILE, an author), and what it reads on standard input. */
export type GitOptions = { readonly env?: Readonly<Record<string, string>>; readonly input?: string };

/** Runs one git command in a fixed folder and returns its standard output; rejects with git's own words when it fails. */
export type Git = (args: readonly string[], options?: GitOptions) => Promise<string>;

const allowed = [
  'GIT_INDEX_FILE',
  ...['AUTHOR', 'COMMITTER'].flatMap((who) => ['NAME', 'EMAIL', 'DATE'].map((what) => `GIT_${who}_${what}`)),
];

// simple-git refuses these when they are handed over, though it only strips them when they are inherited; it can't do both in one call.
const isGuarded = (key: string): boolean =>
  (/^git/i.test(key) || /^(editor|visual|pager|prefix|ssh_askpass)$/i.test(key)) && !allowed.includes(key);

/** The environment of a git command: this process's, without what would make git work elsewhere or ask somebody. */
export const environment = (env: Readonly<Record<string, string>>): NodeJS.ProcessEnv =>
  Object.fromEntries(Object.entries({ ...process.env, ...env }).filter(([key]) => !isGuarded(key)));

/** Git in `folder`, which must exist: without hooks, without a terminal to ask on. */
export function gitAt(folder: string): Git {
  return async (args, { env = {}, input } = {}) => {
    const { simpleGit } = await import('simple-git');
    const git = simpleGit({
      baseDir: folder,
      config: ['core.hooksPath=/dev/null'],
      // Without hooks; and with the merge driver that RadSteps itself writes into a clone's configuration.
      unsafe: { allowUnsafeHooksPath: true, allowUnsafeMergeDriver: true },
      allowEnvironment: allowed,
      input: () => input,
    });
    return git.env(environment(env)).raw([...args]);
  };
}

/** The first line that git (or the system) said, for a sentence to the user. */
export function gitWords(error: unknown): string {
  const text = error instanceof Error ? error.message : String(error);
  const line = text.split('\n').find((part) => part.trim() !== '') ?? 'no words';
  return line.trim().replace(/^(fatal|error): /, '');
}
