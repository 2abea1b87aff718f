import type { LabelTable, LabelTableRow } from '../../core/dataset/labelTable';
import { type FindImage, matchRows } from './importedLabels';

export type MatchedRows = { readonly rows: ReadonlyMap<string, LabelTableRow>; readonly problems: readonly string[] };

/** The row of each image, the first one where there are several, and a sentence for each row that can't be used. */
export function rowsByImage(table: LabelTable, find: FindImage): MatchedRows {
  const { matched, problems } = matchRows(table, find);
  const rows = new Map(matched.toReversed().map(({ image, row }) => [image, row]));
  const again = matched.filter(({ image, row }) => rows.get(image) !== row);
  return {
    rows,
    problems: [...problems, ...again.map(({ row }) => `row ${row.line}: an earlier row is of the same image, and was taken`)],
  };
}
