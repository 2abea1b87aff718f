import * as vscode from 'vscode';
import { signedOffSentence } from '../../core/label/refusalOf';
import type { LabelPlace } from '../../node/label/labelPlace';
import { readLocal } from '../../node/project/local';
import type { LabelDocument } from './labelDocument';

/** The reader's slug of labels that several readers' labels were made into. */
const consensus = 'consensus';

/** Why a label may not be edited in this window, whatever it says, as a sentence; null where it may. */
export async function lockOfPlace(place: LabelPlace): Promise<string | null> {
  if (!vscode.workspace.isTrusted)
    return 'In Restricted Mode this label can be looked at only: trust the folder to edit it, since saving and recovering ask git.';
  const { reader } = await readLocal(place.root);
  if (place.reader === reader || place.reader === consensus) return null;
  return `This is the label of ${place.reader}, and you are ${reader}: it can be looked at only.`;
}

/** Why this machine's reader may not edit a label, as a sentence; null where they may. */
export async function lockOf({ place, label, damage }: LabelDocument): Promise<string | null> {
  if (damage !== null) return `This label can't be shown: ${damage} It opens here as soon as its file is mended.`;
  const { signedOff } = label;
  return (await lockOfPlace(place)) ?? (signedOff === undefined ? null : signedOffSentence(signedOff));
}
