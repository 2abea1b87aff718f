/** A column in which every image has a list of texts: one as a rule, none where nothing is known, several where readers say different things. */
export type TextColumn = {
  readonly kind: 'text';
  /** What a query calls it. */
  readonly name: string;
  readonly title: string;
  /** The distinct lists. */
  readonly lists: readonly (readonly string[])[];
  /** By image the place of its list; null where image i has list i. */
  readonly codes: readonly number[] | null;
};

/** A column of numbers, null where nothing is known. */
export type NumberColumn = {
  readonly kind: 'number';
  readonly name: string;
  readonly title: string;
  readonly unit: string;
  readonly values: readonly (number | null)[];
};

export type GalleryColumn = TextColumn | NumberColumn;

/** All images of a project with what is known of them, column by column, so that 20,000 rows cross to a page as less than 3 MB of JSON. */
export type GalleryTable = {
  /** Images. */
  readonly n: number;
  /** `image` and `patient` come first; columns in which no image has anything are left out. */
  readonly columns: readonly GalleryColumn[];
  /** False where no split says which patient trains, tunes or tests. */
  readonly hasSplit: boolean;
  /** Changes when the content of an image does. */
  readonly contents: string;
  /** Sentences about files that could not be read. */
  readonly notes: readonly string[];
};

/** The column of a name; undefined where the table has none. */
export const columnOf = ({ columns }: Pick<GalleryTable, 'columns'>, name: string): GalleryColumn | undefined =>
  columns.find((column) => column.name === name);

/** The texts of an image in a text column. */
export const textsAt = ({ lists, codes }: TextColumn, row: number): readonly string[] =>
  lists[codes === null ? row : (codes[row] ?? -1)] ?? [];

/** What stands in a cell, in words; '' where nothing is known. */
export function cellText(column: GalleryColumn | undefined, row: number): string {
  if (column === undefined) return '';
  if (column.kind === 'text') return textsAt(column, row).join(', ');
  const value = column.values[row];
  return value === null || value === undefined ? '' : String(value);
}
