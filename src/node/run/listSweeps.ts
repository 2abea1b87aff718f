import type { SweepRecord } from '../../core/experiment/sweepRecord';
import { type RunLife, runLife } from './runProcess';
import { readSweepRecord, sweepNames } from './sweepFiles';

/** One sweep of the project: its record, or why that can't be read. */
export type SweepListing = {
  readonly group: string;
  readonly record: SweepRecord | null;
  readonly reason: string;
  /** What is known of the command that conducts it; only of one that is not over. */
  readonly life?: RunLife;
};

/** A sweep of the project; one that was killed counts as paused. */
export async function listSweep(root: string, group: string): Promise<SweepListing> {
  try {
    const record = await readSweepRecord(root, group);
    if (record.state !== 'running' && record.state !== 'paused') return { group, record, reason: record.reason ?? '' };
    const life = await runLife(root, group);
    if (record.state === 'paused') return { group, record, life, reason: `\`radsteps sweep --resume ${group}\` goes on with it.` };
    if (life !== 'dead') return { group, record, life, reason: '' };
    const reason = `It ended without a word (killed?); \`radsteps sweep --resume ${group}\` goes on with it.`;
    return { group, record: { ...record, state: 'paused' }, life, reason };
  } catch (error) {
    return { group, record: null, reason: error instanceof Error ? error.message : String(error) };
  }
}

/** The project's sweeps, newest first. */
export async function listSweeps(root: string): Promise<readonly SweepListing[]> {
  return Promise.all((await sweepNames(root)).map((group) => listSweep(root, group)));
}
