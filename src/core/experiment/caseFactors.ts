import { compareText } from '../dataset/compareText';
import type { ImageRow } from '../dataset/imageRow';
import { monthBand } from '../dataset/monthBand';
import { ageBand } from '../dataset/strata';
import type { Case, CaseTable } from './caseTable';
import { isMonths } from './tolerances';

/** Something of the index by which cases can be told apart; a film of hand and leg belongs to both. */
export type Factor = {
  readonly name: string;
  readonly title: string;
  readonly read: (one: Case) => readonly string[];
  /** What its groups are ordered by, the smallest first; left out, by their names. */
  readonly order?: (one: Case) => number;
};

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
  { ...ofRow('age', 'Age (years)', ({ ageYears }) => ageBand(ageYears)), order: ({ row }) => row?.ageYears ?? Number.POSITIVE_INFINITY },
  ofRow('manufacturer', 'Manufacturer', ({ manufacturer }) => manufacturer),
  ofRow('model', 'Model', ({ model }) => model),
  ofRow('site', 'Site', ({ site }) => site),
  ofEach('view', 'View', ({ view }) => view),
  ofRow('laterality', 'Laterality', ({ laterality }) => laterality),
  ofEach('body_part', 'Body part', ({ bodyPart }) => bodyPart),
  ofRow('modality', 'Modality', ({ modality }) => modality),
];

/** Ages that a network tells are also judged by the age that the label says, which is known where a chronological age is not. */
const labelledAge: Factor = {
  name: 'label',
  title: 'Labelled age (years)',
  read: ({ label }) => [typeof label === 'number' ? monthBand(label) : ''],
  order: ({ label }) => Number(label),
};

/** The factors of a table that have from two to twelve values in it, besides those that are not known. */
export function caseFactors({
  cases,
  extraColumns,
  task,
  unit,
}: Pick<CaseTable, 'cases' | 'extraColumns' | 'task' | 'unit'>): readonly Factor[] {
  const own = extraColumns.map((name) => ofRow(name, name, ({ extra }) => extra[name] ?? ''));
  const ofLabel = task === 'regression' && isMonths(unit) ? [labelledAge] : [];
  const [sex, ...others] = known;
  return [...(sex === undefined ? [] : [sex]), ...ofLabel, ...others, ...own].filter(({ read }) => {
    const values = new Set<string>();
    for (const one of cases) {
      for (const value of read(one)) values.add(value);
      if (values.size > mostValues + 1) return false;
    }
    values.delete('');
    return values.size >= 2 && values.size <= mostValues;
  });
}

/** The cases of each value of a factor: ages from the youngest on, other values by their names; those that are not known last. */
export function casesByValue(factor: Factor, cases: readonly Case[]): readonly (readonly [value: string, cases: readonly Case[]])[] {
  const groups = new Map<string, Case[]>();
  for (const one of cases) {
    for (const value of factor.read(one)) {
      const group = groups.get(value);
      if (group === undefined) groups.set(value, [one]);
      else group.push(one);
    }
  }
  const place = ([first]: readonly Case[]): number => (first === undefined ? 0 : (factor.order?.(first) ?? 0));
  return [...groups].toSorted(([a, inA], [b, inB]) => {
    if (a === '' || b === '') return Number(a === '') - Number(b === '');
    return factor.order === undefined ? compareText(a, b) : place(inA) - place(inB);
  });
}
