import * as vscode from 'vscode';
import { setField } from '../../core/label/edit';
import { UserError } from '../../core/userError';
import { teamReaders } from '../../node/label/teamReaders';
import { readLocal } from '../../node/project/local';
import { requireTrust } from '../trust';
import type { LabelDocument } from './labelDocument';
import { askReason, commitWithWords } from './labelStatus';

/** Signs a final label off, after which it is locked, or unlocks one that is; both are saved and committed. Throws UserError for a draft. */
export async function signOff(document: LabelDocument): Promise<void> {
  requireTrust('Signing off');
  const { label } = document;
  if (label.signedOff !== undefined) return unlock(document);
  if (label.status !== 'final') throw new UserError('Only a final label can be signed off: make it final first.');
  const by = await askSigner(document.place.root);
  if (by === undefined) return;
  const at = `${new Date().toISOString().slice(0, 19)}Z`;
  await keep(document, { by, at }, (image, reader) => `Sign off label of ${image} by ${reader}: ${by}`);
}

async function unlock(document: LabelDocument): Promise<void> {
  const reason = await askReason(`This label was signed off by ${document.label.signedOff?.by ?? ''}. Unlock it?`);
  if (reason !== undefined) await keep(document, null, (image, reader) => `Unlock signed-off label of ${image} by ${reader}: ${reason}`);
}

async function keep(
  document: LabelDocument,
  value: { readonly by: string; readonly at: string } | null,
  subject: (image: string, reader: string) => string,
): Promise<void> {
  const { root, reader, image } = document.place;
  await document.amend('Sign Off', [setField(document.label, 'signedOff', value)]);
  await document.save();
  await commitWithWords(root, reader, image, subject(image, reader));
}

/** This machine's reader first, then the others of the team. */
async function askSigner(root: string): Promise<string | undefined> {
  const { reader: here } = await readLocal(root);
  const team = await teamReaders(root);
  const others = team.filter(({ reader }) => reader !== here && reader !== 'consensus');
  const items = [{ reader: here, name: team.find(({ reader }) => reader === here)?.name ?? '' }, ...others].map(
    ({ reader, name }, index) => ({
      label: reader,
      description: [name, index === 0 ? 'the reader of this machine' : ''].filter((word) => word !== '').join(', '),
    }),
  );
  return (await vscode.window.showQuickPick(items, { title: 'Sign Off Label', placeHolder: 'Who signs it off?' }))?.label;
}
