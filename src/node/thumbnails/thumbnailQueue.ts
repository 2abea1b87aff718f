import type { Thumbnail } from '../../core/dataset/galleryEvent';

/** Thumbnails in the order in which they are wanted now, a few at once; what is no longer wanted is not begun. */
export type ThumbnailQueue = {
  /** Replaces what is wanted; what is being made goes on. */
  readonly want: (images: readonly string[]) => void;
  /** Makes one anew before all others. */
  readonly remake: (image: string) => void;
  /** Resolves when nothing is wanted or being made. */
  readonly idle: () => Promise<void>;
};

/** Makes a queue; `made` hears of every thumbnail. */
export function thumbnailQueue(
  make: (image: string, anew: boolean) => Promise<Thumbnail>,
  made: (thumbnail: Thumbnail) => void,
  atOnce = 2,
): ThumbnailQueue {
  let wanted: readonly string[] = [];
  const again: string[] = [];
  const busy = new Map<string, Promise<void>>();
  const next = (): { readonly image: string; readonly anew: boolean } | undefined => {
    const anew = again.shift();
    if (anew !== undefined) return { image: anew, anew: true };
    const image = wanted.find((candidate) => !busy.has(candidate));
    wanted = wanted.filter((candidate) => candidate !== image);
    return image === undefined ? undefined : { image, anew: false };
  };
  const fill = (): void => {
    while (busy.size < atOnce) {
      const work = next();
      if (work === undefined) return;
      const { image, anew } = work;
      const done = make(image, anew).then((thumbnail) => {
        busy.delete(image);
        made(thumbnail);
        fill();
      });
      busy.set(image, done);
    }
  };
  return {
    want: (images) => {
      // What is being made will be told anyway.
      wanted = images.filter((image) => !busy.has(image));
      fill();
    },
    remake: (image) => {
      again.push(image);
      fill();
    },
    idle: async () => {
      while (busy.size > 0) await Promise.all(busy.values());
    },
  };
}
