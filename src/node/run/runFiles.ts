import { readdir } from 'node:fs/promises';
import { join, relative, sep } from 'node:path';
import { runFolder } from '../../core/project/layout';

// Text only: what a trainer of another language leaves here besides (weights, arrays) stays out of git.
const kept = /^[^.].*\.(json|jsonl|csv|patch|md|txt|ya?ml)$/;

/** The files of a run's record that git keeps, relative to the project, with forward slashes, sorted. */
export async function runFiles(root: string, run: string): Promise<readonly string[]> {
  const entries = await readdir(join(root, runFolder(run)), { recursive: true, withFileTypes: true });
  return entries
    .filter((entry) => entry.isFile() && kept.test(entry.name))
    .map((entry) => relative(root, join(entry.parentPath, entry.name)).split(sep).join('/'))
    .sort();
}
