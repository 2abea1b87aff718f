import { join } from 'node:path';
import { localRunFolder } from '../../core/project/layout';
import { UserError } from '../../core/userError';
import { isAlive, type ProcessIdentity } from './processIdentity';
import { readRecord } from './readRecord';
import { isHere, readRunProcess } from './runProcess';
import { markStop, type StopWish, stopAskedAt, stopWish } from './stopMark';

const graceMs = 30_000;

function kill(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(pid, signal);
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'EPERM')
      throw new UserError('The training process belongs to another user of this machine; only they can stop it.');
  }
}

async function target(root: string, run: string): Promise<ProcessIdentity> {
  const note = await readRunProcess(root, run);
  if (note === null) throw new UserError(`Run ${run} was not started on this machine; stop it where it runs.`);
  if (!(await isHere(note))) throw new UserError(`Run ${run} was started on ${note.host}; stop it there.`);
  // The trainer answers to the command of another terminal, which then writes the record; before it is there, the command itself is asked.
  const found = note.trainer ?? note.cli;
  if (!(await isAlive(found))) throw new UserError(`Run ${run} is not training any more; \`radsteps runs\` shows how it ended.`);
  return found;
}

/**
 * Asks the trainer of a running run to stop, from any terminal of the same machine; the last wish for its best epoch counts. Asked the same again
 * half a minute later or more, it is killed. UserError when the run is not running or not here.
 */
export async function stopRun(root: string, run: string, wish: StopWish = 'best'): Promise<'asked' | 'killed'> {
  const record = await readRecord(root, run);
  if (record.state !== 'running' && record.state !== 'queued') throw new UserError(`Run ${run} has already ended (${record.state}).`);
  const { pid } = await target(root, run);
  const asked = await stopAskedAt(root, run);
  const isNew = asked === null || (await stopWish(join(root, localRunFolder(run)))) !== wish;
  if (!isNew && Date.now() - asked >= graceMs) {
    kill(process.platform === 'win32' || pid === process.pid ? pid : -pid, 'SIGKILL');
    return 'killed';
  }
  if (isNew) await markStop(root, run, wish);
  kill(pid, 'SIGTERM');
  return 'asked';
}
