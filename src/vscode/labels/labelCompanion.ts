import type * as vscode from 'vscode';
import { readLocal } from '../../node/project/local';
import { readProtocol } from '../../node/project/readProtocol';
import type { LabelSession } from '../../protocol/labels';
import { Disposables } from '../disposables';
import type { LabelAnnouncer, PageCompanion } from '../imagePage';
import type { LabelDocument } from './labelDocument';

/** The reader's slug of labels that several readers' labels were made into. */
const consensus = 'consensus';

/** Why this machine's reader may not edit a label, as a sentence; null where they may. */
export async function lockOf({ place, label }: LabelDocument): Promise<string | null> {
  const { reader } = await readLocal(place.root);
  if (label.signedOff !== undefined) return `This label was signed off by ${label.signedOff.by} on ${label.signedOff.at.slice(0, 10)}.`;
  if (place.reader === reader || place.reader === consensus) return null;
  return `This is the label of ${place.reader}, and you are ${reader}: it can be looked at only.`;
}

/** Connects one page with a label's document; `instances` are the pseudonyms of the image's files by path, where it has many. */
export function labelCompanion(
  document: LabelDocument,
  instances: ReadonlyMap<string, string>,
): PageCompanion & { readonly disposable: vscode.Disposable } {
  const me = {};
  const disposables = new Disposables();
  const session = async (): Promise<LabelSession> => {
    const { labels } = await readProtocol(document.place.root);
    return { label: document.label, labels, locked: await lockOf(document) };
  };
  const connect = (announcer: LabelAnnouncer): void => {
    disposables.add(
      document.onDidChange(({ edits, by }) => {
        if (by !== me) announcer.edited(edits);
      }),
    );
    disposables.add(document.onDidReset(async () => announcer.reset(await session())));
  };
  return {
    handlers: { openLabel: session, edit: (step) => document.step(step, me) },
    connect,
    instanceOf: ({ fsPath }) => instances.get(fsPath),
    disposable: disposables,
  };
}
