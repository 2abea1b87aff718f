import { parts } from '../dataset/makeSplit';
import type { Part } from '../dataset/split';
import { parseTable, type TableRow } from '../dataset/table';
import { layout } from '../project/layout';
import { type FileEdit, type Finding, type Fix, hexHash, makeFinding, wholeLine } from './finding';
import { applyEdits, replaceRange, type TextPlaces, textPlaces } from './textPlaces';

/** The texts of `split.csv` and `split.lock`. */
export type SplitTexts = { readonly table: string; readonly lock: string };

const task = '3-data/split';

/** The split as far as it can be read: the part of each patient (that of its first row), the rows, and how a patient is moved. */
export type CheckedSplit = {
  readonly partOf: ReadonlyMap<string, Part>;
  readonly findings: readonly Finding[];
  /** Puts a patient into another part, with the lock's hash; null where the patient has no row. */
  readonly move: (patient: string, part: Part) => Fix | null;
};

/** Looks at a split: patients with two rows, and a table that is not the one that the lock describes. Throws UserError where it is no table. */
export function checkSplitTexts({ table, lock }: SplitTexts): CheckedSplit {
  const { columns, rows } = parseTable(layout.split, table, ['patient', 'part']);
  const places = textPlaces(layout.split, table, columns);
  const byPatient = new Map<string, TableRow[]>();
  for (const row of rows) byPatient.set(row.cells.patient ?? '', [...(byPatient.get(row.cells.patient ?? '') ?? []), row]);
  const relock = (edits: readonly FileEdit[]): readonly FileEdit[] => [...edits, ...lockEdit(table, lock, edits)];
  const twice = [...byPatient].filter(([, found]) => found.length > 1);
  const doubled = twice.map(([patient, found]) => doubledFinding({ patient, found, places, table, lock }));
  const isSame = lockedHash(lock) === hexHash(table.replaceAll('\r\n', '\n'));
  return {
    partOf: new Map([...byPatient].flatMap(([patient, [first]]) => withPart(patient, first))),
    findings: [...doubled, ...(isSame || twice.length > 0 ? [] : [changedFinding()])],
    move: (patient, part) => {
      const [row] = byPatient.get(patient) ?? [];
      if (row === undefined) return null;
      const { column, endColumn } = places.cell(row.line, 'part');
      const edit: FileEdit = { kind: 'replace', file: layout.split, line: row.line, column, endLine: row.line, endColumn, text: part };
      return { title: `Move ${patient} to the ${part} part`, edits: relock([edit]) };
    },
  };
}

function withPart(patient: string, row: TableRow | undefined): readonly (readonly [string, Part])[] {
  const part = parts.find((name) => name === row?.cells.part);
  return part === undefined ? [] : [[patient, part]];
}

type Doubled = {
  readonly patient: string;
  readonly found: readonly TableRow[];
  readonly places: TextPlaces;
  readonly table: string;
  readonly lock: string;
};

function doubledFinding({ patient, found, places, table, lock }: Doubled): Finding {
  const words = [...new Set(found.map(({ cells }) => cells.part ?? ''))];
  const keep = found.map((row) => keepRow(row, { patient, found, places, table, lock }));
  const at = found[1]?.line ?? 1;
  return makeFinding({
    ...{ code: 'patient-in-two-parts', severity: 'error', file: layout.split, about: patient, task },
    at: { line: at, column: 1, endColumn: places.lineText(at).length + 1 },
    message:
      words.length === 1
        ? `The patient ${patient} has ${found.length} rows.`
        : `The patient ${patient} is in two parts, ${words.join(' and ')}: what is learned from this patient is tested on the same patient.`,
    advice: 'Keep the row that was there first; "git log -p 3-data/split.csv" shows which.',
    // What the lock describes comes first, then the part in which a patient can make no result too good.
    fixes: keep.toSorted((a, b) => Number(b.isLocked) - Number(a.isLocked) || Number(b.isTrain) - Number(a.isTrain)).map(({ fix }) => fix),
  });
}

type Kept = { readonly fix: Fix; readonly isLocked: boolean; readonly isTrain: boolean };

function keepRow(row: TableRow, { patient, found, places, table, lock }: Doubled): Kept {
  const edits = found.filter((other) => other !== row).map(({ line }) => places.removeLine(line));
  const more = lockEdit(table, lock, edits);
  const isLocked = more.length === 0;
  const part = row.cells.part ?? '';
  const title = `Keep ${patient} in the ${part} part${isLocked ? ', as split.lock has it' : ' only'}`;
  return { fix: { title, edits: [...edits, ...more] }, isLocked, isTrain: part === 'train' };
}

const changedFinding = (): Finding =>
  makeFinding({
    ...{ code: 'split-changed', severity: 'error', file: layout.split, about: '', at: wholeLine(1), task },
    message: 'This is not the split that split.lock describes: it was changed by hand or by a merge.',
    advice: `Take both back from git (git restore ${layout.split} ${layout.splitLock}), or delete both and split anew.`,
  });

const lockPattern = /"split"\s*:\s*"([0-9a-f]*)"/;

const lockedHash = (lock: string): string => lockPattern.exec(lock)?.[1] ?? '';

/** Renews the lock's hash for a table with edits; nothing where it is right already. */
function lockEdit(table: string, lock: string, edits: readonly FileEdit[]): readonly FileEdit[] {
  const hash = hexHash(applyEdits(table, edits).replaceAll('\r\n', '\n'));
  const found = lockPattern.exec(lock);
  if (found === null || found[1] === hash) return [];
  const start = found.index + found[0].length - 1 - (found[1] ?? '').length;
  return [replaceRange(layout.splitLock, lock, start, start + (found[1] ?? '').length, hash)];
}
