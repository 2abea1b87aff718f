import { join } from 'node:path';
import * as vscode from 'vscode';
import { labelFile } from '../../core/project/layout';
import { readLocal } from '../../node/project/local';
import { imageOfFile } from '../../node/series/imageFiles';
import type { Services } from '../services';

/** Whose label of which image to open; what is missing is found or asked. */
export type WantedLabel = { readonly image?: string; readonly reader?: string };

/** Opens what this machine's reader (or another one) says of an image: of the one in front unless it is named, else of one that is asked for. */
export async function openLabel({ project }: Services, { image, reader }: WantedLabel, viewType: string): Promise<void> {
  const root = project.require();
  const wanted = image ?? (await imageInFront(root)) ?? (await askImage(root));
  if (wanted === undefined) return;
  const owner = reader ?? (await readLocal(root)).reader;
  await vscode.commands.executeCommand('vscode.openWith', vscode.Uri.file(join(root, labelFile(owner, wanted))), viewType);
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
