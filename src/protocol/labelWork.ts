import type { CategoryProposal } from '../core/label/categoryProposal';
import type { Label } from '../core/label/label';
import type { ViewerSession } from './viewer';

/** Where a reader is in a work list. */
export type WorkPlace = {
  readonly image: string;
  /** The shown image's place, from 0, of how many. */
  readonly at: number;
  readonly count: number;
  /** Images of the list that still wait for this reader; null while that is being counted. */
  readonly left: number | null;
  /** How the images were chosen and ordered, in a few words. */
  readonly words: string;
  /** Going on makes a label final. */
  readonly finalAtOnce: boolean;
  /** Median seconds that the reader spent on an image, of those shown so far; null before the first. */
  readonly medianSeconds: number | null;
};

/** What stands around a label that is being made, and is not part of it. */
export type WorkView = {
  /** Of which image it is: what it says belongs to no other one. */
  readonly image: string;
  /** Null in the editor of one label. */
  readonly place: WorkPlace | null;
  /** Where the page finds the pictures of the guidelines, by their path in the project. */
  readonly pictures: Readonly<Record<string, string>>;
  /** What a run says of categories; null where no run is asked, or the reader labels blind. */
  readonly proposals: { readonly run: string; readonly categories: readonly CategoryProposal[] } | null;
  /** What other readers say of the image; none where the reader labels blind. */
  readonly others: readonly Label[];
  readonly isBlind: boolean;
  /** A sentence about what could not be read; '' where all could. */
  readonly problem: string;
};

/** What an editor of a label asks and hears about labelling as work. */
export type LabelWorkPage = {
  readonly requests: {
    readonly openWork: () => WorkView;
    /** Saves the label and shows another image of the list: the next, the one before, or the next that waits. Rejects with the sentence why the image stays. */
    readonly goOn: (way: 'next' | 'previous' | 'open') => void;
    /** Makes the label final, or a draft again, which may ask the reader; false where they thought better of it. Rejects with what is missing. */
    readonly setStatus: (status: Label['status']) => boolean;
    /** The reader was at work for so many milliseconds. */
    readonly worked: (ms: number) => void;
    readonly setFinalAtOnce: (isOn: boolean) => void;
    /** Asks who signs the label off, or why it is unlocked. */
    readonly signOff: () => void;
  };
  readonly events: {
    readonly workChanged: WorkView;
    /** What will be shown next, so that it can be decoded already. */
    readonly comesNext: ViewerSession;
    /** A command of VS Code for the page in front. */
    readonly workCommand: 'next' | 'previous' | 'toggleFinal' | 'toggleOthers' | 'acceptAll';
  };
};
