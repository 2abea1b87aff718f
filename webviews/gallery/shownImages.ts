import { applyQuery, type Chart } from '../../src/core/dataset/galleryCounts';
import { galleryOrder, type Ordered } from '../../src/core/dataset/galleryOrder';
import { type GalleryQuery, parseQuery } from '../../src/core/dataset/galleryQuery';
import { columnOf, type GalleryTable } from '../../src/core/dataset/galleryTable';
import type { Look } from './look';

/** What a look at a table shows. */
export type ShownImages = {
  readonly query: GalleryQuery;
  readonly ordered: Ordered;
  readonly charts: readonly Chart[];
  readonly patients: number;
};

type Wanted = Pick<Look, 'query' | 'sort' | 'descending' | 'group'>;

/** Makes what filters, counts and orders the images of a table. */
export function shownImages(table: GalleryTable): (look: Wanted) => ShownImages {
  const order = galleryOrder(table);
  return ({ query: text, sort, descending, group }) => {
    const query = parseQuery(text, table.columns);
    const { rows, charts } = applyQuery(table, query.terms);
    const ordered = order(rows, { column: sort, descending, group });
    return { query, ordered, charts, patients: countPatients(table, rows) };
  };
}

function countPatients(table: GalleryTable, rows: Uint32Array): number {
  const column = columnOf(table, 'patient');
  if (column?.kind !== 'text') return 0;
  const { codes } = column;
  if (codes === null) return rows.length;
  const isThere = new Uint8Array(column.lists.length);
  let count = 0;
  for (const row of rows) {
    const code = codes[row] ?? 0;
    count += 1 - (isThere[code] ?? 0);
    isThere[code] = 1;
  }
  return count;
}
