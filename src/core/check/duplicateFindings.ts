import { mulberry32 } from '../statistics/random';
import type { Finding } from './finding';
import type { IndexedImage } from './indexedImage';
import { type CheckedIndex, twiceFinding } from './indexFindings';
import { bitsApart, eachNearPair, type HashList } from './nearHashes';
import { correlation } from './perceptualHash';

/** Bits of 63 in which two perceptual hashes may differ, and the correlation of the small pictures above which two images count as one. */
export const nearBits = 6;
export const nearCorrelation = 0.98;

/** What is known of the look of an image by the SHA-256 of its file. */
export type Looks = {
  readonly hash: (sha256: string) => readonly [number, number] | null;
  readonly small: (sha256: string) => Uint8Array;
};

/** Images with one hash. */
type Alike = { readonly hash: readonly [number, number]; readonly images: IndexedImage[] };

/** Images of different patients that look the same: near by their hashes, confirmed by the correlation of their small pictures; `isKnown` says of two whether they are told already. */
export function nearDuplicateFindings(
  index: CheckedIndex,
  looks: Looks,
  isKnown: (a: IndexedImage, b: IndexedImage) => boolean,
): readonly Finding[] {
  const groups = groupByHash(index.images, looks);
  const findings: Finding[] = [];
  const confirm = (first: IndexedImage, second: IndexedImage): void => {
    if (first.row.patient === second.row.patient || isKnown(first, second)) return;
    if (correlation(looks.small(first.row.sha256), looks.small(second.row.sha256)) <= nearCorrelation) return;
    findings.push(twiceFinding(index, inOrder(first, second), 'near-duplicate', 'almost the same picture as'));
  };
  for (const { images } of groups) for (const image of images.slice(1)) if (images[0] !== undefined) confirm(images[0], image);
  const hashes = new Uint32Array(2 * groups.length);
  for (const [place, { hash }] of groups.entries()) hashes.set(hash, 2 * place);
  eachNearPair(hashes, affordableBits(hashes), (a, b) => {
    const [first] = groups[a]?.images ?? [];
    const second = groups[b]?.images.find(({ row }) => row.patient !== first?.row.patient);
    if (first !== undefined && second !== undefined) confirm(first, second);
  });
  return findings;
}

const inOrder = (a: IndexedImage, b: IndexedImage) => (a.line < b.line ? { first: a, second: b } : { first: b, second: a });

function groupByHash(images: readonly IndexedImage[], { hash }: Looks): readonly Alike[] {
  const groups = new Map<number, Map<number, Alike>>();
  const list: Alike[] = [];
  for (const image of images) {
    const words = hash(image.row.sha256);
    if (words === null) continue;
    const below = groups.get(words[0]) ?? new Map<number, Alike>();
    groups.set(words[0], below);
    const known = below.get(words[1]);
    if (known !== undefined) known.images.push(image);
    else {
      const fresh = { hash: words, images: [image] };
      below.set(words[1], fresh);
      list.push(fresh);
    }
  }
  return list;
}

/** Pairs that are confirmed by their small pictures, at most: a few seconds of work. */
const mostCandidates = 1e6;
const sampled = 100_000;

/** The widest distance up to `nearBits` that leaves so few pairs: where very many images look alike (100,000 hands), only the nearest are compared. */
export function affordableBits(hashes: HashList): number {
  const count = hashes.length / 2;
  const pairs = (count * (count - 1)) / 2;
  if (pairs <= mostCandidates) return nearBits;
  const random = mulberry32(1);
  const pick = (): number => Math.floor(random() * count);
  const found = Array.from({ length: nearBits + 1 }, () => 0);
  for (let turn = 0; turn < sampled; turn += 1) {
    const bits = bitsApart(hashes, pick(), pick());
    // A hash drawn with itself adds about one in `count`.
    if (bits <= nearBits) found[bits] = (found[bits] ?? 0) + 1;
  }
  let bits = nearBits;
  const within = (distance: number): number => found.slice(1, distance + 1).reduce((sum, n) => sum + n, 0) / sampled;
  while (bits > 2 && within(bits) * pairs > mostCandidates) bits -= 1;
  return bits;
}
