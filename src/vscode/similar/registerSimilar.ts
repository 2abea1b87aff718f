import * as vscode from 'vscode';
import { isRunName } from '../../core/experiment/runName';
import { UserError } from '../../core/userError';
import { registerFailableCommand } from '../command';
import { Disposables } from '../disposables';
import type { Services } from '../services';
import { type Similar, serveSimilar } from './similarPanel';

const viewType = 'radsteps.similar';

type Wanted = {
  readonly run?: string;
  readonly image?: string;
  /** Leaves the page in front where it is. */
  readonly beside?: boolean;
};
type Panels = Map<string, vscode.WebviewPanel>;

const keyOf = ({ project, run, image }: Similar): string => [project, run, image].join('\n');

async function askRun({ runs }: Services): Promise<string | undefined> {
  await runs.refresh();
  const finished = runs.listings.filter(({ state }) => state === 'finished');
  if (finished.length === 0) throw new UserError('There is no finished run yet: "RadSteps: Train..." makes the first one.');
  const items = finished.map(({ run, experiment }) => ({ label: run, description: experiment }));
  return (await vscode.window.showQuickPick(items, { title: 'Similar Training Images: the Run' }))?.label;
}

async function askImage(project: string): Promise<string | undefined> {
  const { readImages } = await import('../../node/dataset/readDataset');
  const items = (await readImages(project)).map(({ image, patient }) => ({ label: image, description: patient }));
  return (await vscode.window.showQuickPick(items, { title: 'Similar Training Images: the Image', matchOnDescription: true }))?.label;
}

function keep(services: Services, panels: Panels, panel: vscode.WebviewPanel, similar: Similar): void {
  panels.set(keyOf(similar), panel);
  panel.onDidDispose(() => panels.delete(keyOf(similar)));
  serveSimilar(services, panel, similar);
}

async function show(services: Services, panels: Panels, wanted: Wanted): Promise<void> {
  const project = services.project.require();
  const run = wanted.run ?? (await askRun(services));
  const image = run === undefined ? undefined : (wanted.image ?? (await askImage(project)));
  if (run === undefined || image === undefined) return;
  if (!isRunName(run)) throw new UserError(`"${run}" is not the name of a run.`);
  const similar = { project, run, image };
  const open = panels.get(keyOf(similar));
  if (open !== undefined) return open.reveal();
  const column = wanted.beside === true ? vscode.ViewColumn.Beside : vscode.ViewColumn.Active;
  keep(services, panels, vscode.window.createWebviewPanel(viewType, 'Similar Images', column), similar);
}

const textOf = (state: unknown, name: string): string => {
  const value = typeof state === 'object' && state !== null ? (state as Record<string, unknown>)[name] : undefined;
  return typeof value === 'string' ? value : '';
};

/** Registers "Show Similar Training Images...", and the pages' return after a reload of the window. */
export function registerSimilar(services: Services): vscode.Disposable {
  const all = new Disposables();
  const panels: Panels = new Map();
  all.add(
    registerFailableCommand(services.log, 'radsteps.similar.show', 'show similar images', (wanted?: Wanted) =>
      show(services, panels, wanted ?? {}),
    ),
  );
  all.add(
    vscode.window.registerWebviewPanelSerializer(viewType, {
      async deserializeWebviewPanel(panel, state: unknown) {
        const [project, run, image] = [textOf(state, 'project'), textOf(state, 'run'), textOf(state, 'image')];
        if (project === '' || image === '' || !isRunName(run)) panel.dispose();
        else keep(services, panels, panel, { project, run, image });
      },
    }),
  );
  return all;
}
