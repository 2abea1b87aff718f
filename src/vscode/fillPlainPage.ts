import { randomBytes } from 'node:crypto';
import type * as vscode from 'vscode';

/** Text as HTML shows it. */
export const asHtml = (text: string): string => text.replace(/[&<>"]/g, (character) => `&#${character.charCodeAt(0)};`);

const style = `body { max-width: 40em; margin: 12vh auto; padding: 0 24px; line-height: 1.5; color: var(--vscode-foreground); font-family: var(--vscode-font-family); }
h1 { font-size: 1.4em; font-weight: 600; }
a { color: var(--vscode-textLink-foreground); }`;

/** Fills a panel with words alone, where its page can't be shown: `body` is HTML without scripts, whose links may start the named commands. */
export function fillPlainPage({ webview }: vscode.WebviewPanel, title: string, commands: readonly string[], body: string): void {
  const nonce = randomBytes(16).toString('base64url');
  webview.options = { enableScripts: false, enableCommandUris: commands };
  webview.html = `<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'nonce-${nonce}'">
<title>${asHtml(title)}</title>
<style nonce="${nonce}">${style}</style>
</head>
<body>
<main>
${body}
</main>
</body>
</html>
`;
}
