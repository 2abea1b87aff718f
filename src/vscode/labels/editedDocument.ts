import type * as vscode from 'vscode';
import { UserError } from '../../core/userError';
import { instancesOfImage } from '../../node/series/imageFiles';
import { showFailure } from '../command';
import { editorCompanion, imageToShow } from './editorCompanion';
import type { LabelContext } from './labelContext';
import { LabelDocument } from './labelDocument';
import { afterSave } from './labelStatus';
import { isWorkList, openWork, showWork } from './openWork';
import { showMissing } from './showMissing';
import { WorkDocument } from './workDocument';
import { pictureFolders, WorkViewReader } from './workView';

/** What an editor of labels is about: one label, or a work list. */
export type EditedDocument = LabelDocument | WorkDocument;

/** Opens the label or work list of a file; `backup` is the id of what VS Code has kept of it. Throws UserError for another version than the file's own. */
export async function openEdited(context: LabelContext, uri: vscode.Uri, backup: string | undefined): Promise<EditedDocument> {
  // Git's versions come with its own scheme and the path of the file of now, which must not be edited in their place.
  if (uri.scheme !== 'file')
    throw new UserError('This is another version of the label: "RadSteps: Show Label Changes" draws it over the one of now, on the image.');
  await context.documents.closed();
  return isWorkList(uri) ? openWork(context, uri) : openOne(context, uri, backup);
}

/** Shows a label or a work list in its panel. */
export async function showEdited(context: LabelContext, document: EditedDocument, panel: vscode.WebviewPanel): Promise<void> {
  if (document instanceof WorkDocument) return showWork(context, document, panel);
  document.show();
  panel.onDidChangeViewState(() => void document.lookAtFile());
  await showOne(context, document, panel);
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
