import * as vscode from 'vscode';
import { shortMetric } from '../../core/experiment/describeMetric';
import type { RunListing } from '../../core/experiment/runListing';
import { UserError } from '../../core/userError';
import type { Services } from '../services';
import { mostRuns, requireComparable } from './chosenRuns';

type Item = vscode.QuickPickItem & { readonly run: string };

function itemOf({ run, state, metric, refs }: RunListing, picked: readonly string[]): Item {
  const measured = metric === null ? '' : ` · ${shortMetric(metric.name, metric)}`;
  return {
    ...{ run, label: run, description: `${state}${measured}`, picked: picked.includes(run) },
    ...(refs === undefined ? {} : { detail: `on ${refs.join(', ')}` }),
  };
}

/** Asks which runs of all branches are to be compared; `picked` are chosen already. Undefined where the user turns away; UserError for too few or too many. */
export async function askRuns({ project }: Services, picked: readonly string[]): Promise<readonly string[] | undefined> {
  const { readHistory } = await import('../../node/run/readHistory');
  const root = project.require();
  const listings = await readHistory(root, { all: true, trusted: vscode.workspace.isTrusted }, ({ listing }) => listing);
  const usable = listings.filter(({ state }) => state !== 'damaged' && state !== 'queued');
  if (usable.length < 2) throw new UserError('Comparing needs two runs: "RadSteps: Train..." makes them.');
  const chosen = await vscode.window.showQuickPick(
    usable.map((listing) => itemOf(listing, picked)),
    { title: `Compare Runs (2 to ${mostRuns})`, canPickMany: true, matchOnDescription: true, matchOnDetail: true },
  );
  return chosen === undefined ? undefined : requireComparable(chosen.map(({ run }) => run).toSorted());
}
