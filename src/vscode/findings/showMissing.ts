import { randomBytes } from 'node:crypto';
import type * as vscode from 'vscode';
import { missingSentence } from './imageOfPlace';

const escaped = (text: string): string => text.replace(/[&<>"]/g, (character) => `&#${character.charCodeAt(0)};`);

const style = `body { max-width: 40em; margin: 12vh auto; padding: 0 24px; line-height: 1.5; color: var(--vscode-foreground); font-family: var(--vscode-font-family); }
a { color: var(--vscode-textLink-foreground); }`;

/** Says in a panel that returned after a reload why its image can't be shown, and what to do. */
export function showMissing({ webview }: vscode.WebviewPanel, image: string): void {
  const nonce = randomBytes(16).toString('base64url');
  webview.options = { enableScripts: false, enableCommandUris: ['radsteps.images.import', 'radsteps.findings.show'] };
  webview.html = `<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'nonce-${nonce}'">
<title>${escaped(image)}</title>
<style nonce="${nonce}">${style}</style>
</head>
<body>
<main>
<p>${escaped(missingSentence(image))}</p>
<p><a href="command:radsteps.images.import">Import Images…</a> or <a href="command:radsteps.findings.show">choose another image</a>.</p>
</main>
</body>
</html>
`;
}
