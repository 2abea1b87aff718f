import type { ResultCard } from '../core/experiment/resultCard';
import type { GalleryThumbnail } from './gallery';

/** A run that may be asked, the best one first, and how good it was. */
export type CardRun = { readonly run: string; readonly words: string };

/** Which run ('' for the best one), and which sex in place of what the index says (null: as the index says). */
export type CardChoice = { readonly run: string; readonly sex: 'F' | 'M' | null };

/** What the page shows; `project` and `image` find it again after a reload of the window. */
export type CardSession = {
  readonly project: string;
  readonly image: string;
  readonly runs: readonly CardRun[];
  readonly card: ResultCard;
};

/** The contract of the page of one image's result; the estimate is made in a process of its own. */
export type CardPage = {
  readonly requests: {
    readonly open: (choice: CardChoice) => CardSession;
    /** Ends the estimate that is under way; `open` is then refused. */
    readonly cancel: () => void;
    /** Puts the draft on the clipboard. */
    readonly copy: (text: string) => void;
    readonly openImage: () => void;
    readonly openRun: (run: string) => void;
    readonly wantThumbnails: (images: readonly string[]) => void;
    readonly remakeThumbnail: (image: string) => void;
  };
  readonly events: {
    readonly thumbnails: readonly GalleryThumbnail[];
  };
};
