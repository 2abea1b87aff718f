import '@vscode-elements/elements/dist/vscode-button/index.js';
import '../shared/page.css';
import './history.css';
import './table.css';
import { html, render, type TemplateResult } from 'lit';
import type { HistoryPage } from '../../src/protocol/history';
import { connectPage, inTime } from '../shared/host';
import { askHistory } from './askHistory';
import { HistoryApp } from './historyApp';
import { keptLook } from './look';

const broken = (failure: string, again: () => void): TemplateResult => html`<main class="nothing">
  <h1>The history can't be shown</h1>
  <p class="message bad" role="alert">${failure}</p>
  <vscode-button @click=${again}>Try Again</vscode-button>
</main>`;

/** Whether a page that returns had shown all branches; null where it says nothing of that. */
function shownAll(state: unknown): boolean | null {
  const { all } = keptLook(state, null, 0);
  return state === null || state === undefined ? null : all;
}

/** Asks for the runs and shows them, or why they can't be. */
function startPage(root: HTMLElement): void {
  const { host, getState, setState } = connectPage<HistoryPage>();
  let app: HistoryApp | undefined;
  const open = async (): Promise<void> => {
    render(html`<main class="nothing"><p class="muted" role="status">Reading the runs …</p></main>`, root);
    try {
      const session = await inTime(askHistory(host, { all: shownAll(getState()), digest: '' }), 60);
      render(html``, root);
      const look = { ...keptLook(getState(), session.kept, window.innerWidth), all: session.all };
      app = new HistoryApp(root, host, session, look, (kept) => setState({ project: session.project, look: kept }));
      // For the bench: the moments after the frames that show the runs, as seen last and as they are.
      const mark = (name: string): number => requestAnimationFrame(() => setTimeout(() => performance.mark(name)));
      mark('history-drawn');
      if (session.isOld) await app.refresh();
      mark('history-current');
    } catch (error) {
      render(
        broken(error instanceof Error ? error.message : String(error), () => void open()),
        root,
      );
    }
  };
  host.on('changed', () => void app?.refresh());
  host.on('live', (live) => app?.takeLive(live));
  void open();
}

const root = document.getElementById('page');
if (root !== null) startPage(root);
