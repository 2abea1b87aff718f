import { compareText } from '../dataset/compareText';
import { formatTable, parseTable } from '../dataset/table';
import { layout } from '../project/layout';
import type { Finding } from './finding';

/** A finding that somebody has looked at and accepted: a row of `7-governance/accepted.csv`. */
export type AcceptedFinding = {
  /** The finding's id, which no change of lines above it alters. */
  readonly id: string;
  readonly code: string;
  readonly file: string;
  readonly reason: string;
  readonly by: string;
  /** YYYY-MM-DD. */
  readonly date: string;
};

const columns = ['id', 'code', 'file', 'reason', 'by', 'date'];

/** Reads the accepted findings; rows without a reason or a name accept nothing. Throws UserError with file and line. */
export const parseAccepted = (text: string): readonly AcceptedFinding[] =>
  parseTable(layout.acceptedFindings, text, columns)
    .rows.map(({ cells }) => ({
      ...{ id: cells.id ?? '', code: cells.code ?? '', file: cells.file ?? '' },
      ...{ reason: cells.reason ?? '', by: cells.by ?? '', date: cells.date ?? '' },
    }))
    .filter(({ reason, by }) => reason.trim() !== '' && by.trim() !== '');

/** Writes the accepted findings, sorted, a line each. */
export const formatAccepted = (entries: readonly AcceptedFinding[]): string =>
  formatTable(
    columns,
    entries.toSorted((a, b) => compareText(a.file, b.file) || compareText(a.id, b.id)),
  );

/** The findings that nobody has accepted. */
export function withoutAccepted(findings: readonly Finding[], accepted: readonly AcceptedFinding[]): readonly Finding[] {
  const ids = new Set(accepted.map(({ id }) => id));
  return findings.filter(({ id }) => !ids.has(id));
}
