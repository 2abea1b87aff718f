import type * as vscode from 'vscode';
import { layout } from '../../core/project/layout';
import type { LabelPlace } from '../../node/label/labelPlace';
import { asHtml, fillPlainPage } from '../fillPlainPage';
import { watchFile } from './watchProject';

/** Says in a label's editor that this machine does not know its image's files, and what to do; `again` is called when it may know them. */
export function showMissing(panel: vscode.WebviewPanel, { root, image }: LabelPlace, again: () => void): vscode.Disposable {
  const body = `<h1>The files of ${asHtml(image)} are not known on this machine</h1>
<p>The label is safe in its file, but its image can't be shown: images stay outside of git, and this machine has not imported the folder in which this one lies.</p>
<p><a href="command:radsteps.images.import">Import Images…</a> from that folder (the image is found by its content), and the label opens here by itself.
Or <a href="command:workbench.action.reopenTextEditor">read the label as text</a>.</p>`;
  fillPlainPage(panel, image, ['radsteps.images.import', 'workbench.action.reopenTextEditor'], body);
  return watchFile(root, layout.paths, again);
}
