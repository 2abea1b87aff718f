import { randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import * as vscode from 'vscode';
import type { Port } from '../protocol/channel';
import { type PageExtras, pageHtml } from './pageHtml';

/** Where the pages' scripts and styles lie. */
export const pagesFolder = (extension: vscode.Uri): vscode.Uri => vscode.Uri.joinPath(extension, 'dist', 'webviews');

/** What a page needs besides its script and style. */
export type PageNeeds = PageExtras & {
  /** Folders besides the pages' own from which it may fetch. */
  readonly folders?: readonly vscode.Uri[];
};

/** The scripts that a page imports at once; none where the build has not listed them. */
function chunksOf(extension: vscode.Uri, name: string): readonly string[] {
  try {
    return JSON.parse(readFileSync(vscode.Uri.joinPath(pagesFolder(extension), `${name}.chunks.json`).fsPath, 'utf8')) as readonly string[];
  } catch {
    return [];
  }
}

/** Loads the page `name` into a webview. */
export function fillWebview(webview: vscode.Webview, extension: vscode.Uri, name: string, title: string, needs: PageNeeds = {}): void {
  const { folders = [], ...extras } = needs;
  const address = (file: string): string => webview.asWebviewUri(vscode.Uri.joinPath(pagesFolder(extension), file)).toString();
  webview.options = { enableScripts: true, localResourceRoots: [pagesFolder(extension), ...folders] };
  webview.html = pageHtml({
    ...extras,
    title,
    script: address(`${name}.js`),
    chunks: chunksOf(extension, name).map(address),
    style: address(`${name}.css`),
    source: webview.cspSource,
    nonce: randomBytes(16).toString('base64url'),
  });
}

/** The webview's end of a channel. */
export const webviewPort = (webview: vscode.Webview): Port => ({
  post: (message) => void webview.postMessage(message),
  listen: (listener) => {
    const listening = webview.onDidReceiveMessage(listener);
    return () => listening.dispose();
  },
});
