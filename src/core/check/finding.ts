import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex, utf8ToBytes } from '@noble/hashes/utils.js';

/** What `radsteps check` looks for. */
export type FindingCode =
  | 'patient-in-two-parts'
  | 'split-changed'
  | 'patient-without-part'
  | 'study-of-two-patients'
  | 'same-file'
  | 'same-instance'
  | 'same-pixels'
  | 'near-duplicate'
  | 'label-without-image'
  | 'image-without-label'
  | 'label-invalid'
  | 'label-out-of-protocol'
  | 'model-as-reader'
  | 'impossible-age'
  | 'identifying-age'
  | 'impossible-spacing'
  | 'invalid-row'
  | 'unit-mismatch'
  | 'unfit-metric'
  | 'too-few-patients'
  | 'identifier-in-text'
  | 'identifier-in-name'
  | 'identifier-in-table'
  | 'private-file-in-git'
  | 'image-in-git'
  | 'invalid-file'
  | 'useless-acceptance';

/** An error makes a result wrong or shows who somebody is; a warning may; information is to be known. Errors and warnings are problems. */
export type Severity = 'error' | 'warning' | 'information';

/** A range of a file, lines and columns from 1, the end not included; with `file` it is relative to the project. */
export type FileEdit =
  | {
      readonly kind: 'replace';
      readonly file: string;
      readonly line: number;
      readonly column: number;
      readonly endLine: number;
      readonly endColumn: number;
      readonly text: string;
    }
  | { readonly kind: 'delete'; readonly file: string };

/** What a machine can do about a finding. */
export type Fix = { readonly title: string; readonly edits: readonly FileEdit[] };

/** One thing that is wrong, or may be. Texts never repeat an identifier. */
export type Finding = {
  /** Made of code, file and what it is about, not of the line: the same after lines were added above. */
  readonly id: string;
  readonly code: FindingCode;
  readonly severity: Severity;
  /** Relative to the project. */
  readonly file: string;
  readonly line: number;
  readonly column: number;
  /** In the same line, not included. */
  readonly endColumn: number;
  readonly message: string;
  /** What to do, a sentence. */
  readonly advice: string;
  /** The task of the steps that it belongs to; null where it belongs to none. */
  readonly task: string | null;
  readonly fixes: readonly Fix[];
};

/** Where something stands in a line; columns from 1, the end not included. */
export type LinePlace = { readonly line: number; readonly column: number; readonly endColumn: number };

/** A whole line, however long it is. */
export const wholeLine = (line: number): LinePlace => ({ line, column: 1, endColumn: 1 });

type FindingText = Omit<Finding, 'id' | 'line' | 'column' | 'endColumn' | 'fixes' | 'task'> & {
  readonly at: LinePlace;
  /** What it is about: with code and file it names the finding. */
  readonly about: string;
  readonly task?: string;
  readonly fixes?: readonly Fix[];
};

/** Makes a finding with its id. */
export function makeFinding({ about, at, task, fixes = [], ...rest }: FindingText): Finding {
  const id = hexHash(`${rest.code}\n${rest.file}\n${about}`).slice(0, 12);
  return { id, ...rest, ...at, task: task ?? null, fixes };
}

/** SHA-256 of a text in UTF-8, in hex. */
export const hexHash = (text: string): string => bytesToHex(sha256(utf8ToBytes(text)));

/** Most findings of one code that are listed: more can't be worked off one by one. */
export const mostOfCode = 200;

/** The findings without those beyond so many of a code, errors first, then by file and line; with a line for what was left out. */
export function orderFindings(findings: readonly Finding[]): readonly Finding[] {
  const rank: Readonly<Record<Severity, number>> = { error: 0, warning: 1, information: 2 };
  const sorted = findings.toSorted(
    (a, b) => rank[a.severity] - rank[b.severity] || (a.file < b.file ? -1 : a.file > b.file ? 1 : a.line - b.line || a.column - b.column),
  );
  const seen = new Map<FindingCode, number>();
  const kept = sorted.filter(({ code }) => {
    const count = (seen.get(code) ?? 0) + 1;
    seen.set(code, count);
    return count <= mostOfCode;
  });
  const rest = [...seen].filter(([, count]) => count > mostOfCode).map(([code, count]) => moreOf(code, count, sorted));
  return [...kept, ...rest];
}

function moreOf(code: FindingCode, count: number, sorted: readonly Finding[]): Finding {
  const [first] = sorted.filter((finding) => finding.code === code);
  return makeFinding({
    ...{ code, severity: first?.severity ?? 'warning', file: first?.file ?? '', at: wholeLine(1), about: 'more' },
    message: `There are ${count - mostOfCode} more findings of this kind (${code}).`,
    advice: 'Mend the listed ones first, or find what they have in common.',
  });
}
