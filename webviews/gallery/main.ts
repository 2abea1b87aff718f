import '@vscode-elements/elements/dist/vscode-button/index.js';
import '../shared/page.css';
import './gallery.css';
import './charts.css';
import './grid.css';
import { html, render, type TemplateResult } from 'lit';
import type { GalleryPage } from '../../src/protocol/gallery';
import { connectPage, inTime } from '../shared/host';
import { GalleryApp } from './galleryApp';
import { keptLook } from './look';

const asText = (error: unknown): string => (error instanceof Error ? error.message : String(error));

const broken = (failure: string, again: () => void): TemplateResult => html`<main class="nothing">
  <h1>The images can't be shown</h1>
  <p class="message bad" role="alert">${failure}</p>
  <vscode-button @click=${again}>Try Again</vscode-button>
</main>`;

/** Asks for the images and shows them, or why they can't be. */
function startPage(root: HTMLElement): void {
  const { host, getState, setState } = connectPage<GalleryPage>();
  let app: GalleryApp | undefined;
  const open = async (): Promise<void> => {
    render(html`<main class="nothing"><p class="muted" role="status">Reading the images …</p></main>`, root);
    try {
      const session = await inTime(host.call('open'), 60);
      render(html``, root);
      const keep = (look: object): void => setState({ project: session.project, look });
      app = new GalleryApp(root, host, session, keptLook(getState(), window.innerWidth), keep);
    } catch (error) {
      render(
        broken(asText(error), () => void open()),
        root,
      );
    }
  };
  host.on('changed', (session) => app?.change(session));
  host.on('failed', (sentence) => app?.fail(sentence));
  host.on('thumbnails', (list) => app?.takeThumbnails(list));
  void open();
}

const root = document.getElementById('page');
if (root !== null) startPage(root);
