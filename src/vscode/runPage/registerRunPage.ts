import * as vscode from 'vscode';
import { isRunName } from '../../core/experiment/runName';
import { UserError } from '../../core/userError';
import { registerFailableCommand } from '../command';
import { Disposables } from '../disposables';
import type { Services } from '../services';
import { serveRunPanel } from './runPanel';

const viewType = 'radsteps.run';

type Wanted = { readonly run?: string };
type Panels = Map<string, vscode.WebviewPanel>;

async function askRun({ runs }: Services): Promise<string | undefined> {
  await runs.refresh();
  if (runs.listings.length === 0) throw new UserError('There is no run yet: "RadSteps: Train..." makes the first one.');
  const items = runs.listings.map(({ run, state }) => ({ label: run, description: state }));
  return (await vscode.window.showQuickPick(items, { title: 'Open Run' }))?.label;
}

function keep(services: Services, panels: Panels, panel: vscode.WebviewPanel, project: string, run: string): void {
  const key = `${project}\n${run}`;
  panels.set(key, panel);
  panel.onDidDispose(() => panels.delete(key));
  serveRunPanel(services, panel, project, run);
}

async function openRun(services: Services, panels: Panels, wanted: Wanted): Promise<void> {
  const project = services.project.require();
  const run = wanted.run ?? (await askRun(services));
  if (run === undefined) return;
  const open = panels.get(`${project}\n${run}`);
  if (open !== undefined) return open.reveal();
  keep(services, panels, vscode.window.createWebviewPanel(viewType, `Run ${run}`, vscode.ViewColumn.Active), project, run);
}

const textOf = (state: unknown, name: string): string => {
  const value = typeof state === 'object' && state !== null ? (state as Record<string, unknown>)[name] : undefined;
  return typeof value === 'string' ? value : '';
};

/** Registers the page of a run, and its return after a reload of the window. */
export function registerRunPage(services: Services): vscode.Disposable {
  const all = new Disposables();
  const panels: Panels = new Map();
  all.add(
    registerFailableCommand(services.log, 'radsteps.runPage.open', 'open the run', (wanted?: Wanted) =>
      openRun(services, panels, wanted ?? {}),
    ),
  );
  all.add(
    vscode.window.registerWebviewPanelSerializer(viewType, {
      async deserializeWebviewPanel(panel, state: unknown) {
        const project = textOf(state, 'project');
        const run = textOf(state, 'run');
        if (project === '' || !isRunName(run)) panel.dispose();
        else keep(services, panels, panel, project, run);
      },
    }),
  );
  return all;
}
