import '@vscode-elements/elements/dist/vscode-button/index.js';
import '../shared/page.css';
import './card.css';
import type { CardChoice, CardPage } from '../../src/protocol/card';
import { connectPage } from '../shared/host';
import { CardApp, type Subject } from './cardApp';

/** What was chosen before the page was hidden or reloaded, as far as it is there. */
function keptChoice(state: unknown, first: CardChoice): CardChoice {
  const choice = typeof state === 'object' && state !== null && 'choice' in state ? state.choice : null;
  return { ...first, ...(typeof choice === 'object' ? choice : {}) };
}

function startPage(root: HTMLElement): void {
  const { host, getState, setState } = connectPage<CardPage>();
  const subject: Subject = JSON.parse(document.getElementById('card')?.textContent ?? '{}');
  const choice = keptChoice(getState(), { run: subject.run, sex: null });
  const keep = (next: CardChoice): void => setState({ ...subject, choice: next });
  // The extension finds the page's subject again by this after a reload of the window.
  keep(choice);
  const app = new CardApp(root, host, subject, choice, keep);
  host.on('thumbnails', (list) => app.takeThumbnails(list));
  void app.open();
}

const root = document.getElementById('page');
if (root !== null) startPage(root);
