import type * as vscode from 'vscode';
import type { ChangesPage } from '../protocol/changes';
import type { Handlers } from '../protocol/channel';
import type { FindingsPage } from '../protocol/findings';
import type { LabelEditorPage } from '../protocol/labelledViewer';

/** An image of the project by its first file; `isWhole` where that is all of it, so that no series is looked for. */
export type ImageToShow = { readonly file: vscode.Uri; readonly image: string; readonly isWhole?: boolean };

/** Tells a page of its label; what is said to a hidden page is lost. */
export type LabelAnnouncer = {
  readonly edited: (edits: LabelEditorPage['events']['labelEdited']) => void;
  readonly reset: (session: LabelEditorPage['events']['labelReset']) => void;
  readonly work: (view: LabelEditorPage['events']['workChanged']) => void;
  readonly command: (command: LabelEditorPage['events']['workCommand']) => void;
  /** Where the page finds a file that lies in one of the companion's folders. */
  readonly address: (file: vscode.Uri) => string;
  /** Shows another image in the same page. */
  readonly show: (image: ImageToShow) => Promise<void>;
  /** Has the page decode what will be shown next. */
  readonly prepare: (image: ImageToShow) => Promise<void>;
  readonly chosen: (change: ChangesPage['events']['changeChosen']) => void;
  readonly findings: (findings: FindingsPage['events']['findingsReset']) => void;
  readonly attention: (words: FindingsPage['events']['attentionProgress']) => void;
};

/** What an editor of labels adds to the viewer's page, or a comparison of two of them, or what runs say of the image. */
export type PageCompanion = {
  readonly handlers: Handlers<LabelEditorPage> | Handlers<ChangesPage> | Handlers<FindingsPage>;
  /** Called once with the way to tell the page. */
  readonly connect: (announcer: LabelAnnouncer) => void;
  /** The pseudonym of the instance that a file is, where the image has many. */
  readonly instanceOf: (file: vscode.Uri) => string | undefined;
  /** Folders from which the page may fetch besides the image's own. */
  readonly folders: readonly vscode.Uri[];
};

/** Shows an image of the project in an editor's panel, by the viewer's page. */
export type ImagePage = {
  readonly show: (image: ImageToShow, panel: vscode.WebviewPanel, companion: PageCompanion) => Promise<void>;
};
