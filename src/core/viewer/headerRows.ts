import type { HeaderNode } from '../dicom/headerNodes';

/** One line of a header's tree: an element, or an item of a sequence. */
export type HeaderRow = {
  /** Tells it from all others, also after another image's header took its place: `(0008,1140)/1/(0008,1150)`. */
  readonly id: string;
  /** 1 at the top. */
  readonly level: number;
  readonly tag: string;
  readonly name: string;
  readonly vr: string;
  /** '' for sequences and items. */
  readonly value: string;
  /** The value may tell who somebody is, and is not shown. */
  readonly isMasked: boolean;
  /** Null for what has nothing within. */
  readonly isOpen: boolean | null;
};

export type HeaderRowOptions = {
  /** Ids of the rows that are unfolded; a search unfolds by itself. */
  readonly open: ReadonlySet<string>;
  /** Words that tag, name, keyword or value must hold, whatever their case; '' for all. */
  readonly search: string;
  readonly hasIdentifiers: boolean;
};

/** The rows that are to be seen of a header, in the file's order; what is masked is not found by its value. */
export function headerRows(nodes: readonly HeaderNode[], options: HeaderRowOptions): readonly HeaderRow[] {
  const words = options.search
    .toLowerCase()
    .split(/\s+/)
    .filter((word) => word !== '');
  return nodes.flatMap((node, at) => rowsOf(node, '', at, 1, words, options));
}

function rowsOf(
  node: HeaderNode,
  parent: string,
  at: number,
  level: number,
  words: readonly string[],
  options: HeaderRowOptions,
): readonly HeaderRow[] {
  // A tag that stands twice, against the standard, still has rows of its own.
  const id = `${parent}${node.tag}${parent === '' && node.tag === '' ? at : ''}`;
  const isMasked = node.isIdentifier && !options.hasIdentifiers && node.items.length === 0 && node.value !== '';
  const isFound = matches(node, isMasked, words);
  const isUnfolded = words.length > 0 || options.open.has(id);
  // What is found itself shows all that is in it.
  const within = isUnfolded ? itemRows(node, id, level, isFound ? [] : words, options) : [];
  if (!isFound && within.length === 0) return [];
  const { tag, name, vr } = node;
  const value = `${node.value}${node.isCut ? ' …' : ''}${node.meaning === '' ? '' : ` (${node.meaning})`}`;
  const row = {
    id,
    level,
    tag,
    name,
    vr,
    value: isMasked ? '' : value,
    isMasked,
    isOpen: node.items.length === 0 ? null : within.length > 0,
  };
  return [row, ...within];
}

function itemRows(
  { items }: HeaderNode,
  parent: string,
  level: number,
  words: readonly string[],
  options: HeaderRowOptions,
): readonly HeaderRow[] {
  const isSearch = options.search.trim() !== '';
  return items.flatMap((nodes, at) => {
    const id = `${parent}/${at + 1}/`;
    const isOpen = isSearch || !options.open.has(id);
    const within = isOpen ? nodes.flatMap((node, place) => rowsOf(node, id, place, level + 2, words, options)) : [];
    if (words.length > 0 && within.length === 0) return [];
    const name = `Item ${at + 1} of ${items.length}`;
    return [
      { id, level: level + 1, tag: '', name, vr: '', value: '', isMasked: false, isOpen: nodes.length === 0 ? null : isOpen },
      ...within,
    ];
  });
}

function matches({ tag, name, keyword, value, meaning }: HeaderNode, isMasked: boolean, words: readonly string[]): boolean {
  const text = `${tag} ${name} ${keyword} ${isMasked ? '' : `${value} ${meaning}`}`.toLowerCase();
  return words.every((word) => text.includes(word));
}
