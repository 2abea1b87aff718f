import type { Part } from '../../src/core/dataset/split';
import type { ConsensusRules } from '../../src/core/label/consensusRule';

/** What the user has chosen on the page; kept over hiding and reloading. */
export type Look = {
  /** Null: all readers. */
  readonly readers: readonly string[] | null;
  /** Null: all images. */
  readonly part: Part | null;
  readonly tab: 'agreement' | 'adjudicate';
  /** The two readers of the matrices and figures, joined by a line feed; '' for the first two. */
  readonly pair: string;
  /** The label whose differences are listed; '' for all. */
  readonly label: string;
  /** Only images without a consensus that still holds. */
  readonly open: boolean;
  readonly rules: ConsensusRules;
  /** Consensus labels are made final at once. */
  readonly final: boolean;
};

export const firstLook: Look = {
  readers: null,
  part: null,
  tab: 'agreement',
  pair: '',
  label: '',
  open: false,
  rules: {},
  final: false,
};

/** The look that a page has put away, as far as there is one. */
export function keptLook(state: unknown): Look {
  const look = typeof state === 'object' && state !== null && 'look' in state ? state.look : null;
  return typeof look === 'object' && look !== null ? { ...firstLook, ...look } : firstLook;
}
