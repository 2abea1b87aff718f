import { randomBytes } from 'node:crypto';
import * as vscode from 'vscode';
import type { Port } from '../protocol/channel';
import { pageHtml } from './pageHtml';

/** Where the pages' scripts and styles lie. */
export const pagesFolder = (extension: vscode.Uri): vscode.Uri => vscode.Uri.joinPath(extension, 'dist', 'webviews');

/** Loads the page `name` into a webview; besides its own files it may load what lies in `folders`. */
export function fillWebview(
  webview: vscode.Webview,
  extension: vscode.Uri,
  name: string,
  title: string,
  folders: readonly vscode.Uri[] = [],
): void {
  const address = (file: string): string => webview.asWebviewUri(vscode.Uri.joinPath(pagesFolder(extension), file)).toString();
  webview.options = { enableScripts: true, localResourceRoots: [pagesFolder(extension), ...folders] };
  webview.html = pageHtml({
    title,
    script: address(`${name}.js`),
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
