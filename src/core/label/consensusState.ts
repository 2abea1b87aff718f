import type { Label } from './label';
import { sameValue } from './sameValue';

/** Where the consensus of an image stands; stale where a label that it was made from has changed since, or gone. */
export type ConsensusState = 'none' | 'draft' | 'final' | 'stale';

/** The readers whose labels a consensus was made from and that have changed since, or gone; `hashOf` is the SHA-256 of a reader's label now, null without one. */
export const changedSources = ({ sources = [] }: Label, hashOf: (reader: string) => string | null): readonly string[] =>
  sources.filter(({ reader, sha256 }) => hashOf(reader) !== sha256).map(({ reader }) => reader);

/** Where a consensus stands now. */
export function consensusState(label: Label | undefined, hashOf: (reader: string) => string | null): ConsensusState {
  if (label === undefined) return 'none';
  return changedSources(label, hashOf).length > 0 ? 'stale' : label.status;
}

/** True where two labels say the same of an image, whatever their marks' ids. */
export function saysTheSame(a: Label, b: Label): boolean {
  const shapes = ({ marks }: Label) => marks.map(({ id: _, ...shape }) => shape);
  return sameValue(a.categories, b.categories) && sameValue(shapes(a), shapes(b));
}
