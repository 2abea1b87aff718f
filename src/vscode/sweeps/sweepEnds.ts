import * as vscode from 'vscode';
import type { SweepRecord } from '../../core/experiment/sweepRecord';
import type { SweepModel } from '../sweepModel';

async function tellEnd(record: SweepRecord): Promise<void> {
  const { describeSweepEnd } = await import('./describeSweepEnd');
  await offer(describeSweepEnd(record), record.group, false);
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
        if (record.state !== 'paused') void tellEnd(record);
        else if (reason.includes('without a word')) void offer(`The process that conducted the sweep ${group} has died.`, group, true);
      }
    }
  });
}
