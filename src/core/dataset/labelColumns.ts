import { isDrawn, type LabelDefinition, type Protocol } from '../label/protocol';
import type { LabelTableRow } from './labelTable';

const plain = (name: string): string => name.toLowerCase().replace(/[^\p{L}\p{N}]/gu, '');

const namesOf = ({ name, columns = [] }: LabelDefinition): readonly string[] => [name, ...columns].map(plain);

/** True where a label of the protocol is said by a column of this name. */
export const takesColumn = ({ labels }: Protocol, column: string): boolean =>
  labels.some((definition) => !isDrawn(definition) && namesOf(definition).includes(plain(column)));

/** A row in which an empty cell of these columns means no, for the labels of two values that they hold. */
export function withBlankAsNo(row: LabelTableRow, { labels }: Protocol, columns: readonly string[]): LabelTableRow {
  const here = columns.filter((column) => row.cells[column] !== undefined);
  const no = labels.flatMap((definition): readonly (readonly [string, string])[] => {
    const [negative, ...more] = definition.kind === 'category' ? (definition.values ?? []) : [];
    // The first of a label's names that is a column is the one that counts.
    const column = namesOf(definition)
      .map((name) => Object.keys(row.cells).find((key) => plain(key) === name))
      .find((found) => found !== undefined);
    const isBlank = column !== undefined && here.includes(column) && row.cells[column]?.trim() === '';
    return negative !== undefined && more.length === 1 && isBlank ? [[definition.name, negative]] : [];
  });
  return no.length === 0 ? row : { ...row, categories: { ...row.categories, ...Object.fromEntries(no) } };
}
