import { readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { type AcceptedFinding, formatAccepted } from '../../core/check/accepted';
import type { Finding, Fix } from '../../core/check/finding';
import { applyEdits } from '../../core/check/textPlaces';
import { layout } from '../../core/project/layout';
import { UserError } from '../../core/userError';
import { writeBeside } from '../files/writeBeside';
import { readAccepted } from './checkProject';

/** Applies a fix to a project's files, each replaced in one step. */
export async function applyFix(root: string, { edits }: Fix): Promise<void> {
  const files = [...new Set(edits.map(({ file }) => file))];
  const texts = await Promise.all(files.map(async (file) => [file, await readFile(join(root, file), 'utf8')] as const));
  for (const [file, text] of texts) {
    const mine = edits.filter((edit) => edit.file === file);
    if (mine.some(({ kind }) => kind === 'delete')) await rm(join(root, file), { force: true });
    else await writeBeside(join(root, file), applyEdits(text, mine));
  }
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
