import { join } from 'node:path';
import * as vscode from 'vscode';
import { labelFile } from '../../core/project/layout';
import { UserError } from '../../core/userError';
import { readLocal } from '../../node/project/local';
import { imageOfFile, instancesOfImage } from '../../node/series/imageFiles';
import { registerFailableCommand, showFailure } from '../command';
import { Disposables } from '../disposables';
import type { ImagePage } from '../imagePage';
import type { Services } from '../services';
import { editorCompanion, imageToShow } from './editorCompanion';
import type { LabelContext } from './labelContext';
import { LabelDocument, type Stepped } from './labelDocument';
import type { LabelDocuments } from './labelDocuments';
import { afterSave } from './labelStatus';
import { isWorkList, openWork, showWork } from './openWork';
import { registerLabelWork } from './registerLabelWork';
import { showMissing } from './showMissing';
import { WorkDocument, type WorkStepped } from './workDocument';
import { pictureFolders, WorkViewReader } from './workView';

/** The editor of label files. */
export const labelsType = 'radsteps.labels';

/** Registers the editor of labels, and the commands that open labels in it. */
export function registerLabels(services: Services, page: ImagePage, documents: LabelDocuments): vscode.Disposable {
  const all = new Disposables();
  const refreshed = all.add(new vscode.EventEmitter<void>());
  let isEnding = false;
  const context: LabelContext = { services, page, documents, isEnding: () => isEnding, works: new Set(), pages: new Map(), refreshed };
  all.add(registerEditor(context));
  all.add(registerLabelWork(context, labelsType));
  all.add(
    registerFailableCommand(
      services.log,
      'radsteps.labels.open',
      'open the label',
      (wanted?: { readonly image?: string; readonly reader?: string }) => openLabel(services, wanted ?? {}),
    ),
  );
  // Last, so that it is the first to be disposed of.
  all.add({
    dispose: () => {
      isEnding = true;
    },
  });
  return all;
}

type Opened = LabelDocument | WorkDocument;

function registerEditor(context: LabelContext): vscode.Disposable {
  const changed = new vscode.EventEmitter<vscode.CustomDocumentEditEvent<Opened>>();
  const provider: vscode.CustomEditorProvider<Opened> = {
    onDidChangeCustomDocument: changed.event,
    openCustomDocument: async (uri, { backupId }) => {
      // Git's versions come with its own scheme and the path of the file of now, which must not be edited in their place.
      if (uri.scheme !== 'file')
        throw new UserError(
          'This is another version of the label: "RadSteps: Show Label Changes" draws it over the one of now, on the image.',
        );
      await context.documents.closed();
      const document = await (isWorkList(uri) ? openWork(context, uri) : openOne(context, uri, backupId));
      // VS Code takes both kinds of events from one emitter, which its types don't say.
      document.onDidStep((step: Stepped | WorkStepped) => changed.fire(step as vscode.CustomDocumentEditEvent<Opened>));
      return document;
    },
    resolveCustomEditor: async (document, panel) => {
      if (document instanceof WorkDocument) return showWork(context, document, panel);
      document.show();
      panel.onDidChangeViewState(() => void document.lookAtFile());
      await showOne(context, document, panel);
    },
    saveCustomDocument: (document) => document.save(),
    saveCustomDocumentAs: () => Promise.reject(new UserError('A label has its place by reader and image, and is saved there only.')),
    revertCustomDocument: (document) => document.revert(),
    backupCustomDocument: (document, destination) => document.backup(destination),
  };
  return vscode.Disposable.from(changed, vscode.window.registerCustomEditorProvider(labelsType, provider));
}

async function openOne(
  { services, documents, works, isEnding }: LabelContext,
  uri: vscode.Uri,
  backup: string | undefined,
): Promise<LabelDocument> {
  for (const work of works) await work.lend(uri.toString());
  const document = await LabelDocument.open(uri, backup, isEnding);
  documents.add(document);
  const saved = afterSave(services.log);
  document.onDidSave(() => void saved(document));
  document.onDidDispose(() => {
    for (const work of works)
      void document.closing
        .then(() => work.takeBack(uri.toString()))
        .catch((error: unknown) => showFailure(services.log, 'go on with the label in the list', error));
  });
  return document;
}

/** Shows a label's image in its editor; where this machine does not know the image's files, what to do, until it does. */
async function showOne(context: LabelContext, document: LabelDocument, panel: vscode.WebviewPanel): Promise<void> {
  const { root, image } = document.place;
  const files = await instancesOfImage(root, image);
  if (files.length === 0) {
    const waiting = showMissing(panel, document.place, () => {
      waiting.dispose();
      showOne(context, document, panel).catch((error: unknown) => showFailure(context.services.log, 'show the label', error));
    });
    panel.onDidDispose(() => waiting.dispose());
    return;
  }
  const shown = await imageToShow(image, files);
  const holder = { uri: document.uri, label: () => document, files: () => files, work: null };
  const folders = await pictureFolders(root).catch(() => []);
  const companion = editorCompanion(context, holder, new WorkViewReader(), folders);
  panel.onDidDispose(() => companion.disposable.dispose());
  await context.page.show(shown, panel, companion);
}

/** Opens what this machine's reader (or another one) says of an image: of the one in front unless it is named, else of one that is asked for. */
async function openLabel({ project }: Services, { image, reader }: { readonly image?: string; readonly reader?: string }): Promise<void> {
  const root = project.require();
  const wanted = image ?? (await imageInFront(root)) ?? (await askImage(root));
  if (wanted === undefined) return;
  const owner = reader ?? (await readLocal(root)).reader;
  await vscode.commands.executeCommand('vscode.openWith', vscode.Uri.file(join(root, labelFile(owner, wanted))), labelsType);
}

async function imageInFront(root: string): Promise<string | undefined> {
  const input = vscode.window.tabGroups.activeTabGroup.activeTab?.input;
  if (!(input instanceof vscode.TabInputCustom) || input.uri.scheme !== 'file') return undefined;
  return (await imageOfFile(root, input.uri.fsPath))?.image;
}

async function askImage(root: string): Promise<string | undefined> {
  const { readImages } = await import('../../node/dataset/readDataset');
  const items = (await readImages(root)).map(({ image, modality, view }) => ({
    label: image,
    description: [modality, view].filter(Boolean).join(' '),
  }));
  return (await vscode.window.showQuickPick(items, { title: 'Label Image', placeHolder: 'Which image?' }))?.label;
}
