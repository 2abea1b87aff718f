import { randomBytes } from 'node:crypto';
import type * as vscode from 'vscode';
import { layout } from '../../core/project/layout';
import type { LabelPlace } from '../../node/label/labelPlace';
import { watchFile } from './watchProject';

const escaped = (text: string): string => text.replace(/[&<>"]/g, (character) => `&#${character.charCodeAt(0)};`);

const style = `body { max-width: 40em; margin: 12vh auto; padding: 0 24px; line-height: 1.5; color: var(--vscode-foreground); font-family: var(--vscode-font-family); }
h1 { font-size: 1.4em; font-weight: 600; }
a { color: var(--vscode-textLink-foreground); }`;

/** Says in a label's editor that this machine does not know its image's files, and what to do; `again` is called when it may know them. */
export function showMissing(panel: vscode.WebviewPanel, { root, image }: LabelPlace, again: () => void): vscode.Disposable {
  const nonce = randomBytes(16).toString('base64url');
  panel.webview.options = { enableScripts: false, enableCommandUris: ['radsteps.images.import', 'workbench.action.reopenTextEditor'] };
  panel.webview.html = `<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'nonce-${nonce}'">
<title>${escaped(image)}</title>
<style nonce="${nonce}">${style}</style>
</head>
<body>
<main>
<h1>The files of ${escaped(image)} are not known on this machine</h1>
<p>The label is safe in its file, but its image can't be shown: images stay outside of git, and this machine has not imported the folder in which this one lies.</p>
<p><a href="command:radsteps.images.import">Import Images…</a> from that folder (the image is found by its content), and the label opens here by itself.
Or <a href="command:workbench.action.reopenTextEditor">read the label as text</a>.</p>
</main>
</body>
</html>
`;
  return watchFile(root, layout.paths, again);
}
