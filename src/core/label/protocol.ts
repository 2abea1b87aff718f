/** What a reader says of the whole image. */
export const saidKinds = ['category', 'ordinal', 'several', 'number', 'note'] as const;

/** What a reader draws on the image. */
export const drawnKinds = ['box', 'outline', 'mask', 'length', 'angle', 'cobb', 'point', 'interval'] as const;

/** A region may be drawn as either. */
export const regionKinds = ['outline', 'mask'] as const;

export type LabelKind = (typeof saidKinds)[number] | (typeof drawnKinds)[number];

/** One thing that a project labels, from the YAML head of `3-data/protocol.md`. */
export type LabelDefinition = {
  readonly name: string;
  readonly title: string;
  readonly kind: LabelKind;
  /** For a category: its values, the negative one first (two values make a yes-or-no question); for an ordinal, the lowest first. */
  readonly values?: readonly string[];
  /** A key for each value, in their order. */
  readonly keys?: readonly string[];
  /** For a number: its unit, and the range that is plausible. */
  readonly unit?: string;
  readonly minimum?: number;
  readonly maximum?: number;
  /** Readers whose numbers, lengths, angles or points differ by more must be adjudicated; in the unit, millimetres or degrees. */
  readonly tolerance?: number;
  /** For a number: errors of a network up to which shares of images are told ("within 6 and 12 months"), in the unit. */
  readonly tolerances?: readonly number[];
  /** Readers whose outlines, masks or intervals overlap by less (Dice), or whose boxes find no partner that overlaps so much (IoU), must be adjudicated. */
  readonly overlap?: number;
  /** Column names of foreign tables that hold this label. */
  readonly columns?: readonly string[];
  /** What it is, and what kind of thing that is, as codes of a public scheme: scheme, value, meaning, such as "SCT 125605004 Fracture of bone". */
  readonly code?: string;
  readonly codeCategory?: string;
  /** What it is drawn in, #rrggbb. */
  readonly colour?: string;
  /** The key that chooses it. */
  readonly hotkey?: string;
  /** A label without it can't be final. */
  readonly required?: boolean;
  /** What a reader must know while labelling it, in a sentence or two. */
  readonly guideline?: string;
  /** Pictures that show it: paths from the project's folder. */
  readonly pictures?: readonly string[];
};

/** The labelling protocol: what is labelled, and how. */
export type Protocol = {
  /** Readers see neither other readers' labels nor what a model says. */
  readonly blind?: boolean;
  readonly labels: readonly LabelDefinition[];
};

/** True for what is drawn on the image, false for what is said of the whole of it. */
export const isDrawn = ({ kind }: Pick<LabelDefinition, 'kind'>): boolean => drawnKinds.some((drawn) => drawn === kind);

/** The kinds with which a definition can be drawn: a region as an outline or as a mask, whichever the protocol names; its own comes first. */
export function kindsToDraw({ kind }: Pick<LabelDefinition, 'kind'>): readonly LabelKind[] {
  if (!isDrawn({ kind })) return [];
  return regionKinds.some((region) => region === kind) ? [kind, ...regionKinds.filter((region) => region !== kind)] : [kind];
}
