import * as vscode from 'vscode';
import type { ImagePage } from '../imagePage';
import type { Services } from '../services';
import type { LabelDocument } from './labelDocument';
import type { LabelDocuments } from './labelDocuments';
import type { WorkDocument } from './workDocument';

/** What the editors of labels share. */
export type LabelContext = {
  readonly services: Services;
  readonly page: ImagePage;
  readonly documents: LabelDocuments;
  /** True once the window ends: what closes then was not closed by the user. */
  readonly isEnding: () => boolean;
  /** The work lists that are open. */
  readonly works: Set<WorkDocument>;
  /** Fires when what stands around labels has changed: another reader, blind or not, another run's proposals. */
  readonly refreshed: vscode.EventEmitter<void>;
  /** The pages of open editors, by the address of what they show. */
  readonly pages: Map<string, LabelPageHandle>;
};

/** One open editor of labels, for commands that speak to the one in front. */
export type LabelPageHandle = { readonly command: (command: 'next' | 'previous' | 'toggleFinal' | 'toggleOthers' | 'acceptAll') => void };

/** The label in the editor in front, with the address of that editor; null where there is none. */
export function labelInFront({ documents, works }: LabelContext): { readonly document: LabelDocument; readonly uri: vscode.Uri } | null {
  const input = vscode.window.tabGroups.activeTabGroup.activeTab?.input;
  if (!(input instanceof vscode.TabInputCustom)) return null;
  const { uri } = input;
  const work = [...works].find((one) => one.uri.toString() === uri.toString());
  const document = work?.current ?? documents.of(uri.toString());
  return document === undefined ? null : { document, uri };
}
