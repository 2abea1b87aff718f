import type { AttentionMap } from '../core/experiment/attentionMap';
import type { FindingWords } from '../core/experiment/findingWords';
import type { TaskName } from '../core/experiment/taskName';
import type { Label, Mark } from '../core/label/label';
import type { LabelDefinition } from '../core/label/protocol';

/** What one run says of the image. */
export type RunFinding = {
  readonly run: string;
  readonly experiment: string;
  readonly task: TaskName | null;
  /** The name of the label that it learned, and its title in the protocol. */
  readonly target: string;
  readonly title: string;
  /** A number or a class in words; null where it draws, or says nothing. */
  readonly words: FindingWords | null;
  /** What it drew; null where it draws nothing, or not on this image. */
  readonly marks: readonly Mark[] | null;
  /** Of an area: the share of the image, 0 to 1. */
  readonly share: number | null;
  /** Why it says nothing, as a sentence; '' where it says something. */
  readonly problem: string;
};

/** What a page of findings is asked to show, and what makes it return after a reload. */
export type FindingsPlace = {
  /** Folder of the project. */
  readonly project: string;
  readonly image: string;
  readonly runs: readonly string[];
  /** The list through which one goes on; the image alone where there is none. */
  readonly images: readonly string[];
};

/** An image with its label and what runs say of it. */
export type Findings = FindingsPlace & {
  /** The reference standard: against it predictions are held; null where nobody has labelled the image, or it may not be seen. */
  readonly label: Label | null;
  /** What the label says of the runs' targets, in words, a line each. */
  readonly labelled: readonly string[];
  readonly labels: readonly LabelDefinition[];
  /** In the order asked for; none where they are hidden. */
  readonly findings: readonly RunFinding[];
  /** A blind reader has yet to label the image. */
  readonly isHidden: boolean;
  /** The instance that a network sees of an image of many files; null where the image is one file. */
  readonly seen: string | null;
  /** Sentences about what is left out. */
  readonly notes: readonly string[];
};

/** What a page of findings asks and hears besides the viewer's own contract. */
export type FindingsPage = {
  readonly requests: {
    readonly openFindings: () => Findings;
    /** Shows the image so many places further on in the list, back by numbers below 0; one whose files are not on this machine is passed over. Rejects where there is none. */
    readonly stepFindings: (step: 1 | -1) => void;
    /** Where a run's network found its answer; another question ends the one before. Rejects with a sentence, such as that the run's weights are missing; null where it was cancelled. */
    readonly askAttention: (run: string) => AttentionMap | null;
    readonly stopAttention: () => void;
    /** Opens the reader's label of the image. */
    readonly labelImage: () => void;
    readonly openRun: (run: string) => void;
  };
  readonly events: {
    /** Another image, or something that was said of this one changed. */
    readonly findingsReset: Findings;
    /** What is being computed for a run's attention, in a few words. */
    readonly attentionProgress: string;
  };
};
