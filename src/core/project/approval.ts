import { parseTable } from '../dataset/table';
import { tableColumns } from './projectFiles';

/** The table of a project's approvals. */
export const approvalsFile = '2-team/approvals.csv';

/** A row of `2-team/approvals.csv`. */
export type Approval = {
  readonly date: string;
  readonly document: string;
  /** What was approved: the beginning of the file's SHA-256 in hex where RadSteps wrote it, else whatever the team counts by. */
  readonly version: string;
  readonly decision: string;
  readonly approver: string;
  readonly role: string;
  readonly expires: string;
};

/** Reads `approvals.csv`; throws UserError with file and line. */
export function parseApprovals(text: string): readonly Approval[] {
  return parseTable(approvalsFile, text, tableColumns[approvalsFile] ?? []).rows.map(({ cells }) => ({
    date: cells.date ?? '',
    document: cells.document ?? '',
    version: cells.version ?? '',
    decision: cells.decision ?? '',
    approver: cells.approver ?? '',
    role: cells.role ?? '',
    expires: cells.expires ?? '',
  }));
}

/** True for a decision that allows: yes, approved, accepted, granted. */
export const isApproval = ({ decision }: Approval): boolean => /^(yes|approved|accepted|granted|ok)\b/i.test(decision.trim());

/** True where an approval has run out on a day (YYYY-MM-DD). */
export const hasExpired = ({ expires }: Approval, today: string): boolean => /^\d{4}-\d{2}-\d{2}$/.test(expires) && expires < today;

/** The sign-off of a file: in force, missing, run out, by somebody who builds, or of an earlier state of the file. */
export type SignOffState =
  | { readonly state: 'signed' }
  | { readonly state: 'missing' | 'expired' | 'builder' | 'changed'; readonly reason: string };

type SignOffFacts = {
  readonly approvals: readonly Approval[];
  /** SHA-256 of the file's text, hex. */
  readonly sha256: string;
  readonly today: string;
  /** Names of the members who build: they can't approve. */
  readonly builders: readonly string[];
};

/** Whether the newest approval of a file (by its path or name) holds. */
export function signOffState(file: string, { approvals, sha256, today, builders }: SignOffFacts): SignOffState {
  const name = file.slice(file.lastIndexOf('/') + 1);
  const mine = approvals.filter((approval) => [file, name].includes(approval.document.trim()) && isApproval(approval));
  const last = mine.toSorted((a, b) => (a.date < b.date ? -1 : 1)).at(-1);
  if (last === undefined) return { state: 'missing', reason: `${name} is not signed off yet` };
  const who = `${last.approver} signed it off on ${last.date}`;
  if (hasExpired(last, today)) return { state: 'expired', reason: `the approval of ${name} ran out on ${last.expires}` };
  if (builders.includes(last.approver))
    return { state: 'builder', reason: `${last.approver} builds the model, so somebody else must sign off ${name}` };
  // Only what looks like a hash can be compared.
  const isHash = /^[0-9a-f]{8,64}$/.test(last.version);
  return isHash && !sha256.startsWith(last.version)
    ? { state: 'changed', reason: `${name} has changed since ${who}` }
    : { state: 'signed' };
}
