import '@vscode-elements/elements/dist/vscode-button/index.js';
import '../shared/page.css';
import './triage.css';
import './card.css';
import type { TriagePage, TriageSubject } from '../../src/protocol/triage';
import { connectPage } from '../shared/host';
import { keptLook, type Look } from './look';
import { TriageApp } from './triageApp';

function startPage(root: HTMLElement): void {
  const { host, getState, setState } = connectPage<TriagePage>();
  const subject: TriageSubject = JSON.parse(document.getElementById('triage')?.textContent ?? '{}');
  const look = keptLook(getState());
  const keep = (next: Look): void => setState({ ...subject, look: next });
  // The extension finds the page's subject again by this after a reload of the window.
  keep(look);
  const app = new TriageApp(root, host, subject, look, keep);
  host.on('progress', (words) => app.progress(words));
  host.on('thumbnails', (list) => app.takeThumbnails(list));
  void app.sort();
}

const root = document.getElementById('page');
if (root !== null) startPage(root);
