import type { Repository } from './repository';

/** Who signs the commits of a run. */
export type Identity = {
  readonly name: string;
  /** For git commands that write commits: empty where git knows the user. */
  readonly env: Readonly<Record<string, string>>;
  /** False when git has no identity and RadSteps stands in. */
  readonly own: boolean;
};

const fallbackName = 'RadSteps';
const fallbackEmail = 'radsteps@localhost';

async function identOf({ git }: Repository, who: 'AUTHOR' | 'COMMITTER'): Promise<string | null> {
  try {
    // Without this, git makes up a name and address from the machine's account.
    const ident = await git(['-c', 'user.useConfigOnly=true', 'var', `GIT_${who}_IDENT`]);
    return /^(.+) <[^>]*> \d+ [+-]\d{4}$/.exec(ident.trim())?.[1] ?? null;
  } catch {
    return null;
  }
}

const standIn = (who: 'AUTHOR' | 'COMMITTER', ident: string | null): Readonly<Record<string, string>> =>
  ident === null ? { [`GIT_${who}_NAME`]: fallbackName, [`GIT_${who}_EMAIL`]: fallbackEmail } : {};

/** The user as git knows them, or RadSteps where git knows nobody. */
export async function readIdentity(repository: Repository): Promise<Identity> {
  const [author, committer] = await Promise.all([identOf(repository, 'AUTHOR'), identOf(repository, 'COMMITTER')]);
  return {
    name: author ?? fallbackName,
    env: { ...standIn('AUTHOR', author), ...standIn('COMMITTER', committer) },
    own: author !== null,
  };
}
