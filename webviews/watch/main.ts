import '@vscode-elements/elements/dist/vscode-button/index.js';
import '../shared/page.css';
import './watch.css';
import type { WatchPage } from '../../src/protocol/watch';
import { connectPage } from '../shared/host';
import { keptLook } from './look';
import { WatchApp } from './watchApp';

/** Connects the page, asks for what it showed last, and follows what the extension announces. */
function startPage(root: HTMLElement): void {
  const { host, getState, setState } = connectPage<WatchPage>();
  // The extension finds the project again by this after a reload of the window.
  const app = new WatchApp(root, host, keptLook(getState()), (project, kept) => setState({ project, kept }));
  host.on('changed', (view) => app.show(view));
  host.on('machine', (sample) => app.showMachine(sample));
  host.on('look', (look) => void app.open(look));
  host.on('showSweeps', () => app.showSweeps());
  void app.open();
}

const root = document.getElementById('page');
if (root !== null) startPage(root);
