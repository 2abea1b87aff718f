import type { Protocol } from '../../core/label/protocol';
import type { Authorship } from '../../node/label/labelAuthors';

/** What `radsteps labels who` says of a label file; `names` are the names of its marks by id. */
export type WhoResult = {
  readonly file: string;
  readonly status: Authorship | null;
  readonly categories: Readonly<Record<string, Authorship | null>>;
  readonly marks: Readonly<Record<string, Authorship | null>>;
  readonly names: Readonly<Record<string, string>>;
};

/** One thing that a label says, and who last changed it; null where that is not committed yet. */
export type AuthorRow = {
  readonly kind: 'status' | 'category' | 'mark';
  /** The category's name or the mark's id. */
  readonly key: string;
  readonly title: string;
  readonly by: Authorship | null;
};

/** The rows of a label: its status, its categories, then its marks, numbered as the label's panel numbers them. */
export function authorRows({ status, categories, marks, names }: WhoResult, { labels }: Protocol): readonly AuthorRow[] {
  const titleOf = (name: string): string => labels.find((definition) => definition.name === name)?.title ?? name;
  return [
    { kind: 'status', key: 'status', title: 'Draft or final', by: status },
    ...Object.entries(categories).map(([key, by]) => ({ kind: 'category', key, title: titleOf(key), by }) as const),
    ...Object.entries(marks).map(
      ([key, by], index) => ({ kind: 'mark', key, title: `${titleOf(names[key] ?? key)} ${index + 1}`, by }) as const,
    ),
  ];
}

/** "Ada Lovelace, 2026-03-01, 1a2b3c4d" */
export const authorWords = (by: Authorship | null): string =>
  by === null ? 'not committed yet' : `${by.author}, ${by.date.slice(0, 10)}, ${by.commit.slice(0, 8)}`;
