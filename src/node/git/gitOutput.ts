import { spawn } from 'node:child_process';
import { environment } from './git';

/** What git gives to those who can't wait for all of it: bytes as they come. */
export type GitStream = {
  /** Written to standard input. */
  readonly input?: string;
  readonly onBytes: (bytes: Buffer) => void;
};

/**
 * Runs git and hands its output over as bytes, as it comes: for much output, and for binary. Everything else goes through `gitAt`. Rejects with
 * git's own words when it fails.
 */
export function streamGit(folder: string, args: readonly string[], { input, onBytes }: GitStream): Promise<void> {
  return new Promise((resolve, reject) => {
    const child = spawn('git', ['-c', 'core.hooksPath=/dev/null', ...args], {
      cwd: folder,
      env: environment({}),
      stdio: ['pipe', 'pipe', 'pipe'],
      windowsHide: true,
    });
    let words = '';
    child.stdout.on('data', onBytes);
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      words += text;
    });
    child.on('error', reject);
    child.on('close', (code) => (code === 0 ? resolve() : reject(new Error(words.trim() || `git ended with exit code ${code}`))));
    // It may end before it has read all of it.
    child.stdin.on('error', () => {});
    child.stdin.end(input ?? '');
  });
}

/** The whole output of git as text in UTF-8. */
export async function readGit(folder: string, args: readonly string[], input = ''): Promise<string> {
  const parts: Buffer[] = [];
  await streamGit(folder, args, { input, onBytes: (bytes) => parts.push(bytes) });
  return Buffer.concat(parts).toString('utf8');
}
