import '@vscode-elements/elements/dist/vscode-button/index.js';
import '../shared/page.css';
import './agreement.css';
import type { AgreementPage } from '../../src/protocol/agreement';
import { connectPage } from '../shared/host';
import { AgreementApp } from './agreementApp';
import { keptLook } from './look';

/** Connects the page, asks for what it showed last, and follows the project's files. */
function startPage(root: HTMLElement): void {
  const { host, getState, setState } = connectPage<AgreementPage>();
  // The extension finds the project again by this after a reload of the window.
  const app = new AgreementApp(root, host, keptLook(getState()), ({ project }, look) => setState({ project, look }));
  host.on('changed', () => void app.refresh());
  host.on('progress', (words) => app.progress(words));
  void app.refresh();
}

const root = document.getElementById('page');
if (root !== null) startPage(root);
