import { join } from 'node:path';
import { type AcceptedFinding, formatAccepted, parseAccepted } from '../../core/check/accepted';
import type { Finding } from '../../core/check/finding';
import { layout } from '../../core/project/layout';
import { UserError } from '../../core/userError';
import { writeBeside } from '../files/writeBeside';
import { readTextIfThere } from '../project/readText';

/** The findings that somebody has accepted. */
export async function readAccepted(root: string): Promise<readonly AcceptedFinding[]> {
  const text = await readTextIfThere(root, layout.acceptedFindings);
  return text === null ? [] : parseAccepted(text);
}

/** Notes that somebody has accepted a finding; throws UserError without a reason or a name. */
export async function acceptFinding(
  root: string,
  { id, code, file }: Finding,
  words: Pick<AcceptedFinding, 'reason' | 'by' | 'date'>,
): Promise<void> {
  const reason = words.reason.trim().replace(/\s+/g, ' ');
  const by = words.by.trim().replace(/\s+/g, ' ');
  if (reason === '' || by === '') throw new UserError('A finding is accepted only with a reason and a name.', { badUsage: true });
  const others = (await readAccepted(root)).filter((entry) => entry.id !== id);
  await writeBeside(join(root, layout.acceptedFindings), formatAccepted([...others, { id, code, file, reason, by, date: words.date }]));
}
