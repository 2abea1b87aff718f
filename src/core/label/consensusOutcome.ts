/** What became of the images of which a consensus was to be made: their names, and sentences where something must be decided first. */
export type ConsensusOutcome = {
  /** Written now. */
  readonly made: readonly string[];
  /** Had the same consensus already. */
  readonly kept: readonly string[];
  /** Have a consensus that says something else, and were left as they are. */
  readonly differ: readonly string[];
  readonly undecided: readonly { readonly image: string; readonly why: string }[];
};
