import { gitAt } from '../git/git';

/** A short name for files from a person's name: lower case, words joined by hyphens; '' when nothing is left. */
export const slug = (name: string): string =>
  name
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-+|-+$/g, '')
    .slice(0, 40)
    .replace(/-$/, '');

/** The reader's name that git's user name suggests in an existing folder; `reader-1` where git knows nobody. */
export async function suggestedReader(folder: string): Promise<string> {
  try {
    const name = slug((await gitAt(folder)(['config', '--get', 'user.name'])).trim());
    return name === '' ? 'reader-1' : name;
  } catch {
    return 'reader-1';
  }
}
