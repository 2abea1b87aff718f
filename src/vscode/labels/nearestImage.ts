import { type ImageInstance, instancesOfImage } from '../../node/series/imageFiles';

/** An image of the list with its files on this machine. */
export type WorkImage = { readonly image: string; readonly files: readonly ImageInstance[] };

/** The first image from a place on (backwards with step -1) whose files are on this machine; null where there is none. */
export async function nearestImage(root: string, images: readonly string[], from: number, step: 1 | -1): Promise<WorkImage | null> {
  for (let at = from; at >= 0; at += step) {
    const image = images[at];
    if (image === undefined) return null;
    const files = await instancesOfImage(root, image);
    if (files.length > 0) return { image, files };
  }
  return null;
}
