import { join } from 'node:path';
import { parseTable, type TableRow } from '../../core/dataset/table';
import { hasExpired, parseApprovals } from '../../core/project/approval';
import { gapsText, teamGaps } from '../../core/project/teamGaps';
import { type CheckedTask, checkFiles, counted, done, entries, open } from './checkedTask';
import { readTeam } from './readTeam';
import { readTextIfThere } from './readText';

/** The team has the roles and skills that such a project needs, by people with a name. */
export async function checkTeam(root: string, files: readonly string[]): Promise<CheckedTask> {
  const team = await readTeam(root);
  const missing = team.length === 0 ? '' : gapsText(teamGaps(team));
  if (missing !== '') return open(missing);
  const complete = await checkFiles(root, files);
  return complete.state === 'open' ? complete : done(counted(team.length, 'person', 'people'));
}

/** There are approvals, and none has run out. */
export async function checkApprovals(root: string, files: readonly string[]): Promise<CheckedTask> {
  const complete = await checkFiles(root, files);
  if (complete.state === 'open') return complete;
  const approvals = parseApprovals((await readTextIfThere(root, files[0] ?? '')) ?? '');
  if (approvals.length === 0) return open('nothing is entered yet');
  const today = new Date().toISOString().slice(0, 10);
  const latest = new Map(approvals.map((approval) => [approval.document, approval]));
  const expired = [...latest.values()].find((approval) => hasExpired(approval, today));
  return expired === undefined
    ? done(counted(approvals.length, 'entry', 'entries'))
    : open(`the approval of ${expired.document} ran out on ${expired.expires}`);
}

/** Every hazard has a control and says where that is verified. */
export async function checkRisk(root: string, files: readonly string[]): Promise<CheckedTask> {
  const complete = await checkFiles(root, files);
  if (complete.state === 'open') return complete;
  const [file = ''] = files;
  const { rows } = parseTable(file, (await readTextIfThere(root, file)) ?? '', []);
  if (rows.length === 0) return open('nothing is entered yet');
  const without = rows.find(lacksControl);
  return without === undefined
    ? done(counted(rows.length, 'entry', 'entries'))
    : open(`${without.cells.id} has no control or no verification (line ${without.line})`);
}

const lacksControl = ({ cells }: TableRow): boolean => (cells.control ?? '').trim() === '' || (cells.verification ?? '').trim() === '';

/** The audit log has begun. */
export async function checkAudit(root: string, [folder = '']: readonly string[]): Promise<CheckedTask> {
  const logs = (await entries(join(root, folder))).filter((name) => name.endsWith('.jsonl'));
  return logs.length === 0 ? open('no entry yet') : done(counted(logs.length, 'log'));
}
