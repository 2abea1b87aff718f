import { basename } from 'node:path';
import * as vscode from 'vscode';
import { registerFailableCommand } from '../command';
import { Disposables } from '../disposables';
import type { Services } from '../services';
import { serveGallery } from './galleryPanel';

const viewType = 'radsteps.gallery';

type Panels = Map<string, vscode.WebviewPanel>;

function keep(services: Services, panels: Panels, panel: vscode.WebviewPanel, project: string): void {
  panels.set(project, panel);
  panel.onDidDispose(() => panels.delete(project));
  panel.title = `Dataset ${basename(project)}`;
  const icon = (theme: string) => vscode.Uri.joinPath(services.context.extensionUri, 'media', `gallery-${theme}.svg`);
  panel.iconPath = { light: icon('light'), dark: icon('dark') };
  serveGallery(services, panel, project);
}

function show(services: Services, panels: Panels): void {
  const project = services.project.require();
  const open = panels.get(project);
  if (open !== undefined) open.reveal();
  else keep(services, panels, vscode.window.createWebviewPanel(viewType, 'Dataset', vscode.ViewColumn.Active), project);
}

const projectOf = (state: unknown): string =>
  typeof state === 'object' && state !== null && 'project' in state && typeof state.project === 'string' ? state.project : '';

/** Registers "Show Dataset", and the gallery's return after a reload of the window. */
export function registerGallery(services: Services): vscode.Disposable {
  const all = new Disposables();
  const panels: Panels = new Map();
  all.add(registerFailableCommand(services.log, 'radsteps.gallery.show', 'show the dataset', () => show(services, panels)));
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
