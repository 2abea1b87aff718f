import { html, render } from 'lit';
import { unsafeHTML } from 'lit/directives/unsafe-html.js';
import { icons } from './icons';
import type { Panel } from './panel';
import type { Shown, Viewer } from './viewer';
import type { PanelName } from './viewState';

const titles: Readonly<Record<PanelName, string>> = { header: 'Header', histogram: 'Histogram', keyboard: 'Keyboard and mouse' };

/** Each panel's code is loaded when it is first opened. */
const makers: Readonly<Record<PanelName, (viewer: Viewer, root: HTMLElement) => Promise<Panel>>> = {
  header: async (viewer, root) => new (await import('./headerPanel')).HeaderPanel(viewer, root),
  histogram: async (viewer, root) => new (await import('./histogramPanel')).HistogramPanel(viewer, root),
  keyboard: async ({ shown }, root) => (await import('./keyboardPanel')).keyboardPanel(root, shown.session),
};

/** Shows the panel that the state names beside the picture. */
export class PanelSwitch {
  readonly #viewer: Viewer;
  readonly #root: HTMLElement;
  #name: PanelName | null = null;
  #panel: Panel | null = null;

  constructor(viewer: Viewer, root: HTMLElement) {
    this.#viewer = viewer;
    this.#root = root;
  }

  follow(shown: Shown): void {
    const { panel } = shown.state;
    if (panel === this.#name) this.#panel?.show(shown);
    else void this.#open(panel);
  }

  async #open(name: PanelName | null): Promise<void> {
    this.#name = name;
    this.#panel?.destroy();
    this.#panel = null;
    this.#root.hidden = name === null;
    if (name === null) {
      this.#root.replaceChildren();
      return;
    }
    const content = this.#frame(name);
    const panel = await makers[name](this.#viewer, content);
    // Another one may have been opened meanwhile.
    if (this.#name !== name) panel.destroy();
    else {
      this.#panel = panel;
      panel.show(this.#viewer.shown);
    }
  }

  #frame(name: PanelName): HTMLElement {
    const head = document.createElement('div');
    const content = document.createElement('div');
    content.className = `content ${name}`;
    this.#root.setAttribute('aria-label', titles[name]);
    this.#root.replaceChildren(head, content);
    head.className = 'head';
    const close = () => this.#viewer.keep({ panel: null });
    render(
      html`<h2>${titles[name]}</h2><button type="button" class="tool" aria-label="Close panel" title="Close (Escape)" @click=${close}>${unsafeHTML(icons.close)}</button>`,
      head,
    );
    return content;
  }
}
