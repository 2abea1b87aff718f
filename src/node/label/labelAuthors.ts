import type { Label } from '../../core/label/label';
import { formatLabel, parseLabel } from '../../core/label/labelFile';
import { sameValue } from '../../core/label/sameValue';
import { UserError } from '../../core/userError';
import { findRepository, isRepository, type Repository } from '../git/repository';
import { type Blamed, blameLines } from './blameLines';

/** Who last changed something, in which commit and when (ISO 8601). */
export type Authorship = { readonly author: string; readonly commit: string; readonly date: string };

/** Who last changed each mark (by id), category (by name), and the status of a label; null for what is not committed yet. */
export type LabelAuthors = {
  readonly status: Authorship | null;
  readonly categories: Readonly<Record<string, Authorship | null>>;
  readonly marks: Readonly<Record<string, Authorship | null>>;
};

/** One part of a label, which has one line in its file. */
type Part = { readonly of: (label: Label) => unknown; readonly line: (label: Label) => number };

/**
 * Who last changed what stands in a label (`file`: its path from the project; the label need not be saved), by git's history with its renames and
 * merges. Throws UserError where there is no repository.
 */
export async function labelAuthors(root: string, file: string, label: Label): Promise<LabelAuthors> {
  const repository = await findRepository(root);
  if (!isRepository(repository)) throw new UserError(`Who labelled ${file} is not known: ${repository.reason}.`);
  const start = await blameLines(repository, `${repository.prefix}${file}`, { text: formatLabel(label) });
  const authorOf = (part: Part) => lastChange(repository, label, part, start);
  return {
    status: await authorOf(statusPart),
    categories: await eachKey(Object.keys(label.categories), (name) => authorOf(categoryPart(name))),
    marks: await eachKey(
      label.marks.map(({ id }) => id),
      (id) => authorOf(markPart(id)),
    ),
  };
}

async function eachKey<T>(keys: readonly string[], work: (key: string) => Promise<T>): Promise<Readonly<Record<string, T>>> {
  const found: (readonly [string, T])[] = [];
  for (const key of keys) found.push([key, await work(key)]);
  return Object.fromEntries(found);
}

/** The head of a label file: the brace, version, image, reader, status, and the line on which the categories begin. */
const headLines = 6;

const statusPart: Part = { of: ({ status }) => status, line: () => headLines - 2 };

const categoryPart = (name: string): Part => ({
  of: ({ categories }) => categories[name],
  line: ({ categories }) =>
    headLines +
    Object.keys(categories)
      .toSorted((a, b) => (a < b ? -1 : 1))
      .indexOf(name),
});

const markPart = (id: string): Part => ({
  of: ({ marks }) => marks.find((mark) => mark.id === id),
  line: ({ categories, marks }) => {
    const named = Object.keys(categories).length;
    // An empty list of categories ends on its first line.
    return headLines + (named === 0 ? 0 : named + 1) + 1 + marks.findIndex((mark) => mark.id === id);
  },
});

/** Follows one line to the commit that changed what it says: a line also changes when it gets a comma, because another one follows it now. */
async function lastChange(repository: Repository, label: Label, part: Part, start: readonly Blamed[]): Promise<Authorship | null> {
  const now = part.of(label);
  let at = start[part.line(label)];
  for (;;) {
    if (at === undefined) return null;
    const next = await unchangedBefore(repository, at, part, now);
    if (next === null) return at.by;
    [at] = await blameLines(repository, next.path, { commit: next.commit, line: part.line(next.label) });
  }
}

type Earlier = { readonly commit: string; readonly path: string; readonly label: Label };

/** A parent of the line's commit that already says the same; null where none does, or where its file is not written line by line as ours are. */
async function unchangedBefore(repository: Repository, { before }: Blamed, part: Part, now: unknown): Promise<Earlier | null> {
  for (const { commit, path } of before) {
    const text = await repository.git(['show', `${commit}:${path}`]).catch(() => null);
    const label = text === null ? null : readLabel(text, path);
    if (label !== null && sameValue(part.of(label), now) && formatLabel(label) === text) return { commit, path, label };
  }
  return null;
}

function readLabel(text: string, file: string): Label | null {
  try {
    return parseLabel(text, file);
  } catch (error) {
    if (error instanceof UserError) return null;
    throw error;
  }
}
