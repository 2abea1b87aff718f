import { html, nothing, render } from 'lit';
import { unsafeHTML } from 'lit/directives/unsafe-html.js';
import { icons } from './icons';
import type { Shown } from './viewer';

/** Sentences about the series, such as files that were left out, above the picture until they are closed. */
export class Notes {
  readonly #root: HTMLElement;
  /** The sentences that were closed; others that come later are shown again. */
  #closed = '';

  constructor(root: HTMLElement) {
    this.#root = root;
  }

  follow({ session, stack }: Shown): void {
    const text = session.problems.join('\n');
    // Without a picture they stand in its place.
    const isOpen = text !== '' && text !== this.#closed && stack.frames.length > 0;
    this.#root.hidden = !isOpen;
    const close = () => {
      this.#closed = text;
      this.#root.hidden = true;
    };
    render(
      isOpen
        ? html`<div>${session.problems.map((problem) => html`<p>${problem}</p>`)}</div>
            <button type="button" class="tool" aria-label="Close the note" title="Close" @click=${close}>${unsafeHTML(icons.close)}</button>`
        : nothing,
      this.#root,
    );
  }
}
