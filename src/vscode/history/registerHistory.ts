import * as vscode from 'vscode';
import { registerFailableCommand } from '../command';
import { projectPages } from '../projectPages';
import type { Services } from '../services';
import { serveHistory } from './historyPanel';

const viewType = 'radsteps.history';

/** Registers "Show History of Runs", and the page's return after a reload of the window. */
export function registerHistory(services: Services): vscode.Disposable {
  const pages = projectPages(services, { viewType, title: 'History', icon: 'history', serve: serveHistory });
  return vscode.Disposable.from(
    pages,
    registerFailableCommand(services.log, 'radsteps.history.show', 'show the history of runs', () => pages.show()),
  );
}
