import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { gitAt } from '../git/git';

/** The files of a project that git has or would take, relative to it with forward slashes, and those of them that it has. */
export type ProjectFiles = { readonly all: readonly string[]; readonly tracked: ReadonlySet<string> };

/** Lists them by git; without a repository all files but this machine's own. */
export async function projectFiles(root: string): Promise<ProjectFiles> {
  try {
    const git = gitAt(root);
    const list = async (...more: readonly string[]) => (await git(['ls-files', '-z', ...more])).split('\0').filter((name) => name !== '');
    const [tracked, others] = await Promise.all([list(), list('--others', '--exclude-standard')]);
    return { all: [...new Set([...tracked, ...others])].sort(), tracked: new Set(tracked) };
  } catch {
    const found = await readdir(root, { recursive: true, withFileTypes: true }).catch(() => []);
    const files = found.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name).slice(root.length + 1));
    const names = files.map((file) => file.replaceAll('\\', '/')).filter((file) => !/^(\.git|\.radsteps|node_modules)\//.test(file));
    return { all: names.sort(), tracked: new Set() };
  }
}

const textFile = /\.(md|ya?ml|csv|tsv|jsonl?|txt|lock|m?js|ts|py|xml|html?|patch)$/i;
/** Made by RadSteps of pseudonyms and numbers alone, or judged by checks of their own. */
const ownChecks =
  /^(3-data\/(images\.csv|labels\/|series\/|import-problems\.csv)|5-network\/runs\/[^/]+\/(.*\.csv|predictions\/)|7-governance\/(made-from|accepted)\.csv$)/;

/** True for a text that people write, or that may quote what they wrote. */
export const isScanned = (file: string): boolean => textFile.test(file) && !ownChecks.test(file);
