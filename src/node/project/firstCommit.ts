import { gitAt, gitWords } from '../git/git';
import { readIdentity } from '../git/identity';
import { findRepository, isRepository } from '../git/repository';

/** The first commit's hash; null where none could be made, and then why. */
export type FirstCommit = { readonly commit: string | null; readonly notes: readonly string[] };

/** Makes a repository (branch main) of a folder and commits the files (paths from there); never fails, says what did not work. */
export async function firstCommit(folder: string, files: readonly string[], message: string): Promise<FirstCommit> {
  try {
    const git = gitAt(folder);
    await git(['init', '--quiet']);
    // `init -b` is unknown to git before 2.28.
    await git(['symbolic-ref', 'HEAD', 'refs/heads/main']);
    const repository = await findRepository(folder);
    if (!isRepository(repository)) return { commit: null, notes: [`${repository.reason}: nothing is committed.`] };
    const { env, own } = await readIdentity(repository);
    // Forced, because a user's own list of ignored files may name one of ours.
    await git(['add', '--force', '--', ...files]);
    await git(['-c', 'commit.gpgSign=false', 'commit', '--quiet', '--message', message], { env });
    const commit = (await git(['rev-parse', 'HEAD'])).trim();
    const note =
      'Git knows no name and e-mail of yours, so the first commit is by "RadSteps"; set them with git config user.name and user.email.';
    return { commit, notes: own ? [] : [note] };
  } catch (error) {
    const words = gitWords(error);
    const reason = /ENOENT/.test(words) ? 'Git is not installed or not on the PATH' : `Git could not make the first commit (${words})`;
    return { commit: null, notes: [`${reason}: the project is made, but nothing is committed.`] };
  }
}
