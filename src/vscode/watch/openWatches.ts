import type { WatchDrawn } from '../../protocol/watch';

/** What a page of running runs has drawn, and when (milliseconds since 1970). */
export type Drawn = WatchDrawn & { readonly at: number };

const most = 200;

/** What the window's pages of running runs have drawn, for benches and tests. */
export class OpenWatches {
  readonly #drawn: Drawn[] = [];

  get drawn(): readonly Drawn[] {
    return this.#drawn;
  }

  note(what: WatchDrawn): void {
    this.#drawn.push({ ...what, at: Date.now() });
    if (this.#drawn.length > most) this.#drawn.shift();
  }
}
