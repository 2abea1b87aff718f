import { join } from 'node:path';
import * as vscode from 'vscode';
import { labelFile } from '../../core/project/layout';
import { UserError } from '../../core/userError';
import { readLocal } from '../../node/project/local';
import { instancesOfImage } from '../../node/series/imageFiles';
import { registerFailableCommand } from '../command';
import { Disposables } from '../disposables';
import type { ImagePage } from '../imagePage';
import type { Services } from '../services';
import { labelCompanion } from './labelCompanion';
import { LabelDocument } from './labelDocument';
import type { LabelDocuments } from './labelDocuments';
import { showMissing } from './showMissing';

/** The editor of label files. */
export const labelsType = 'radsteps.labels';

/** Registers the editor of labels, and the commands that open labels in it. */
export function registerLabels(services: Services, page: ImagePage, documents: LabelDocuments): vscode.Disposable {
  const all = new Disposables();
  all.add(registerEditor(page, documents));
  all.add(
    registerFailableCommand(
      services.log,
      'radsteps.labels.open',
      'open the label',
      (wanted?: { readonly image?: string; readonly reader?: string }) => openLabel(services, wanted ?? {}),
    ),
  );
  return all;
}

function registerEditor(page: ImagePage, documents: LabelDocuments): vscode.Disposable {
  const changed = new vscode.EventEmitter<vscode.CustomDocumentEditEvent<LabelDocument>>();
  let isEnding = false;
  const provider: vscode.CustomEditorProvider<LabelDocument> = {
    onDidChangeCustomDocument: changed.event,
    openCustomDocument: async (uri, { backupId }) => {
      await documents.closed();
      const document = await LabelDocument.open(uri, backupId, () => isEnding);
      documents.add(document);
      // VS Code takes both kinds of events from one emitter, which its types don't say.
      document.onDidStep((step) => changed.fire(step as vscode.CustomDocumentEditEvent<LabelDocument>));
      return document;
    },
    resolveCustomEditor: async (document, panel) => {
      document.show();
      panel.onDidChangeViewState(() => void document.lookAtFile());
      await showImage(document, panel, page);
    },
    saveCustomDocument: (document) => document.save(),
    saveCustomDocumentAs: () => Promise.reject(new UserError('A label has its place by reader and image, and is saved there only.')),
    revertCustomDocument: (document) => document.revert(),
    backupCustomDocument: (document, context) => document.backup(context),
  };
  const ending = {
    dispose: () => {
      isEnding = true;
    },
  };
  return vscode.Disposable.from(ending, changed, vscode.window.registerCustomEditorProvider(labelsType, provider));
}

/** Shows a label's image in its editor; where this machine does not know the image's files, what to do, until it does. */
async function showImage(document: LabelDocument, panel: vscode.WebviewPanel, page: ImagePage): Promise<void> {
  const { root, image } = document.place;
  const files = await instancesOfImage(root, image);
  const [first] = files;
  if (first === undefined) {
    const waiting = showMissing(panel, document.place, () => {
      waiting.dispose();
      void showImage(document, panel, page);
    });
    panel.onDidDispose(() => waiting.dispose());
    return;
  }
  const instances = new Map(files.length < 2 ? [] : files.map(({ file, instance }) => [file, instance]));
  const companion = labelCompanion(document, instances);
  panel.onDidDispose(() => companion.disposable.dispose());
  await page.show(vscode.Uri.file(first.file), image, panel, companion);
}

/** Opens what this machine's reader (or another one) says of an image. */
async function openLabel(
  { project }: Services,
  { image = '', reader }: { readonly image?: string; readonly reader?: string },
): Promise<void> {
  const root = project.require();
  const owner = reader ?? (await readLocal(root)).reader;
  await vscode.commands.executeCommand('vscode.openWith', vscode.Uri.file(join(root, labelFile(owner, image))), labelsType);
}
