import { standardAttributes } from './standardAttributes';
import { makeUidNames } from './uidNames';
import type { Vr } from './vr';

/** What the standard (PS3.6) says of a data element. */
export type Attribute = {
  /** Such as `PixelSpacing`; '' for retired elements that have none. */
  readonly keyword: string;
  /** Such as `Pixel Spacing`. */
  readonly name: string;
  /** More than one where the dataset decides, such as US or SS. */
  readonly vrs: readonly Vr[];
  /** The value multiplicity, such as `1`, `2-n`. */
  readonly vm: string;
  readonly isRetired: boolean;
  /** True where the confidentiality profile (PS3.15 Table E.1-1) removes or replaces it: it may tell who patient, staff or institution are. */
  readonly isIdentifier: boolean;
};

/** The standard's whole dictionary; large, so a page loads this module when it first shows names. */
export type AttributeDictionary = {
  /** Repeating groups included; undefined for private and unknown tags. */
  readonly find: (tag: number) => Attribute | undefined;
  /** The tag of a keyword, the lowest one of a repeating group; undefined where there is none. */
  readonly tagOf: (keyword: string) => number | undefined;
  /** The name of a transfer syntax or SOP class; '' for other UIDs. */
  readonly nameOfUid: (uid: string) => string;
};

type Entry = { readonly mask: number; readonly tag: number; readonly line: string };

/** Makes the dictionary from the compiled table (edition 2024e); keep what it returns, this takes some milliseconds. */
export function makeAttributeDictionary(): AttributeDictionary {
  const byMask = new Map<number, Map<number, string>>();
  const tags = new Map<string, number>();
  for (const { mask, tag, line } of standardAttributes.trim().split('\n').map(entryOf)) {
    const lines = byMask.get(mask) ?? new Map<number, string>();
    byMask.set(mask, lines.set(tag, line));
    tags.set(line.split('|', 2)[1] ?? '', tag);
  }
  // What holds for one tag goes before what holds for a group of them.
  const masks = [...byMask].sort(([a], [b]) => digits(b) - digits(a));
  const uids = makeUidNames();
  return {
    find: (tag) => find(masks, tag),
    tagOf: (keyword) => (keyword === '' ? undefined : tags.get(keyword)),
    nameOfUid: (uid) => uids.get(uid) ?? '',
  };
}

const digits = (mask: number): number => mask.toString(2).replaceAll('0', '').length;

/** An x stands for any digit. */
function entryOf(line: string): Entry {
  const pattern = line.slice(0, 8);
  const mask = Number.parseInt(pattern.replace(/[^x]/g, 'F').replaceAll('x', '0'), 16);
  return { mask, tag: Number.parseInt(pattern.replaceAll('x', '0'), 16), line };
}

function find(masks: readonly (readonly [number, ReadonlyMap<number, string>])[], tag: number): Attribute | undefined {
  // Odd groups are private; some of them would fit the pattern of a repeating group.
  if ((tag & 0x10000) !== 0) return undefined;
  for (const [mask, lines] of masks) {
    const line = lines.get((tag & mask) >>> 0);
    if (line !== undefined) return attributeOf(line);
  }
  return undefined;
}

function attributeOf(line: string): Attribute {
  const [, keyword = '', vrs = '', vm = '', flags = '', name = ''] = line.split('|');
  return {
    keyword,
    name: name || nameOf(keyword),
    vrs: vrs === '' ? [] : vrs.split('/'),
    vm,
    isRetired: flags.includes('R'),
    isIdentifier: flags.includes('I'),
  };
}

/** The rule by which scripts/makeDictionary.mjs leaves names out. */
const nameOf = (keyword: string): string =>
  keyword
    .replace(/([a-z0-9])([A-Z])|([A-Z])([A-Z][a-z])/g, '$1$3 $2$4')
    .replace(/ (?:Of|To|In|And|From)(?= )/g, (word) => word.toLowerCase());
