import type { NamedBackend } from './experiment';

/** What became of a backend's self-test on one machine. */
export type BackendOutcome =
  | {
      readonly backend: NamedBackend;
      readonly state: 'passes';
      /** The processor, or the card. */
      readonly device: string;
      /** A program that stands in for a graphics card. */
      readonly software: boolean;
      /** Training of the compact CNN on images of 64 x 64; null for software, which takes far longer than ten seconds to get ready. */
      readonly imagesPerSecond: number | null;
      /** Largest error of a derivative, as a share of the largest derivative. */
      readonly error: number;
    }
  | { readonly backend: NamedBackend; readonly state: 'fails' | 'not offered'; readonly reason: string };

/** What `auto` tries, first choice first: the fastest that passes and is not a program in a card's place, then the CPU. */
export function autoBackends(outcomes: readonly BackendOutcome[]): readonly NamedBackend[] {
  const able = outcomes.flatMap((outcome) => (outcome.state === 'passes' && !outcome.software ? [outcome] : []));
  const [fastest] = able.toSorted((a, b) => (b.imagesPerSecond ?? 0) - (a.imagesPerSecond ?? 0));
  return fastest === undefined || fastest.backend === 'cpu' ? ['cpu'] : [fastest.backend, 'cpu'];
}
