import type { LabelChange } from '../core/label/compareLabels';
import type { Label } from '../core/label/label';
import type { LabelDefinition } from '../core/label/protocol';

/** Two versions of one reader's label of an image, and what changed from one to the other. */
export type LabelComparison = {
  readonly image: string;
  readonly reader: string;
  /** What is compared, in words: "last commit" and "now". */
  readonly between: readonly [before: string, after: string];
  readonly before: Label | null;
  readonly after: Label | null;
  readonly labels: readonly LabelDefinition[];
  readonly changes: readonly LabelChange[];
  /** The key of the change that is wanted first; null where none is. */
  readonly chosen: string | null;
  /** Its place among the labels that changed, from 0, and how many there are. */
  readonly place: readonly [index: number, count: number];
};

/** What a page that compares labels asks and hears besides the viewer's own contract. */
export type ChangesPage = {
  readonly requests: {
    readonly openChanges: () => LabelComparison;
    /** Shows the label that changed so many places further on, back by numbers below 0. */
    readonly stepLabel: (step: number) => void;
  };
  readonly events: {
    /** A change (by its key) was chosen elsewhere. */
    readonly changeChosen: string;
  };
};
