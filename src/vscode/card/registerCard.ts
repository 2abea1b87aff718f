import * as vscode from 'vscode';
import { isRunName } from '../../core/experiment/runName';
import { UserError } from '../../core/userError';
import { registerFailableCommand } from '../command';
import { Disposables } from '../disposables';
import { labelPathOf } from '../labelPathOf';
import type { Services } from '../services';
import { type CardSubject, serveCard } from './cardPanel';

const viewType = 'radsteps.card';

type Wanted = {
  readonly run?: string;
  readonly image?: string;
  /** Leaves the page in front where it is. */
  readonly beside?: boolean;
};
type Panels = Map<string, vscode.WebviewPanel>;

const keyOf = ({ project, image, run }: CardSubject): string => [project, image, run].join('\n');

async function imageOfUri(project: string, uri: vscode.Uri): Promise<string | undefined> {
  if (uri.scheme !== 'file') return undefined;
  const { imageOfFile } = await import('../../node/series/imageFiles');
  return labelPathOf(project, uri.fsPath)?.image ?? (await imageOfFile(project, uri.fsPath))?.image;
}

/** The image of the viewer in front, else of one that is asked for; undefined where the user turned away. */
async function askImage(project: string): Promise<string | undefined> {
  const input = vscode.window.tabGroups.activeTabGroup.activeTab?.input;
  const front = input instanceof vscode.TabInputCustom ? await imageOfUri(project, input.uri) : undefined;
  if (front !== undefined) return front;
  const { readImages } = await import('../../node/dataset/readDataset');
  const items = (await readImages(project)).map(({ image, modality, view }) => ({
    label: image,
    description: [modality, view].filter(Boolean).join(' '),
  }));
  return (await vscode.window.showQuickPick(items, { title: 'Show Result Card', placeHolder: 'Of which image?' }))?.label;
}

function keep(services: Services, panels: Panels, panel: vscode.WebviewPanel, subject: CardSubject): void {
  panels.set(keyOf(subject), panel);
  panel.onDidDispose(() => panels.delete(keyOf(subject)));
  serveCard(services, panel, subject);
}

async function show(services: Services, panels: Panels, wanted: Wanted | vscode.Uri): Promise<void> {
  const project = services.project.require();
  const given: Wanted = wanted instanceof vscode.Uri ? withImage(await imageOfUri(project, wanted)) : wanted;
  const image = given.image ?? (await askImage(project));
  if (image === undefined) return;
  const run = given.run ?? '';
  if (run !== '' && !isRunName(run)) throw new UserError(`"${run}" is not the name of a run.`);
  const subject = { project, image, run };
  const open = panels.get(keyOf(subject));
  if (open !== undefined) return open.reveal();
  const column = given.beside === true ? vscode.ViewColumn.Beside : vscode.ViewColumn.Active;
  keep(services, panels, vscode.window.createWebviewPanel(viewType, 'Result Card', column), subject);
}

const withImage = (image: string | undefined): Wanted => (image === undefined ? {} : { image });

const textOf = (state: unknown, name: string): string => {
  const value = typeof state === 'object' && state !== null ? (state as Record<string, unknown>)[name] : undefined;
  return typeof value === 'string' ? value : '';
};

/** Registers "Show Result Card", and the pages' return after a reload of the window. */
export function registerCard(services: Services): vscode.Disposable {
  const all = new Disposables();
  const panels: Panels = new Map();
  all.add(
    registerFailableCommand(services.log, 'radsteps.card.show', 'show a result card', (wanted?: Wanted | vscode.Uri) =>
      show(services, panels, wanted ?? {}),
    ),
  );
  all.add(
    vscode.window.registerWebviewPanelSerializer(viewType, {
      async deserializeWebviewPanel(panel, state: unknown) {
        const [project, image, run] = [textOf(state, 'project'), textOf(state, 'image'), textOf(state, 'run')];
        if (project === '' || image === '' || (run !== '' && !isRunName(run))) panel.dispose();
        else keep(services, panels, panel, { project, image, run });
      },
    }),
  );
  return all;
}
