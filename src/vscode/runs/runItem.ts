import * as vscode from 'vscode';
import { metricNumber, shortMetric } from '../../core/experiment/describeMetric';
import { formatDuration } from '../../core/experiment/formatDuration';
import { describeLiveRun, type LiveRun } from '../../core/experiment/liveRun';
import type { RunListing } from '../../core/experiment/runListing';

const icons: Readonly<Record<RunListing['state'], readonly [icon: string, colour?: string]>> = {
  queued: ['clock'],
  running: ['sync~spin', 'charts.blue'],
  finished: ['pass', 'testing.iconPassed'],
  stopped: ['circle-slash', 'charts.yellow'],
  failed: ['error', 'testing.iconFailed'],
  damaged: ['warning', 'list.warningForeground'],
};

/** "MAE 12.3 months (11.1 to 13.4)"; '' without a metric. */
export function metricText({ metric }: RunListing): string {
  if (metric === null) return '';
  const { name, interval } = metric;
  const bounds = interval === null ? '' : ` (${metricNumber(interval[0])} to ${metricNumber(interval[1])})`;
  return `${shortMetric(name, metric)}${bounds}`;
}

/** What stands beside the run's name: where it is while it runs, then its metric with interval and how long it took. */
export function runDescription(listing: RunListing, live: LiveRun): string {
  if (listing.state === 'running') return describeLiveRun(live);
  const duration = listing.seconds === null ? '' : formatDuration(listing.seconds);
  const ending = listing.state === 'finished' ? '' : listing.state;
  const fold = listing.fold === undefined ? '' : `fold ${listing.fold.index} of ${listing.fold.of}`;
  const trial = listing.sweep === undefined ? '' : `run ${listing.sweep.index} of ${listing.sweep.of}`;
  return [trial, fold, metricText(listing), duration, ending, listing.pending ? 'not committed' : '']
    .filter((text) => text !== '')
    .join(' · ');
}

function tooltip(listing: RunListing): string {
  const { metric, reason } = listing;
  const tuned =
    metric === null ? [] : [`${metricText(listing)}; 95 % interval, tuning part, n = ${metric.n} images of ${metric.patients} patients`];
  const created = new Date(listing.created);
  const when = Number.isNaN(created.getTime()) ? [] : [`made ${created.toLocaleString()}`];
  return [`${listing.run}: ${listing.state}`, ...tuned, ...when, ...(reason === undefined ? [] : [reason])].join('\n');
}

/** What the context menu may offer for a run: its state, `pending` after it where it is to be committed, and `alert` where it tells two classes apart, which only such a run's AUC says. */
export function contextOf({ state, pending, metric }: RunListing): string {
  if (state === 'running') return state;
  return [state, pending ? 'pending' : '', metric?.name === 'auc' ? 'alert' : ''].filter((word) => word !== '').join(' ');
}

/** A run's name without its time, which the order tells already: "quick-4f2a". */
export const shortName = (run: string): string => run.replace(/^\d{8}-\d{6}-/, '');

/** A run as the tree shows it; clicking opens its page. */
export function runItem(listing: RunListing, live: LiveRun): vscode.TreeItem {
  const item = new vscode.TreeItem(shortName(listing.run));
  const [icon, colour] = icons[listing.state];
  item.id = listing.run;
  item.description = runDescription(listing, live);
  item.tooltip = tooltip(listing);
  item.iconPath = new vscode.ThemeIcon(icon, colour === undefined ? undefined : new vscode.ThemeColor(colour));
  item.contextValue = contextOf(listing);
  item.command = { command: 'radsteps.runPage.open', title: 'Open Run', arguments: [{ run: listing.run }] };
  item.accessibilityInformation = { label: `Run ${listing.run}, ${listing.state}, ${item.description}` };
  return item;
}
