import * as vscode from 'vscode';
import { UserError } from '../../core/userError';
import { hasOneFrame } from '../../node/series/hasOneFrame';
import { type ImageInstance, instancesOfImage } from '../../node/series/imageFiles';
import type { ImageToShow } from '../imagePage';

/** An image that this machine has, as the viewer's page shows it, with its files' instances. */
export type FoundImage = { readonly shown: ImageToShow; readonly files: readonly ImageInstance[] };

/** Finds the files of an image; null where they are not on this machine. */
export async function findImage(project: string, image: string): Promise<FoundImage | null> {
  const files = await instancesOfImage(project, image);
  const [first] = files;
  if (first === undefined) return null;
  const isWhole = files.length === 1 && (await hasOneFrame(first.file));
  return { shown: { file: vscode.Uri.file(first.file), image, isWhole }, files };
}

/** The nearest image of a list in a direction whose files are on this machine, and how many were passed over; throws UserError where there is none. */
export async function stepTo(
  project: string,
  { image, images }: { readonly image: string; readonly images: readonly string[] },
  step: 1 | -1,
): Promise<FoundImage & { readonly passed: readonly string[] }> {
  const passed: string[] = [];
  for (let at = images.indexOf(image) + step; at >= 0 && at < images.length; at += step) {
    const next = images[at] ?? '';
    const found = await findImage(project, next);
    if (found !== null) return { ...found, passed };
    passed.push(next);
  }
  const end = step > 0 ? 'last' : 'first';
  throw new UserError(
    passed.length === 0
      ? `This is the ${end} image of the list.`
      : `The files of the ${passed.length} further images of the list are not known on this machine: import the folder in which they lie.`,
  );
}

/** Why an image can't be shown, as a sentence. */
export const missingSentence = (image: string): string =>
  `The files of ${image} are not known on this machine, so its predictions can't be shown on it: import the folder in which they lie.`;
