import { isDrawn, type LabelDefinition } from '../label/protocol';
import { UserError } from '../userError';
import { ageUnitOf, type HeadingUnit, headingUnit, withoutUnit } from './ageUnit';

/** A label's column in a foreign table; `unit` is what its heading says of ages, null for what is no age. */
export type LabelColumn = { readonly column: string; readonly unit: HeadingUnit | null };

/** A heading's letters and digits in small letters: "Bone Age (months)" and "bone_age_months" are the same. */
export const plain = (name: string): string => name.toLowerCase().replace(/[^\p{L}\p{N}]/gu, '');

/** The column of the first name that a table has, names being plain; '' for none. */
export function firstColumn(columns: readonly string[], names: readonly string[]): string {
  return names.map((name) => columns.find((column) => plain(column) === name)).find((column) => column !== undefined) ?? '';
}

/**
 * The column of a label by its name or by one of the protocol's `columns`; an age also by a heading that says its unit besides. Throws UserError
 * where it can't be told which column it is, or in which unit.
 */
export function findLabelColumn(file: string, columns: readonly string[], definition: LabelDefinition): LabelColumn | null {
  if (isDrawn(definition)) return null;
  const names = [definition.name, ...(definition.columns ?? [])];
  const own = ageUnitOf(definition);
  const named = firstColumn(columns, names.map(plain));
  if (own === null) return named === '' ? null : { column: named, unit: null };
  // What the protocol names is in the label's unit unless the heading says another.
  if (named !== '') return { column: named, unit: headingUnit(named) };
  const column = columnWithUnit(file, columns, definition, own);
  return column === undefined ? null : { column, unit: headingUnit(column) };
}

function columnWithUnit(file: string, columns: readonly string[], definition: LabelDefinition, own: string): string | undefined {
  const { name, columns: aliases = [] } = definition;
  const stems = new Set([name, ...aliases].map(withoutUnit).filter(Boolean));
  const fitting = columns.filter((column) => stems.has(withoutUnit(column)));
  const inOwn = fitting.filter((column) => headingUnit(column) === own);
  const [column, another] = inOwn.length > 0 ? inOwn : fitting;
  const asked = `call the right one "${name}_months" or "${name}_years", or list its name under "columns" in 3-data/protocol.md`;
  if (another !== undefined) throw new UserError(`${file} has several columns that may be ${name} ("${column}", "${another}"): ${asked}.`);
  if (column !== undefined && headingUnit(column) === 'unclear')
    throw new UserError(`${file}: the heading "${column}" does not say whether it holds months or years: ${asked}.`);
  return column;
}
