import type { Thumbnail, ThumbnailWish } from '../core/dataset/galleryEvent';
import type { GalleryThumbnail } from '../protocol/gallery';
import type { Cli } from './cli';
import { type Conversation, conversation } from './conversation';

/** Milliseconds in which thumbnails are gathered for one message. */
const gatherMs = 40;

/** What the thumbnails of a page need. */
export type ThumbnailOptions = {
  /** The address at which the page finds a file of the thumbnails' folder. */
  readonly uri: (file: string) => string;
  readonly made: (thumbnails: readonly GalleryThumbnail[]) => void;
  /** Hears why the process ended before its time. */
  readonly ended: (error: unknown) => void;
};

/** Passes a page's wishes to the process that makes thumbnails, and its thumbnails to the page, several a message. */
export class ThumbnailMessages {
  readonly #process: Conversation;
  readonly #options: ThumbnailOptions;
  readonly #remade = new Map<string, number>();
  #wanted: readonly string[] = [];
  #gathered: GalleryThumbnail[] = [];
  #timer: NodeJS.Timeout | undefined;
  #hasBegun = false;
  #outside: Readonly<Record<string, string>> = {};

  constructor(cli: Cli, project: string, options: ThumbnailOptions) {
    this.#options = options;
    this.#process = conversation({
      cli,
      command: 'thumbnails',
      project,
      onEvent: (event) => event.event === 'thumbnail' && this.#gather(event),
      onEnd: (error) => this.#fail(error),
    });
  }

  /** Films outside the project, by the names that they are wanted by. */
  also(files: Readonly<Record<string, string>>): void {
    this.#outside = files;
    if (this.#hasBegun) this.#tell({ also: files });
  }

  want(images: readonly string[]): void {
    // A process that ended and begins anew must hear it again.
    if (images.length > 0 && Object.keys(this.#outside).length > 0) this.#tell({ also: this.#outside });
    this.#wanted = images;
    this.#hasBegun = true;
    this.#tell({ want: images });
  }

  /** Makes a thumbnail anew; its address changes, so that the page does not show the old one again. */
  remake(image: string): void {
    this.#remade.set(image, (this.#remade.get(image) ?? 0) + 1);
    this.#tell({ remake: image });
  }

  /** Says that the project's files have changed. */
  reread(): void {
    if (this.#hasBegun) this.#tell({ reread: true });
  }

  /** Nobody looks: what is wanted is left. */
  rest(): void {
    if (this.#hasBegun) this.want([]);
  }

  dispose(): void {
    clearTimeout(this.#timer);
    this.#process.dispose();
  }

  #tell(wish: ThumbnailWish): void {
    this.#process.tell(wish);
  }

  #gather(thumbnail: Thumbnail): void {
    const { image } = thumbnail;
    const remade = this.#remade.get(image);
    const uri = 'file' in thumbnail ? `${this.#options.uri(thumbnail.file)}${remade === undefined ? '' : `?${remade}`}` : '';
    this.#gathered.push({ image, uri, reason: 'reason' in thumbnail ? thumbnail.reason : '' });
    this.#timer ??= setTimeout(() => this.#send(), gatherMs);
  }

  #send(): void {
    this.#timer = undefined;
    this.#options.made(this.#gathered.splice(0));
  }

  /** What was wanted gets the reason in its place; the next wish starts the process again. */
  #fail(error: unknown): void {
    this.#options.ended(error);
    const reason = 'The process that makes thumbnails ended; the log says why.';
    this.#options.made(this.#wanted.map((image) => ({ image, uri: '', reason })));
    this.#wanted = [];
  }
}
