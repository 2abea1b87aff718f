import '@vscode-elements/elements/dist/vscode-button/index.js';
import '../shared/page.css';
import './compare.css';
import type { ComparePage } from '../../src/protocol/compare';
import { connectPage } from '../shared/host';
import { CompareApp } from './compareApp';
import { highlightRuns } from './highlightRuns';
import { keptLook } from './look';

/** Connects the page, asks for what it showed last, and follows the files of its runs. */
function startPage(root: HTMLElement): void {
  const { host, getState, setState } = connectPage<ComparePage>();
  // The extension finds project and runs again by this after a reload of the window.
  const app = new CompareApp(root, host, keptLook(getState()), ({ project, runs }, look) => setState({ project, runs, look }));
  host.on('changed', () => void app.refresh());
  host.on('progress', (words) => app.progress(words));
  highlightRuns(root);
  let timer: ReturnType<typeof setTimeout> | undefined;
  const keepScroll = () => {
    clearTimeout(timer);
    timer = setTimeout(() => app.change({ scroll: window.scrollY }), 150);
  };
  window.addEventListener('scroll', keepScroll, { passive: true });
  void app.refresh();
}

const root = document.getElementById('page');
if (root !== null) startPage(root);
