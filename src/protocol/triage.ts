import type { TriageList } from '../core/experiment/triageList';
import type { TriageState, TriageStates } from '../core/experiment/triageStates';
import type { GalleryThumbnail } from './gallery';

/** The parts of a project that can be sorted. */
export type TriagePart = 'train' | 'tuning' | 'test';

/** What the page is about; by this it is found again after a reload of the window. */
export type TriageSubject = {
  readonly project: string;
  /** '' where no run can alert yet. */
  readonly run: string;
  /** Stands for files outside the project, which the extension remembers; '' for the project's own. */
  readonly outside: string;
};

/** What keeps a list from being made, and what to do first. */
export type TriageLack = { readonly lack: 'images' | 'split' | 'run'; readonly sentence: string };

/** A list with what its readers have said of it. */
export type TriageSession = { readonly list: TriageList; readonly states: TriageStates; readonly notes: readonly string[] };

/** The contract of the page that sorts films by an alert; they are judged in a process of its own. */
export type TriagePage = {
  readonly requests: {
    /** Sorts the films of a part (that of files outside the project does not count). The test part is asked for once more. */
    readonly open: (part: TriagePart) => TriageSession | TriageLack;
    /** Ends the sorting that is under way; `open` is then refused. */
    readonly cancel: () => void;
    /** Null takes a state back. */
    readonly setState: (wanted: { readonly study: string; readonly state: TriageState | null }) => TriageStates;
    /** Opens a film beside the page; the films of the list follow each other there. */
    readonly openFilm: (wanted: { readonly image: string; readonly images: readonly string[] }) => void;
    readonly openRun: () => void;
    readonly saveList: (part: TriagePart) => void;
    readonly chooseFolder: () => void;
    readonly train: () => void;
    readonly importImages: () => void;
    readonly split: () => void;
    /** Trains the run again, whose weights are not on this machine. */
    readonly reproduce: () => void;
    readonly wantThumbnails: (images: readonly string[]) => void;
    readonly remakeThumbnail: (image: string) => void;
  };
  readonly events: {
    /** How far the sorting is, in a few words. */
    readonly progress: string;
    readonly thumbnails: readonly GalleryThumbnail[];
  };
};
