import * as vscode from 'vscode';
import { UserError } from '../../core/userError';
import { registerFailableCommand } from '../command';
import { Disposables } from '../disposables';
import type { ImagePage } from '../imagePage';
import type { Services } from '../services';
import type { EditedDocument } from './editedDocument';
import type { LabelContext } from './labelContext';
import type { Stepped } from './labelDocument';
import type { LabelDocuments } from './labelDocuments';
import type { WantedLabel } from './openLabel';
import { registerLabelWork } from './registerLabelWork';
import type { WorkStepped } from './workDocument';

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
    registerFailableCommand(services.log, 'radsteps.labels.open', 'open the label', async (wanted?: WantedLabel) =>
      (await import('./openLabel')).openLabel(services, wanted ?? {}, labelsType),
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

/** Registers the editor; its code is loaded when the first label is opened. */
function registerEditor(context: LabelContext): vscode.Disposable {
  const changed = new vscode.EventEmitter<vscode.CustomDocumentEditEvent<EditedDocument>>();
  const editor = () => import('./editedDocument');
  const provider: vscode.CustomEditorProvider<EditedDocument> = {
    onDidChangeCustomDocument: changed.event,
    openCustomDocument: async (uri, { backupId }) => {
      const document = await (await editor()).openEdited(context, uri, backupId);
      // VS Code takes both kinds of events from one emitter, which its types don't say.
      document.onDidStep((step: Stepped | WorkStepped) => changed.fire(step as vscode.CustomDocumentEditEvent<EditedDocument>));
      return document;
    },
    resolveCustomEditor: async (document, panel) => (await editor()).showEdited(context, document, panel),
    saveCustomDocument: (document) => document.save(),
    saveCustomDocumentAs: () => Promise.reject(new UserError('A label has its place by reader and image, and is saved there only.')),
    revertCustomDocument: (document) => document.revert(),
    backupCustomDocument: (document, destination) => document.backup(destination),
  };
  return vscode.Disposable.from(changed, vscode.window.registerCustomEditorProvider(labelsType, provider));
}
