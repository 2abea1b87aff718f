import { UserError } from '../../core/userError';
import { readLocal } from '../project/local';
import type { FoundLabels } from './labelReader';
import { readBlind } from './readBlind';

/** Labels that this machine's reader may see, and a sentence for each reason why some are left out. */
export type LabelsToSee = {
  readonly labels: FoundLabels['labels'];
  /** Null where it can't be read whether the reader is blind. */
  readonly isBlind: boolean | null;
  readonly notes: readonly string[];
};

/** All labels, or a blind reader's own ones; also nobody else's where it can't be read whether the reader is blind. */
export async function labelsToSee(root: string, labels: FoundLabels['labels']): Promise<LabelsToSee> {
  const notes: string[] = [];
  const blind = await noted(readBlind(root), notes);
  if (blind?.isBlind === false) return { labels, isBlind: false, notes };
  const reader = (await noted(readLocal(root), notes))?.reader ?? '';
  if (blind !== null) notes.push("You read blind: other readers' labels are hidden here.");
  const own = new Map([...labels].map(([image, list]) => [image, list.filter((label) => label.reader === reader)]));
  return { labels: own, isBlind: blind === null ? null : true, notes };
}

async function noted<T>(reading: Promise<T>, notes: string[]): Promise<T | null> {
  try {
    return await reading;
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    if (!notes.includes(error.message)) notes.push(error.message);
    return null;
  }
}
