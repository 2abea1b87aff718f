import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import { endRun } from '../../core/experiment/endRun';
import type { RunningRun, RunRecord } from '../../core/experiment/runRecord';
import { runFolder } from '../../core/project/layout';
import { readRecord } from './readRecord';
import { recordCleanerOf } from './recordCleaner';
import { eventsFile, readHeard } from './runEvents';
import { runLife } from './runProcess';
import { stopAskedAt } from './stopMark';
import { writeRecord } from './writeRecord';

const silent = 'The trainer ended without a word (killed?).';

async function lastSign(root: string, record: RunningRun): Promise<string> {
  const files = [eventsFile(root, record.run), join(root, runFolder(record.run), 'metrics.csv')];
  const times = await Promise.all(
    files.map((file) =>
      stat(file)
        .then(({ mtimeMs }) => mtimeMs)
        .catch(() => 0),
    ),
  );
  return new Date(Math.max(Date.parse(record.resumed?.at(-1)?.at ?? record.started), ...times)).toISOString();
}

async function ended(root: string, record: RunningRun): Promise<RunRecord> {
  const heard = await readHeard(root, record.run, await recordCleanerOf(root, record.run));
  const stopAsked = (await stopAskedAt(root, record.run)) !== null;
  return endRun(record, heard, { ended: await lastSign(root, record), stopAsked, words: silent });
}

/**
 * Completes the record of a run whose processes on this machine are dead, from what its trainer said while somebody listened; a run that
 * lives, runs elsewhere or has ended is returned as it is. A record that can't be written (`write` false, a full disk) is only returned.
 */
export async function reconcileRun(root: string, record: RunRecord, write = true): Promise<RunRecord> {
  if (record.state !== 'running' || (await runLife(root, record.run)) !== 'dead') return record;
  // Its own command may have completed the record between the two looks.
  const latest = await readRecord(root, record.run);
  if (latest.state !== 'running') return latest;
  const complete = await ended(root, latest);
  if (write) await writeRecord(root, complete).catch(() => {});
  return complete;
}
