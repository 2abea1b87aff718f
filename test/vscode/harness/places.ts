import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** The repository's root folder. */
export const repository = join(__dirname, '..', '..', '..');

/** The git-ignored folder of bundled in-host tests. */
export const bundles = join(repository, '.cache', 'tests', 'vscode');

/** The git-ignored folder of the screenshots of failed tests. */
export const failures = join(repository, '.cache', 'tests', 'failures');

/** A folder for temporary files whose name is short enough for unix sockets inside it. */
export function temporary(): string {
  return process.platform === 'darwin' ? '/tmp' : tmpdir();
}
