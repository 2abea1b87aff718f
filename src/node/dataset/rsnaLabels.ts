import { join } from 'node:path';
import { ageUnitOf } from '../../core/dataset/ageUnit';
import { parseLabelValue } from '../../core/dataset/labelValue';
import { type OfficialPart, partInName, type RsnaRow, type RsnaTable } from '../../core/dataset/rsnaTable';
import type { CategoryValue } from '../../core/label/label';
import type { LabelDefinition } from '../../core/label/protocol';
import type { FindImage, ImportedLabel, ImportedLabels, LabelProblem } from './importedLabels';
import type { LayoutInput } from './publicLayout';
import { rsnaNotes } from './rsnaNotes';

/** A table of the challenge with its absolute path; `isInside` is false for one that lies above the imported folder. */
export type NamedRsnaTable = RsnaTable & { readonly file: string; readonly isInside: boolean };

export type RsnaInput = Pick<LayoutInput, 'folder' | 'find' | 'images'> & {
  readonly tables: readonly NamedRsnaTable[];
  /** The protocol's bone age; null where it has none. */
  readonly target: LabelDefinition | null;
};

/** A row that leads to an image. */
type Claim = { readonly table: NamedRsnaTable; readonly row: RsnaRow };

/** Labels, sex and official part by image from all tables together; where they contradict each other, nothing is taken. */
export function rsnaLabels({ folder, tables, target, find, images }: RsnaInput): ImportedLabels {
  const filmOf = filmFinder(tables, find, images);
  const claims = new Map<string, Claim[]>();
  const problems: LabelProblem[] = [];
  for (const table of tables) {
    const lost: (readonly [RsnaRow, string])[] = [];
    for (const row of table.rows) {
      const film = filmOf(table, row);
      if ('problem' in film) lost.push([row, film.problem]);
      else claims.set(film.image, [...(claims.get(film.image) ?? []), { table, row }]);
      problems.push(...row.problems.map((text) => atRow(table, row, text)));
    }
    // Whoever imports one part's folder needs no row of the other parts, whose tables lie beside it.
    if (table.isInside || lost.length < table.rows.length) problems.push(...lostRows(table, lost));
  }
  const byImage = new Map<string, ImportedLabel>();
  for (const [image, list] of claims) {
    const label = combine(list, target);
    byImage.set(image, label.label);
    problems.push(...label.problems);
  }
  const without = [...images].filter(([image]) => !claims.has(image)).map(([, { path }]) => join(folder, path));
  return { byImage, problems: [...problems, ...rowless(without, tables)], notes: rsnaNotes(tables, byImage, target) };
}

const atRow = ({ file }: NamedRsnaTable, { line }: RsnaRow, text: string): LabelProblem => ({ file, text: `row ${line}: ${text}` });

/** So many of a kind are listed one by one; beyond that the list would hide everything else. */
const mostListed = 20;

function lostRows(table: NamedRsnaTable, lost: readonly (readonly [RsnaRow, string])[]): readonly LabelProblem[] {
  if (lost.length <= mostListed) return lost.map(([row, text]) => atRow(table, row, text));
  const kinds = new Map<string, number[]>();
  for (const [{ line }, text] of lost) kinds.set(text, [...(kinds.get(text) ?? []), line]);
  return [...kinds].map(([text, lines]) => ({
    file: table.file,
    text: `${lines.length} of its ${table.rows.length} rows, the first of them row ${lines[0]}: ${text}`,
  }));
}

function rowless(files: readonly string[], [table]: readonly NamedRsnaTable[]): readonly LabelProblem[] {
  if (files.length <= mostListed || table === undefined)
    return files.map((file) => ({ file, text: 'no table has a row for it: it has no bone age, sex or official part' }));
  return [
    { file: table.file, text: `${files.length} films of the folder have no row in any table: they have no bone age, sex or official part` },
  ];
}

type Film = { readonly image: string; readonly part: OfficialPart };

