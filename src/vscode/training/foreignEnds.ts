import * as vscode from 'vscode';
import type { RunModel } from '../runModel';

/** Tells the end of runs that this window saw running but did not start, such as those from before a reload. */
export function announceForeignEnds(runs: RunModel, isOwn: (run: string) => boolean): vscode.Disposable {
  const seen = new Set<string>();
  return runs.onDidChange(() => {
    for (const { run, state, sweep } of runs.listings) {
      // A sweep tells its own end.
      if (sweep !== undefined) continue;
      if (state === 'running') {
        if (!isOwn(run)) seen.add(run);
      } else if (seen.delete(run) && !isOwn(run))
        void offerRun(`Run ${run} ${state === 'finished' ? 'finished' : `ended: ${state}`}.`, run);
    }
  });
}

async function offerRun(message: string, run: string): Promise<void> {
  if ((await vscode.window.showInformationMessage(message, 'Open Run')) === undefined) return;
  await vscode.commands.executeCommand('radsteps.runPage.open', { run });
}
