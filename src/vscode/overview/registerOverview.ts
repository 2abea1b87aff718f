import * as vscode from 'vscode';
import { registerFailableCommand } from '../command';
import { projectPages } from '../projectPages';
import type { Services } from '../services';
import { serveOverview } from './overviewPanel';

const viewType = 'radsteps.overview';

const seenKey = (project: string): string => `radsteps.overview ${project}`;

/** Registers "Show Overview", the page's return after a reload of the window, and its opening with a project that this workspace sees for the first time. */
export function registerOverview(services: Services): vscode.Disposable {
  const { log, project, context } = services;
  const pages = projectPages(services, { viewType, title: 'Overview', icon: 'overview', serve: serveOverview });
  const showAtFirst = async (root: string | null): Promise<void> => {
    if (root === null || context.workspaceState.get(seenKey(root)) === true) return;
    await context.workspaceState.update(seenKey(root), true);
    if (vscode.workspace.getConfiguration('radsteps').get<boolean>('overview.openAtFirst', true)) pages.show();
  };
  return vscode.Disposable.from(
    pages,
    project.onDidChange((root) => void showAtFirst(root)),
    registerFailableCommand(log, 'radsteps.overview.show', 'show the overview', () => pages.show()),
  );
}
