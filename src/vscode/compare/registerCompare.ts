import * as vscode from 'vscode';
import { registerFailableCommand } from '../command';
import { Disposables } from '../disposables';
import type { Services } from '../services';
import { chosenRuns, requireComparable } from './chosenRuns';
import { serveCompare } from './comparePanel';

const viewType = 'radsteps.compare';

type Panels = Map<string, vscode.WebviewPanel>;

const keyOf = (project: string, runs: readonly string[]): string => [project, ...runs.toSorted()].join('\n');

/** Asks for other runs than those picked, and shows their page; undefined where the user turns away. */
async function askAndShow(services: Services, panels: Panels, picked: readonly string[]): Promise<readonly string[] | undefined> {
  const { askRuns } = await import('./askRuns');
  const runs = await askRuns(services, picked);
  if (runs !== undefined) showRuns(services, panels, services.project.require(), runs);
  return runs;
}

function showRuns(services: Services, panels: Panels, project: string, runs: readonly string[]): void {
  const open = panels.get(keyOf(project, runs));
  if (open !== undefined) open.reveal();
  else keep(services, panels, vscode.window.createWebviewPanel(viewType, 'Compare', vscode.ViewColumn.Active), project, runs);
}

function keep(services: Services, panels: Panels, panel: vscode.WebviewPanel, project: string, runs: readonly string[]): void {
  const key = keyOf(project, runs);
  panels.set(key, panel);
  panel.onDidDispose(() => panels.delete(key));
  const icon = (theme: string) => vscode.Uri.joinPath(services.context.extensionUri, 'media', `compare-${theme}.svg`);
  panel.title = `Compare ${runs.length} Runs`;
  panel.iconPath = { light: icon('light'), dark: icon('dark') };
  const chooseOthers = async (): Promise<void> => {
    const chosen = await askAndShow(services, panels, runs);
    if (chosen !== undefined && keyOf(services.project.require(), chosen) !== key) panel.dispose();
  };
  serveCompare(services, panel, { project, runs, chooseOthers });
}

/** Registers "Compare Runs", and the pages' return after a reload of the window. */
export function registerCompare(services: Services): vscode.Disposable {
  const all = new Disposables();
  const panels: Panels = new Map();
  all.add(
    registerFailableCommand(services.log, 'radsteps.compare.show', 'compare the runs', async (wanted?: unknown, selected?: unknown) => {
      const runs = chosenRuns(wanted, selected);
      if (runs.length > 1) showRuns(services, panels, services.project.require(), requireComparable(runs));
      else await askAndShow(services, panels, runs);
    }),
  );
  all.add(
    vscode.window.registerWebviewPanelSerializer(viewType, {
      async deserializeWebviewPanel(panel, state: unknown) {
        const { project, runs } = keptState(state);
        if (project === '' || runs.length < 2) panel.dispose();
        else keep(services, panels, panel, project, runs);
      },
    }),
  );
  return all;
}

function keptState(state: unknown): { readonly project: string; readonly runs: readonly string[] } {
  const { project } = typeof state === 'object' && state !== null && 'project' in state ? state : { project: '' };
  return { project: typeof project === 'string' ? project : '', runs: chosenRuns(state, undefined) };
}
