import type * as vscode from 'vscode';
import type { LabelNote } from '../../core/label/labelNote';
import type { LabelDefinition } from '../../core/label/protocol';
import { UserError } from '../../core/userError';
import { readProtocol } from '../../node/project/readProtocol';
import type { LabelSession } from '../../protocol/labels';
import { Disposables } from '../disposables';
import type { LabelAnnouncer, PageCompanion } from '../imagePage';
import type { LabelDocument } from './labelDocument';
import { lockOf } from './labelLock';

/** The protocol's labels; where it can't be read, none, and a note that says why: what is in the label is shown all the same. */
async function readRules(root: string): Promise<{ readonly labels: readonly LabelDefinition[]; readonly notes: readonly LabelNote[] }> {
  try {
    const { labels } = await readProtocol(root);
    return { labels, notes: [] };
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    return { labels: [], notes: [{ id: 'protocol', text: error.message, isProblem: true, choices: [] }] };
  }
}

/** Connects one page with a label's document; `instances` are the pseudonyms of the image's files by path, where it has many. */
export function labelCompanion(
  document: LabelDocument,
  instances: ReadonlyMap<string, string>,
): PageCompanion & { readonly disposable: vscode.Disposable } {
  const me = {};
  const disposables = new Disposables();
  const session = async (): Promise<LabelSession> => {
    const [{ labels, notes }, locked] = await Promise.all([readRules(document.place.root), lockOf(document)]);
    return { label: document.label, labels, locked, notes: [...notes, ...document.notes] };
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
    handlers: { openLabel: session, edit: (step) => document.step(step, me), answerNote: (answer) => document.answer(answer) },
    connect,
    instanceOf: ({ fsPath }) => instances.get(fsPath),
    disposable: disposables,
  };
}