/** Finds a row's film by its number, and where several folders have that number by the part in the folder's name. */
function filmFinder(
  tables: readonly NamedRsnaTable[],
  find: FindImage,
  images: LayoutInput['images'],
): (table: NamedRsnaTable, row: RsnaRow) => { readonly image: string } | { readonly problem: string } {
  const films = new Map<string, Film[]>();
  for (const [image, { path }] of images) {
    const [, folder = '', id = ''] = /^(.*?)0*(\d+)\.[^.]*$/.exec(path) ?? [];
    films.set(id, [...(films.get(id) ?? []), { image, part: partInName(folder) }]);
  }
  const listed = new Set(tables.flatMap(({ part, rows }) => rows.map(({ id }) => `${part} ${id}`)));
  return ({ part }, { id }) => {
    const all = films.get(id) ?? [];
    const isOthers = (film: Film): boolean => film.part !== '' && film.part !== part && listed.has(`${film.part} ${id}`);
    const own = all.filter((film) => film.part === part && part !== '');
    const [film, another] = own.length > 0 ? own : all.filter((candidate) => !isOthers(candidate));
    if (id === '') return { problem: 'it has no number of a film' };
    if (film === undefined) return { problem: whyLost(all.length > 0, find, id) };
    return another === undefined ? { image: film.image } : { problem: 'its number fits films in several folders; none was taken' };
  };
}

function whyLost(isOfAnotherPart: boolean, find: FindImage, id: string): string {
  if (isOfAnotherPart) return "its film is not in the folder; the one of its number is another part's";
  const match = find(id);
  return 'found' in match && match.found === null ? 'its film could not be used' : 'its film is not in the folder';
}

/** What all rows of one film say together. */
function combine(
  claims: readonly Claim[],
  target: LabelDefinition | null,
): { readonly label: ImportedLabel; readonly problems: readonly LabelProblem[] } {
  const sex = agree(claims, ({ row }) => row.sex || null, 'sex');
  const months = agree(claims, ({ row }) => row.months, 'bone age');
  const part = agree(claims, ({ table }) => table.part || null, 'official part');
  const value = months.value === null || target === null ? { value: null } : inUnit(months.value, target);
  const [first] = claims;
  const isSaid = (word: string): boolean => claims.some(({ row }) => row.problems.some((text) => text.includes(word)));
  const missing = [
    ...(sex.value === null && sex.problems.length === 0 && !isSaid('sex') ? ['its sex is missing'] : []),
    ...(months.value === null && months.problems.length === 0 && !isSaid('bone age') && claims.some(({ table }) => table.hasAges)
      ? ['its bone age is missing']
      : []),
  ];
  const found = [...('problem' in value ? [value.problem] : []), ...missing];
  const problems = [...sex.problems, ...months.problems, ...part.problems];
  return {
    label: labelOf(sex.value ?? '', 'value' in value && target !== null ? { [target.name]: value.value } : {}, part.value ?? ''),
    problems: [...problems, ...(first === undefined ? [] : found.map((text) => atRow(first.table, first.row, text)))],
  };
}

/** The value that all rows give which give one; null with a sentence where they differ. */
function agree<T>(
  claims: readonly Claim[],
  said: (claim: Claim) => T | null,
  what: string,
): { readonly value: T | null; readonly problems: readonly LabelProblem[] } {
  const told = claims.flatMap((claim) => {
    const value = said(claim);
    return value === null ? [] : [{ claim, value }];
  });
  const [first] = told;
  const other = told.find(({ value }) => value !== first?.value);
  if (first === undefined || other === undefined) return { value: first?.value ?? null, problems: [] };
  const { table, row } = other.claim;
  const where = table === first.claim.table ? `row ${first.claim.row.line}` : `row ${first.claim.row.line} of another table`;
  return { value: null, problems: [atRow(table, row, `it gives the same film another ${what} than ${where}; none was taken`)] };
}

function inUnit(months: number, target: LabelDefinition) {
  const value = ageUnitOf(target) === 'years' ? Math.round((months / 12) * 1e4) / 1e4 : months;
  return parseLabelValue(String(value), target, false);
}

function labelOf(sex: ImportedLabel['sex'], values: Readonly<Record<string, CategoryValue | null>>, part: OfficialPart): ImportedLabel {
  const categories = Object.fromEntries(Object.entries(values).flatMap(([name, value]) => (value === null ? [] : [[name, value]])));
  return {
    ...{ patient: '', study: '', laterality: '', view: '', bodyPart: 'HAND', marks: null, categories, sex },
    // A bone age is not an age by the calendar, and the tables have no other.
    ageYears: null,
    extra: { official_part: part },
  };
}
