import { join } from 'node:path';
import * as vscode from 'vscode';
import type { ImageState } from '../../core/label/labelProgress';
import { readLocal } from '../../node/project/local';
import { describeFailure } from '../command';
import { editorCompanion, imageToShow } from './editorCompanion';
import type { LabelContext } from './labelContext';
import { afterSave } from './labelStatus';
import { WorkDocument } from './workDocument';
import { pictureFolders, WorkViewReader } from './workView';

/** True for the file of a work list. */
export const isWorkList = ({ path }: vscode.Uri): boolean => path.endsWith('.worklist');

/** Opens a work list; how far its reader is with the other images follows. */
export async function openWork(context: LabelContext, uri: vscode.Uri): Promise<WorkDocument> {
  const work = await WorkDocument.open(uri, context.documents, { saved: afterSave(context.services.log), isEnding: context.isEnding });
  context.works.add(work);
  work.onDidDispose(() => context.works.delete(work));
  void countStates(context, work);
  return work;
}

async function countStates({ services }: LabelContext, work: WorkDocument): Promise<void> {
  try {
    const args = ['-C', work.root, 'labels', 'list', '--all', '--reader', work.reader];
    const { images } = (await services.cli(args, { cwd: work.root })) as {
      readonly images: readonly { readonly image: string; readonly state: ImageState }[];
    };
    work.setStates(images.map(({ image, state }) => [image, state]));
  } catch (error) {
    // The bar goes without the number of images that wait.
    describeFailure(services.log, 'count the images that wait', error);
  }
}

/** Shows a work list in a panel. */
export async function showWork(context: LabelContext, work: WorkDocument, panel: vscode.WebviewPanel): Promise<void> {
  const holder = { uri: work.uri, label: () => work.current, files: () => work.image.files, work };
  const companion = editorCompanion(context, holder, new WorkViewReader(), await foldersOf(work.root));
  panel.onDidDispose(() => companion.disposable.dispose());
  await context.page.show(await imageToShow(work.image.image, work.image.files), panel, companion);
}

/** Everything that one of the list's pages may have to fetch: a page whose folders change is loaded anew. */
async function foldersOf(root: string): Promise<readonly vscode.Uri[]> {
  const { roots } = await readLocal(root);
  const pictures = await pictureFolders(root).catch(() => [vscode.Uri.file(join(root, '3-data'))]);
  return [...Object.values(roots).map((folder) => vscode.Uri.file(folder)), ...pictures];
}
