import * as vscode from 'vscode';
import type { ViewerSession } from '../../protocol/viewer';
import type { PageCompanion } from '../imagePage';

/** A file that a viewer shows; `modified` is milliseconds. */
export type ContentFile = { readonly uri: vscode.Uri; readonly bytes: number; readonly modified: number };

/** What a viewer shows, before its files get the addresses of one webview. */
export type ViewerContent = Omit<ViewerSession, 'files'> & { readonly files: readonly ContentFile[] };

/** The folder in which a file lies. */
export const folderOf = (uri: vscode.Uri): vscode.Uri => vscode.Uri.joinPath(uri.with({ query: '' }), '..');

/** The folders in which the files of a content lie, as addresses. */
export const foldersOf = ({ files }: ViewerContent): readonly string[] => [...new Set(files.map(({ uri }) => folderOf(uri).toString()))];

/** A file's name with its ending. */
export const nameOf = ({ path }: vscode.Uri): string => path.slice(path.lastIndexOf('/') + 1);

function kindOf({ handlers }: PageCompanion): Pick<ViewerSession, 'isCompared' | 'isLabelled' | 'hasFindings'> {
  if ('openChanges' in handlers) return { isCompared: true };
  return 'openFindings' in handlers ? { hasFindings: true } : { isLabelled: true };
}

/** The session that a webview's page gets; an address changes with its file on disk, so that nothing stale is shown from a cache. */
export function sessionFor(webview: vscode.Webview, { files, ...content }: ViewerContent, companion: PageCompanion | null): ViewerSession {
  return {
    ...content,
    ...(companion === null ? {} : kindOf(companion)),
    files: files.map(({ uri, bytes, modified }) => {
      // Other schemes may give the query a meaning of their own.
      const versioned = uri.scheme === 'file' ? uri.with({ query: String(modified) }) : uri;
      const instance = companion?.instanceOf(uri);
      const named = instance === undefined ? {} : { instance };
      return { uri: webview.asWebviewUri(versioned).toString(), name: nameOf(uri), bytes, ...named };
    }),
  };
}
