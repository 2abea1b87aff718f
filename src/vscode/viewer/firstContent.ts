import { open, stat } from 'node:fs/promises';
import * as vscode from 'vscode';
import { UserError } from '../../core/userError';
import type { Stack, ViewerSession } from '../../protocol/viewer';
import type { ImageToShow } from '../imagePage';
import type { ContentFile, ViewerContent } from './viewerContent';

const oneFrame: Stack = { label: '1 image', frames: [{ file: 0, frame: 0 }], timesMs: [], isVolume: false };

/** What a viewer shows at once: the opened file alone; throws UserError where it is not there. */
export async function firstContent(uri: vscode.Uri, image: string): Promise<ViewerContent> {
  const [file, kind] = await Promise.all([statFile(uri), kindOf(uri)]);
  const stacks = kind === 'nifti' ? await stacksOfNifti(uri) : null;
  return {
    kind,
    image,
    key: uri.toString(),
    files: [file],
    stacks: stacks ?? [oneFrame],
    stack: 0,
    frame: 0,
    isComplete: kind !== 'dicom',
    problems: [],
  };
}

/** What is shown at once of an image of the project: the same, and complete where that is all of it. */
export async function contentOf({ file, image, isWhole = false }: ImageToShow): Promise<ViewerContent> {
  const content = await firstContent(file, image);
  return isWhole ? { ...content, isComplete: true } : content;
}

async function statFile(uri: vscode.Uri): Promise<ContentFile> {
  try {
    if (uri.scheme === 'file') {
      // The host's own disk is asked directly: the editor would take a detour.
      const info = await stat(uri.fsPath);
      if (info.isFile()) return { uri, bytes: info.size, modified: Math.round(info.mtimeMs) };
    } else {
      const info = await vscode.workspace.fs.stat(uri);
      if ((info.type & vscode.FileType.Directory) === 0) return { uri, bytes: info.size, modified: info.mtime };
    }
  } catch (error) {
    throw new UserError('This file is not there, or may not be read: it was moved, renamed or deleted.', { cause: error });
  }
  throw new UserError('This is a folder: "Open in RadSteps Viewer" opens the series in it.');
}

const kinds: readonly (readonly [RegExp, ViewerSession['kind']])[] = [
  [/\.nii(\.gz)?$/i, 'nifti'],
  [/\.(png|jpe?g)$/i, 'picture'],
  [/\.(dcm|dicom|ima)$/i, 'dicom'],
];

async function kindOf(uri: vscode.Uri): Promise<ViewerSession['kind']> {
  const known = kinds.find(([name]) => name.test(uri.path));
  if (known !== undefined) return known[1];
  // A name without a known ending tells nothing: the first bytes do.
  return uri.scheme === 'file' && (await isPicture(uri.fsPath)) ? 'picture' : 'dicom';
}

async function isPicture(file: string): Promise<boolean> {
  const handle = await open(file, 'r').catch(() => null);
  if (handle === null) return false;
  try {
    const { buffer } = await handle.read(new Uint8Array(4), 0, 4, 0);
    const start = new DataView(buffer.buffer).getUint32(0);
    return start === 0x89504e47 || start >>> 8 === 0xffd8ff;
  } finally {
    await handle.close();
  }
}

async function stacksOfNifti(uri: vscode.Uri): Promise<readonly Stack[] | null> {
  const { niftiStacksOf, readNiftiStacks } = await import('../../node/series/readNiftiStacks');
  return uri.scheme === 'file' ? readNiftiStacks(uri.fsPath) : niftiStacksOf(await vscode.workspace.fs.readFile(uri));
}
