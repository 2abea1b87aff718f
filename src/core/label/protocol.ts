/** One thing that a project labels, from the YAML head of `3-data/protocol.md`. */
export type LabelDefinition = {
  readonly name: string;
  readonly title: string;
  readonly kind: 'category' | 'number' | 'box' | 'outline' | 'mask';
  /** For a category: its values, the negative one first (two values make a yes-or-no question). */
  readonly values?: readonly string[];
  /** For a number: its unit, and the range that is plausible. */
  readonly unit?: string;
  readonly minimum?: number;
  readonly maximum?: number;
  /** Column names of foreign tables that hold this label. */
  readonly columns?: readonly string[];
};

/** The labelling protocol: what is labelled, and how. */
export type Protocol = {
  readonly labels: readonly LabelDefinition[];
};

/** True for what is drawn on the image, false for what is said of the whole of it. */
export const isDrawn = ({ kind }: Pick<LabelDefinition, 'kind'>): boolean => kind !== 'category' && kind !== 'number';
