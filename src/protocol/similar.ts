import type { SimilarImages } from '../core/experiment/similarImages';
import type { GalleryThumbnail } from './gallery';

/** How many images are asked for, and whether those of the same patient are left out. */
export type SimilarChoice = { readonly count: number; readonly otherPatients: boolean };

/** What the page shows; `project`, `run` and `image` find it again after a reload of the window. */
export type SimilarSession = { readonly project: string; readonly run: string; readonly image: string; readonly found: SimilarImages };

/** The contract of the page of the training images most similar to one image; they are found in a process of its own. */
export type SimilarPage = {
  readonly requests: {
    readonly open: (choice: SimilarChoice) => SimilarSession;
    /** Ends the search that is under way; `open` is then refused. */
    readonly cancel: () => void;
    /** Opens an image in the viewer, beside the page. */
    readonly openImage: (image: string) => void;
    readonly openRun: () => void;
    /** Trains the run again, whose weights are not on this machine. */
    readonly reproduce: () => void;
    readonly wantThumbnails: (images: readonly string[]) => void;
    readonly remakeThumbnail: (image: string) => void;
  };
  readonly events: {
    /** How far the search is, in a few words. */
    readonly progress: string;
    readonly thumbnails: readonly GalleryThumbnail[];
  };
};
