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
  const provider: vscode.CustomEditorProvider<LabelDocument> = {
    onDidChangeCustomDocument: changed.event,
    openCustomDocument: async (uri) => {
      // Git's versions come with its own scheme and the path of the file of now, which must not be edited in their place.
      if (uri.scheme !== 'file')
        throw new UserError(
          'This is another version of the label: "RadSteps: Show Label Changes" draws it over the one of now, on the image.',
        );
      const document = await LabelDocument.open(uri);
      documents.add(document);
      document.onDidStep((step) => changed.fire(step));
      return document;
    },
    resolveCustomEditor: async (document, panel) => {
      const { root, image } = document.place;
      const files = await instancesOfImage(root, image);
      const [first] = files;
      if (first === undefined)
        throw new UserError(
          `The files of ${image} are not known on this machine: import the folder in which they lie, then open the label again.`,
        );
      const instances = new Map(files.length < 2 ? [] : files.map(({ file, instance }) => [file, instance]));
      const companion = labelCompanion(document, instances);
      panel.onDidDispose(() => companion.disposable.dispose());
      await page.show(vscode.Uri.file(first.file), image, panel, companion);
    },
    saveCustomDocument: (document) => document.save(),
    saveCustomDocumentAs: () => Promise.reject(new UserError('A label has its place by reader and image, and is saved there only.')),
    revertCustomDocument: (document) => document.revert(),
    // The journal holds every edit already; it stays until the label is saved or reverted.
    backupCustomDocument: async ({ uri }) => ({ id: uri.toString(), delete: () => undefined }),
  };
  return vscode.Disposable.from(changed, vscode.window.registerCustomEditorProvider(labelsType, provider));
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
