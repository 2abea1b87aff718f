import { basename } from 'node:path';
import * as vscode from 'vscode';
import { labelFile, layout } from '../../core/project/layout';
import type { AgreementPage } from '../../protocol/agreement';
import { type Handlers, serve } from '../../protocol/channel';
import { progressText } from '../cliProgress';
import { describeFailure } from '../command';
import { Disposables } from '../disposables';
import { fillWebview, webviewPort } from '../fillWebview';
import { restingWork } from '../restingWork';
import type { Services } from '../services';
import { requireTrust } from '../trust';
import { AgreementModel } from './agreementModel';

/** Milliseconds between two readings of changed files: an import changes them for minutes. */
const restMs = 1000;

const run = async (command: string, ...words: readonly unknown[]): Promise<void> => {
  await vscode.commands.executeCommand(command, ...words);
};

/** Opens one image beside the page, which stays to be seen; several side by side. */
async function openImages(images: readonly string[]): Promise<void> {
  const [image] = images;
  if (image === undefined) return;
  if (images.length === 1) await run('radsteps.viewer.openImage', { image, beside: true });
  else await run('radsteps.viewer.openImages', { images });
}

/** Opens a reader's label in the editor of labels, beside the page. */
async function openLabel(project: string, reader: string, image: string): Promise<void> {
  const file = vscode.Uri.joinPath(vscode.Uri.file(project), labelFile(reader, image));
  await run('vscode.openWith', file, 'radsteps.labels', vscode.ViewColumn.Beside);
}

const handlersOf = (project: string, model: AgreementModel): Handlers<AgreementPage> => ({
  open: async (choice) => {
    requireTrust('Comparing readers');
    return { project, title: basename(project), report: await model.report(choice) };
  },
  cancel: () => model.cancel(),
  openImages,
  openLabel: ({ reader, image }) => openLabel(project, reader, image),
  makeConsensus: (request) => {
    requireTrust('Making consensus labels');
    return model.makeConsensus(request);
  },
  openProtocol: () => run('vscode.open', vscode.Uri.joinPath(vscode.Uri.file(project), layout.protocol)),
  showDataset: () => run('radsteps.gallery.show'),
  importImages: () => run('radsteps.images.import'),
});

/** Makes a panel the page about the agreement of a project's readers, which follows the project's files while it is seen. */
export function serveAgreement(services: Services, panel: vscode.WebviewPanel, project: string): void {
  const all = new Disposables();
  const { log, cli, changes, context } = services;
  const model = all.add(new AgreementModel(cli, project, (progress) => all.disposed || page.announce('progress', progressText(progress))));
  const describe = (error: unknown): string => describeFailure(log, 'compare the readers', error) ?? 'Cancelled.';
  const page = all.add(serve<AgreementPage>(webviewPort(panel.webview), handlersOf(project, model), describe));
  // A hidden page hears nothing; it asks anew when it is shown.
  const follow = async (): Promise<void> => {
    if (panel.visible && !all.disposed) page.announce('changed', true);
  };
  const following = all.add(restingWork(follow, restMs));
  all.add(
    changes.onDidChange(({ steps }) => {
      if (!steps) return;
      model.noteChange();
      following.note();
    }),
  );
  panel.onDidDispose(() => all.dispose());
  fillWebview(panel.webview, context.extensionUri, 'agreement', panel.title);
}
