import * as vscode from 'vscode';
import type { RunListing } from '../../core/experiment/runListing';
import type { Services } from '../services';
import { runItem } from './runItem';
import { sweepItem } from './sweepItem';

/** An element of the tree: a run, or with `isSweep` a sweep, whose name stands where a run's does and in `group`. */
export type RunElement = { readonly run?: string; readonly group?: string; readonly isSweep?: boolean };

/** Runs by themselves and sweeps, newest first: a sweep stands where its newest run would. */
export function topElements(listings: readonly RunListing[]): readonly RunElement[] {
  const seen = new Set<string>();
  return listings.flatMap(({ run, sweep }): readonly RunElement[] => {
    if (sweep === undefined) return [{ run }];
    if (seen.has(sweep.group)) return [];
    seen.add(sweep.group);
    return [{ run: sweep.group, group: sweep.group, isSweep: true }];
  });
}

const runsOf = (listings: readonly RunListing[], group: string | undefined): readonly RunListing[] =>
  listings.filter(({ sweep }) => sweep?.group === group).toSorted((a, b) => (a.sweep?.index ?? 0) - (b.sweep?.index ?? 0));

/** The runs as a tree: those of a sweep below it. An element holds names only, so that the tree keeps its selection while listings change. */
export function runTree({ runs, sweeps }: Services, changed: vscode.Event<undefined>): vscode.TreeDataProvider<RunElement> {
  return {
    onDidChangeTreeData: changed,
    getChildren: (element) =>
      element === undefined ? [...topElements(runs.listings)] : runsOf(runs.listings, element.group).map(({ run }) => ({ run })),
    getTreeItem: ({ run = '', group, isSweep }) => {
      if (isSweep === true && group !== undefined) return sweepItem(group, sweeps.find(group), runsOf(runs.listings, group));
      const listing = runs.listings.find((other) => other.run === run);
      return listing === undefined ? new vscode.TreeItem(run) : runItem(listing, runs.live(listing.run));
    },
  };
}
