import { basename } from 'node:path';
import * as vscode from 'vscode';
import { Disposables } from './disposables';
import type { Services } from './services';

/** A kind of page of which a project has one at most. */
export type ProjectPage = {
  readonly viewType: string;
  /** Its word in the tab, before the project's name. */
  readonly title: string;
  /** Its icon in `media`, which is there for light and dark. */
  readonly icon: string;
  /** Fills a panel with the page of a project. */
  readonly serve: (services: Services, panel: vscode.WebviewPanel, project: string) => void;
};

/** The open pages of one kind: `show` brings the one of the current project to the front, and they return after a reload of the window. */
export function projectPages(services: Services, page: ProjectPage): vscode.Disposable & { readonly show: () => void } {
  const all = new Disposables();
  const panels = new Map<string, vscode.WebviewPanel>();
  const keep = (panel: vscode.WebviewPanel, project: string): void => {
    panels.set(project, panel);
    panel.onDidDispose(() => panels.delete(project));
    panel.title = `${page.title} ${basename(project)}`;
    const icon = (theme: string) => vscode.Uri.joinPath(services.context.extensionUri, 'media', `${page.icon}-${theme}.svg`);
    panel.iconPath = { light: icon('light'), dark: icon('dark') };
    page.serve(services, panel, project);
  };
  const show = (): void => {
    const project = services.project.require();
    const open = panels.get(project);
    if (open !== undefined) open.reveal();
    else keep(vscode.window.createWebviewPanel(page.viewType, page.title, vscode.ViewColumn.Active), project);
  };
  all.add(
    vscode.window.registerWebviewPanelSerializer(page.viewType, {
      async deserializeWebviewPanel(panel, state: unknown) {
        const project = projectOf(state);
        if (project === '') panel.dispose();
        else keep(panel, project);
      },
    }),
  );
  return { dispose: () => all.dispose(), show };
}

const projectOf = (state: unknown): string =>
  typeof state === 'object' && state !== null && 'project' in state && typeof state.project === 'string' ? state.project : '';
