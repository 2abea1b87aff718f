import { join } from 'node:path';
import { missingLabels } from '../../core/label/checkLabel';
import { saysTheSame } from '../../core/label/consensusState';
import type { Label } from '../../core/label/label';
import { formatLabel, parseLabel } from '../../core/label/labelFile';
import type { Protocol } from '../../core/label/protocol';
import { labelFile } from '../../core/project/layout';
import { UserError } from '../../core/userError';
import { readIfThere } from '../dataset/readIfThere';
import { writeBeside } from '../files/writeBeside';

/** What became of one image's consensus: written, there already, left because what is there says something else, or not made, with a sentence. */
export type Fate = 'made' | 'kept' | 'differ' | { readonly why: string };

/** Writes a consensus; what is there already is only replaced where it says the same of the image, or by `replace`, and never once it is signed off. */
export async function writeConsensus(root: string, fresh: Label, { labels }: Protocol, replace: boolean): Promise<Fate> {
  const missing = fresh.status === 'final' ? missingLabels(fresh, labels) : [];
  if (missing.length > 0) return { why: `It can't be final. ${missing.join(' ')}` };
  const file = labelFile(fresh.reader, fresh.image);
  try {
    const text = await readIfThere(join(root, file));
    const old = text === null ? null : parseLabel(text, file);
    if (old !== null && !(saysTheSame(old, fresh) && old.conflicts === undefined)) {
      if (old.signedOff !== undefined) return { why: `Its consensus is signed off by ${old.signedOff.by}, and says something else.` };
      if (!replace) return 'differ';
    }
    const label = old === null ? fresh : follow(old, fresh);
    const written = formatLabel(label);
    if (written === text?.replaceAll('\r\n', '\n')) return 'kept';
    await writeBeside(join(root, file), written);
    return 'made';
  } catch (error) {
    if (error instanceof UserError) return { why: error.message };
    throw error;
  }
}

/** What says the same keeps its marks' ids, and stays final or signed off; the time that people spent is kept either way. */
function follow(old: Label, fresh: Label): Label {
  const seconds = old.seconds === undefined ? {} : { seconds: old.seconds };
  if (!saysTheSame(old, fresh) || old.conflicts !== undefined) return { ...fresh, ...seconds };
  return {
    ...old,
    status: old.status === 'final' ? 'final' : fresh.status,
    ...(fresh.sources === undefined ? {} : { sources: fresh.sources }),
  };
}
