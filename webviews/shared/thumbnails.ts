import type { GalleryThumbnail } from '../../src/protocol/gallery';

/** What a page shows of a picture: an address, or words in its place. */
export type ThumbnailPicture = { readonly uri: string; readonly words: string };

/** Milliseconds that a scroll must rest, or may go on, before what is seen is asked for. */
const restMs = 60;
const longestMs = 200;

/** The thumbnails that have come, and the wish for those that are seen and have not. */
export class Thumbnails {
  readonly #known = new Map<string, GalleryThumbnail>();
  /** Images whose files may have changed since their thumbnail came. */
  #old = new Set<string>();
  readonly #remade = new Set<string>();
  readonly #want: (images: readonly string[]) => void;
  readonly #remake: (image: string) => void;
  #seen: readonly string[] = [];
  #asked = '';
  #timer: ReturnType<typeof setTimeout> | undefined;
  #first = 0;

  constructor(want: (images: readonly string[]) => void, remake: (image: string) => void) {
    this.#want = want;
    this.#remake = remake;
  }

  picture(image: string): ThumbnailPicture {
    const known = this.#known.get(image);
    return { uri: known?.uri ?? '', words: known?.reason ?? '' };
  }

  /** Asks for those of the images, in order, that are not there yet, soon after the last call. */
  see(images: readonly string[]): void {
    this.#seen = images;
    const now = performance.now();
    if (this.#timer === undefined) this.#first = now;
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#ask(), Math.max(0, Math.min(restMs, this.#first + longestMs - now)));
  }

  take(list: readonly GalleryThumbnail[]): void {
    for (const thumbnail of list) {
      this.#known.set(thumbnail.image, thumbnail);
      this.#old.delete(thumbnail.image);
    }
  }

  /** A thumbnail's file can't be shown: it is made anew, once. */
  broken(image: string): void {
    const known = this.#known.get(image);
    if (this.#remade.has(image)) {
      if (known !== undefined) this.#known.set(image, { image, uri: '', reason: 'The thumbnail can’t be shown.' });
      return;
    }
    this.#remade.add(image);
    this.#remake(image);
  }

  /** The files of the project changed: what is there is shown until it has been asked for again. */
  doubtAll(): void {
    this.#old = new Set(this.#known.keys());
    this.#remade.clear();
    this.#asked = '';
  }

  #ask(): void {
    this.#timer = undefined;
    const missing = this.#seen.filter((image) => !this.#known.has(image) || this.#old.has(image));
    const key = missing.join('\n');
    // An empty wish ends the making of what was scrolled past.
    if (key === this.#asked) return;
    this.#asked = key;
    this.#want(missing);
  }
}
