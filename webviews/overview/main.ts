import '@vscode-elements/elements/dist/vscode-button/index.js';
import '../shared/page.css';
import './overview.css';
import './figures.css';
import type { OverviewPage } from '../../src/protocol/overview';
import { connectPage } from '../shared/host';
import { OverviewApp } from './overviewApp';

function startPage(root: HTMLElement): void {
  const { host, setState } = connectPage<OverviewPage>();
  // The extension finds the page's project again by this after a reload of the window.
  const app = new OverviewApp(root, host, (project) => setState({ project }));
  host.on('changed', (parts) => void app.refresh(parts));
  void app.open();
}

const root = document.getElementById('page');
if (root !== null) startPage(root);
