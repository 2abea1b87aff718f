import type * as vscode from 'vscode';
import type { ChangesPage } from '../protocol/changes';
import type { Handlers } from '../protocol/channel';
import type { LabelsPage } from '../protocol/labels';

/** Tells a page of its label; what is said to a hidden page is lost. */
export type LabelAnnouncer = {
  readonly edited: (edits: LabelsPage['events']['labelEdited']) => void;
  readonly reset: (session: LabelsPage['events']['labelReset']) => void;
  readonly chosen: (change: ChangesPage['events']['changeChosen']) => void;
};

/** What an editor of labels adds to the viewer's page, or a comparison of two of them. */
export type PageCompanion = {
  readonly handlers: Handlers<LabelsPage> | Handlers<ChangesPage>;
  /** Called once with the way to tell the page. */
  readonly connect: (announcer: LabelAnnouncer) => void;
  /** The pseudonym of the instance that a file is, where the image has many. */
  readonly instanceOf: (file: vscode.Uri) => string | undefined;
};

/** Shows an image of the project in an editor's panel, by the viewer's page: `file` is its first file. */
export type ImagePage = {
  readonly show: (file: vscode.Uri, image: string, panel: vscode.WebviewPanel, companion: PageCompanion) => Promise<void>;
};
