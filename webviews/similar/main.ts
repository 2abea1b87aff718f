import '@vscode-elements/elements/dist/vscode-button/index.js';
import '../shared/page.css';
import './similar.css';
import type { SimilarChoice, SimilarPage } from '../../src/protocol/similar';
import { connectPage } from '../shared/host';
import { firstCount, SimilarApp, type Subject } from './similarApp';

/** What was chosen before the page was hidden or reloaded, as far as it is there. */
function keptChoice(state: unknown): SimilarChoice {
  const choice = typeof state === 'object' && state !== null && 'choice' in state ? state.choice : null;
  return { count: firstCount, otherPatients: false, ...(typeof choice === 'object' ? choice : {}) };
}

function startPage(root: HTMLElement): void {
  const { host, getState, setState } = connectPage<SimilarPage>();
  const subject: Subject = JSON.parse(document.getElementById('similar')?.textContent ?? '{}');
  const choice = keptChoice(getState());
  const keep = (next: SimilarChoice): void => setState({ ...subject, choice: next });
  // The extension finds the page's subject again by this after a reload of the window.
  keep(choice);
  const app = new SimilarApp(root, host, subject, choice, keep);
  host.on('progress', (words) => app.progress(words));
  host.on('thumbnails', (list) => app.takeThumbnails(list));
  void app.search();
}

const root = document.getElementById('page');
if (root !== null) startPage(root);
