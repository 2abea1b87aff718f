import type * as vscode from 'vscode';
import { asHtml, fillPlainPage } from '../fillPlainPage';
import { missingSentence } from './imageOfPlace';

/** Says in a panel that returned after a reload why its image can't be shown, and what to do. */
export function showMissing(panel: vscode.WebviewPanel, image: string): void {
  const body = `<p>${asHtml(missingSentence(image))}</p>
<p><a href="command:radsteps.images.import">Import Images…</a> or <a href="command:radsteps.findings.show">choose another image</a>.</p>`;
  fillPlainPage(panel, image, ['radsteps.images.import', 'radsteps.findings.show'], body);
}
