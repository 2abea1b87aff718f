import * as vscode from 'vscode';
import type { RunListing } from '../../core/experiment/runListing';
import type { Services } from '../services';
import { runItem } from './runItem';
import { sweepItem } from './sweepItem';
import { type RunElement, topElements } from './topElements';

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
