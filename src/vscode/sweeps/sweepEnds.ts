import * as vscode from 'vscode';
import { shortMetric } from '../../core/experiment/describeMetric';
import { rankTrials, type SweepRecord } from '../../core/experiment/sweepRecord';
import type { SweepModel } from '../sweepModel';

/** The end of a sweep in one sentence: its state, and the best metric with n and the word that it was chosen. */
export function describeSweepEnd({ group, state, trials, of, reason }: SweepRecord): string {
  const [best] = rankTrials(trials);
  if (state === 'failed' || best === undefined || best.metric === null)
    return `Sweep ${group} ${state}${reason === undefined ? '.' : `: ${reason}`}`;
  const { name, n, interval } = best.metric;
  const bounds = interval === null ? 'no interval' : `95 % interval ${interval.map((bound) => bound.toPrecision(3)).join(' to ')}`;
  return `Sweep ${group} ${state}: best ${shortMetric(name, best.metric)} (${bounds}, tuning part, n = ${n}) by run ${best.index}, chosen as the best of ${of}.`;
}

async function offer(message: string, group: string, isLeft: boolean): Promise<void> {
  const chosen = await vscode.window.showInformationMessage(message, ...(isLeft ? ['Go On'] : []), 'Show Sweeps');
  if (chosen === 'Go On') await vscode.commands.executeCommand('radsteps.sweeps.resume', { group });
  else if (chosen === 'Show Sweeps') await vscode.commands.executeCommand('radsteps.sweeps.show');
}

/** Tells the end of every sweep that this window saw running, whoever started it, and offers to go on with one whose command died. */
export function announceSweepEnds(sweeps: SweepModel): vscode.Disposable {
  const seen = new Set<string>();
  return sweeps.onDidChange(() => {
    for (const { group, record, reason } of sweeps.listings) {
      if (record?.state === 'running') seen.add(group);
      else if (record !== null && seen.delete(group)) {
        if (record.state !== 'paused') void offer(describeSweepEnd(record), group, false);
        else if (reason.includes('without a word')) void offer(`The process that conducted the sweep ${group} has died.`, group, true);
      }
    }
  });
}
