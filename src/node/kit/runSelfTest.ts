import { spawn } from 'node:child_process';
import type { BackendOutcome } from '../../core/experiment/backendOutcome';
import type { NamedBackend } from '../../core/experiment/experiment';
import type { TrainerCommand } from '../run/trainerProcess';
import { backendTitles } from '../training/backends';

const limitSeconds = 45;

/** Tries a backend in a process of its own, so that a driver that crashes or hangs takes only that one down; the signal ends it, and throws. */
export async function runSelfTest(
  { command, args, env }: TrainerCommand,
  backend: NamedBackend,
  signal: AbortSignal,
  seconds: number = limitSeconds,
): Promise<BackendOutcome> {
  signal.throwIfAborted();
  const child = spawn(command, [...args, '--self-test', backend], { env, stdio: ['ignore', 'pipe', 'ignore'], windowsHide: true });
  const kill = () => child.kill('SIGKILL');
  const limit = setTimeout(kill, 1000 * seconds);
  signal.addEventListener('abort', kill, { once: true });
  let said = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    said += text;
  });
  const began = performance.now();
  try {
    const end = await new Promise<string>((resolve) => {
      child.once('error', (error: NodeJS.ErrnoException) => resolve(`can't be started (${error.code ?? 'unknown error'})`));
      child.once('close', (code, name) => resolve(name === null ? `ended with exit code ${code}` : `ended with ${name}`));
    });
    signal.throwIfAborted();
    const late = performance.now() - began > 1000 * seconds;
    return (
      outcomeIn(said, backend) ?? {
        backend,
        state: 'fails',
        reason: reasonOf(backend, late ? `gave no answer within ${seconds} seconds` : end),
      }
    );
  } finally {
    clearTimeout(limit);
    signal.removeEventListener('abort', kill);
  }
}

const reasonOf = (backend: NamedBackend, end: string): string =>
  `The self-test of ${backendTitles[backend]} ${end}${backend === 'cpu' ? '' : '; its driver may be broken'}.`;

/** The outcome among the lines that a self-test and its driver have said. */
function outcomeIn(said: string, backend: NamedBackend): BackendOutcome | null {
  for (const line of said.trim().split('\n').reverse()) {
    try {
      const value: unknown = JSON.parse(line);
      if (typeof value === 'object' && value !== null && 'backend' in value && value.backend === backend) return value as BackendOutcome;
    } catch {
      // A word of the driver's.
    }
  }
  return null;
}
