import * as vscode from 'vscode';
import { shortMetric } from '../../core/experiment/describeMetric';
import type { RunListing } from '../../core/experiment/runListing';
import { isTrialEnded, rankTrials } from '../../core/experiment/sweepRecord';
import type { Swept } from '../sweepModel';
import { shortName } from './runItem';

/** A sweep's state for icons and menus; one whose record can't be read counts as over. */
export type SweepItemState = 'sweepRunning' | 'sweepPaused' | 'sweepEnded';

const icons: Readonly<Record<SweepItemState, string>> = { sweepRunning: 'sync~spin', sweepPaused: 'debug-pause', sweepEnded: 'beaker' };

/** Whether a sweep runs, is left, or is over. */
export function sweepItemState(sweep: Swept | undefined): SweepItemState {
  const state = sweep?.record?.state;
  return state === 'running' ? 'sweepRunning' : state === 'paused' ? 'sweepPaused' : 'sweepEnded';
}

/** "3 of 12 runs done · best MAE 12.3 months (n = 90) · paused"; without a record only how many runs there are. */
export function sweepDescription(sweep: Swept | undefined, runs: number): string {
  const record = sweep?.record ?? null;
  if (record === null) return `sweep of ${runs} ${runs === 1 ? 'run' : 'runs'}`;
  const metric = rankTrials(record.trials)[0]?.metric ?? null;
  const done = record.trials.filter(isTrialEnded).length;
  const best = metric === null ? '' : `best ${shortMetric(metric.name, metric)} (n = ${metric.n})`;
  const isDead = record.state === 'paused' && sweep?.reason.includes('without a word') === true;
  const state = record.state === 'finished' || record.state === 'running' ? '' : isDead ? 'stands still' : record.state;
  return [`${done} of ${record.of} runs done`, best, state].filter((text) => text !== '').join(' · ');
}

/** A sweep as the tree shows it, above its runs. */
export function sweepItem(group: string, sweep: Swept | undefined, runs: readonly RunListing[]): vscode.TreeItem {
  const state = sweepItemState(sweep);
  const collapsed = state === 'sweepEnded' ? vscode.TreeItemCollapsibleState.Collapsed : vscode.TreeItemCollapsibleState.Expanded;
  const item = new vscode.TreeItem(shortName(group), collapsed);
  item.id = group;
  item.description = sweepDescription(sweep, runs.length);
  item.tooltip = [`${group}: ${sweep?.record?.state ?? 'its record can not be read'}`, item.description, sweep?.reason ?? '']
    .filter((line) => line !== '')
    .join('\n');
  item.iconPath = new vscode.ThemeIcon(icons[state], new vscode.ThemeColor('charts.blue'));
  item.contextValue = runs.some(({ pending }) => pending) && state === 'sweepEnded' ? `${state} pending` : state;
  item.accessibilityInformation = { label: `Sweep ${group}, ${item.description}` };
  return item;
}
