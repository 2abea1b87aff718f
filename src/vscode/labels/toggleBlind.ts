import * as vscode from 'vscode';
import { UserError } from '../../core/userError';
import { readBlind } from '../../node/label/readBlind';
import { readLocal, writeLocal } from '../../node/project/local';
import type { LabelContext } from './labelContext';

/** Begins or ends blind reading on this machine; throws UserError where the protocol asks for it. */
export async function toggleBlind({ services, refreshed }: LabelContext): Promise<void> {
  const root = services.project.require();
  const { isBlind, by } = await readBlind(root);
  if (by === 'protocol')
    throw new UserError('The protocol asks for blind reading (`blind: true` in the head of 3-data/protocol.md), so it stays on.');
  const { blind: _, ...local } = await readLocal(root);
  await writeLocal(root, isBlind ? local : { ...local, blind: true });
  refreshed.fire();
  void vscode.window.showInformationMessage(
    isBlind
      ? "Other readers' labels and what a model says are shown again."
      : "You read blind: other readers' labels and what a model says are hidden.",
  );
}
