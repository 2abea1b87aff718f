import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex, utf8ToBytes } from '@noble/hashes/utils.js';
import { compareText } from '../dataset/compareText';

/** In which order a reader labels: that of the index, at random (the same for the same seed), or what a run is least sure of first. */
export type WorkOrder =
  | { readonly by: 'index' }
  | { readonly by: 'random'; readonly seed: string }
  | { readonly by: 'uncertainty'; readonly uncertainty: ReadonlyMap<string, number> };

/** All images in the order in which a reader labels them; it does not depend on what is labelled already, so that next and previous stay the same. */
export function workOrder(images: readonly string[], order: WorkOrder): readonly string[] {
  if (order.by === 'index') return images;
  if (order.by === 'random') return byKey(images, (image) => bytesToHex(sha256(utf8ToBytes(`${order.seed}|${image}`))), compareText);
  // What the run has not seen comes last, in the order of the index.
  return byKey(
    images,
    (image) => order.uncertainty.get(image) ?? Number.NEGATIVE_INFINITY,
    (a, b) => (a === b ? 0 : b - a),
  );
}

function byKey<K>(images: readonly string[], key: (image: string) => K, compare: (a: K, b: K) => number): readonly string[] {
  return images
    .map((image) => ({ image, key: key(image) }))
    .toSorted((a, b) => compare(a.key, b.key))
    .map(({ image }) => image);
}

/** The next image in an order (the one before with step -1) that still waits for this reader, round to where it began; null where none does. */
export function nextOpen(
  order: readonly string[],
  current: string | null,
  isOpen: (image: string) => boolean,
  step: 1 | -1 = 1,
): string | null {
  const start = current === null ? -1 : order.indexOf(current);
  const from = start < 0 && step === -1 ? order.length : start;
  for (let away = 1; away <= order.length; away++) {
    const image = order[(from + step * away + 2 * order.length) % order.length];
    if (image !== undefined && isOpen(image)) return image;
  }
  return null;
}
