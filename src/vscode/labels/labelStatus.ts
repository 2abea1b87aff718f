import * as vscode from 'vscode';
import { setStatus } from '../../core/label/edit';
import { finalProblems } from '../../core/label/finalProblems';
import { UserError } from '../../core/userError';
import { dropReason, keepReason, readReason } from '../../node/label/changeReason';
import { commitLabel } from '../../node/label/commitLabel';
import { readProtocol } from '../../node/project/readProtocol';
import { showFailure } from '../command';
import { requireTrust } from '../trust';
import type { LabelDocument } from './labelDocument';

/** Makes a label final; throws UserError with everything that is missing or does not fit. */
export async function makeFinal(document: LabelDocument): Promise<void> {
  if (document.label.status === 'final') return;
  const problems = finalProblems(document.label, await readProtocol(document.place.root));
  if (problems.length > 0) throw new UserError(problems.join(' '));
  await document.step({ words: 'Make Final', edits: [setStatus(document.label, 'final')] }, null);
}

/** Makes a final label a draft again; one whose file is final needs a reason, which goes into git with the change. False where the reader thought better of it. */
export async function makeDraft(document: LabelDocument): Promise<boolean> {
  const { label, guard, place } = document;
  if (label.status === 'draft') return true;
  if (label.signedOff !== undefined) throw new UserError(guard ?? '');
  if (guard !== null) {
    requireTrust('Changing a final label');
    const reason = await askReason('This label is final. Make it a draft to change it?');
    if (reason === undefined) return false;
    const { root, reader, image } = place;
    // The version that was final must be in git, so that the change can be seen there.
    await commitLabel(root, reader, image, `Final label of ${image} by ${reader}`);
    await keepReason(root, reader, image, reason);
  }
  await document.step({ words: 'Make Draft', edits: [setStatus(document.label, 'draft')] }, null);
  return true;
}

/** Asks for the reason of a change; undefined where the user goes away without one. */
export async function askReason(title: string): Promise<string | undefined> {
  const reason = await vscode.window.showInputBox({
    title,
    prompt: 'Why? The reason goes into git with the change.',
    placeHolder: 'For example: the second fracture was overlooked',
    validateInput: (text) => (text.trim() === '' ? 'Give a reason in a few words.' : null),
  });
  return reason?.trim();
}

/** Commits a final label's change with its reason once it is saved; the reason is kept until the label is final again. */
async function commitChange({ place: { root, reader, image }, label }: LabelDocument): Promise<void> {
  // Git runs what a folder's own configuration names.
  if (!vscode.workspace.isTrusted) return;
  const reason = await readReason(root, reader, image);
  if (reason === null) return;
  await commitWithWords(root, reader, image, `Change final label of ${image} by ${reader}: ${reason}`);
  if (label.status === 'final') await dropReason(root, reader, image);
}

/** Does what follows a save; the label is saved already, so that a failure is only shown. */
export const afterSave =
  (log: vscode.LogOutputChannel) =>
  (document: LabelDocument): Promise<void> =>
    commitChange(document).catch((error: unknown) => showFailure(log, 'commit the change of the label', error));

/** Commits a label, and says what became of it. */
export async function commitWithWords(root: string, reader: string, image: string, subject: string): Promise<void> {
  const outcome = await commitLabel(root, reader, image, subject);
  if (outcome.state === 'committed') vscode.window.setStatusBarMessage(`$(git-commit) ${subject}`, 8000);
  else
    void vscode.window.showWarningMessage(`The label is saved, but not in git: ${outcome.reason}. Commit it yourself to keep the reason.`);
}
