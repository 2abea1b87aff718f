import { basename } from 'node:path';
import * as vscode from 'vscode';
import { registerFailableCommand } from '../command';
import { Disposables } from '../disposables';
import type { Services } from '../services';
import { serveAgreement } from './agreementPanel';

const viewType = 'radsteps.agreement';

type Panels = Map<string, vscode.WebviewPanel>;

function keep(services: Services, panels: Panels, panel: vscode.WebviewPanel, project: string): void {
  panels.set(project, panel);
  panel.onDidDispose(() => panels.delete(project));
  panel.title = `Agreement ${basename(project)}`;
  const icon = (theme: string) => vscode.Uri.joinPath(services.context.extensionUri, 'media', `agreement-${theme}.svg`);
  panel.iconPath = { light: icon('light'), dark: icon('dark') };
  serveAgreement(services, panel, project);
}

function show(services: Services, panels: Panels): void {
  const project = services.project.require();
  const open = panels.get(project);
  if (open !== undefined) open.reveal();
  else keep(services, panels, vscode.window.createWebviewPanel(viewType, 'Agreement', vscode.ViewColumn.Active), project);
}

const projectOf = (state: unknown): string =>
  typeof state === 'object' && state !== null && 'project' in state && typeof state.project === 'string' ? state.project : '';

/** Registers "Show Reader Agreement", and the page's return after a reload of the window. */
export function registerAgreement(services: Services): vscode.Disposable {
  const all = new Disposables();
  const panels: Panels = new Map();
  all.add(registerFailableCommand(services.log, 'radsteps.agreement.show', 'show how readers agree', () => show(services, panels)));
  all.add(
    vscode.window.registerWebviewPanelSerializer(viewType, {
      async deserializeWebviewPanel(panel, state: unknown) {
        const project = projectOf(state);
        if (project === '') panel.dispose();
        else keep(services, panels, panel, project);
      },
    }),
  );
  return all;
}
