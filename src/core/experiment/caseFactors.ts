import { compareText } from '../dataset/compareText';
import type { ImageRow } from '../dataset/imageRow';
import { ageBand } from '../dataset/strata';
import type { Case, CaseTable } from './caseTable';

/** Something of the index by which cases can be told apart; a film of hand and leg belongs to both. */
export type Factor = { readonly name: string; readonly title: string; readonly read: (one: Case) => readonly string[] };

/** A column with more values than these tells single images apart, not groups. */
const mostValues = 12;

const ofRow = (name: string, title: string, value: (row: ImageRow) => string): Factor => ({
  name,
  title,
  read: ({ row }) => [row === undefined ? '' : value(row)],
});

/** Regions and views of a film are joined by a plus. */
const ofEach = (name: string, title: string, value: (row: ImageRow) => string): Factor => ({
  name,
  title,
  read: ({ row }) => (row === undefined ? [''] : [...new Set(value(row).split('+'))]),
});

const known: readonly Factor[] = [
  ofRow('sex', 'Sex', ({ sex }) => sex),
  ofRow('age', 'Age (years)', ({ ageYears }) => ageBand(ageYears)),
  ofRow('manufacturer', 'Manufacturer', ({ manufacturer }) => manufacturer),
  ofRow('model', 'Model', ({ model }) => model),
  ofRow('site', 'Site', ({ site }) => site),
  ofEach('view', 'View', ({ view }) => view),
  ofRow('laterality', 'Laterality', ({ laterality }) => laterality),
  ofEach('body_part', 'Body part', ({ bodyPart }) => bodyPart),
  ofRow('modality', 'Modality', ({ modality }) => modality),
];

/** The factors of a table that have from two to twelve values in it, besides those that are not known. */
export function caseFactors({ cases, extraColumns }: Pick<CaseTable, 'cases' | 'extraColumns'>): readonly Factor[] {
  const own = extraColumns.map((name) => ofRow(name, name, ({ extra }) => extra[name] ?? ''));
  return [...known, ...own].filter(({ read }) => {
    const values = new Set<string>();
    for (const one of cases) {
      for (const value of read(one)) values.add(value);
      if (values.size > mostValues + 1) return false;
    }
    values.delete('');
    return values.size >= 2 && values.size <= mostValues;
  });
}

/** The cases of each value of a factor: age from the youngest on, other values by their names; those that are not known last. */
export function casesByValue(factor: Factor, cases: readonly Case[]): readonly (readonly [value: string, cases: readonly Case[]])[] {
  const groups = new Map<string, Case[]>();
  for (const one of cases) {
    for (const value of factor.read(one)) {
      const group = groups.get(value);
      if (group === undefined) groups.set(value, [one]);
      else group.push(one);
    }
  }
  const youngest = (group: readonly Case[]): number => group[0]?.row?.ageYears ?? Number.POSITIVE_INFINITY;
  return [...groups].toSorted(([a, inA], [b, inB]) => {
    if (a === '' || b === '') return Number(a === '') - Number(b === '');
    return factor.name === 'age' ? youngest(inA) - youngest(inB) : compareText(a, b);
  });
}
