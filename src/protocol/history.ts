import type { NotesEdit } from '../core/experiment/runNotes';

/** What the page is asked for: the runs of all branches and tags too (`all`; null: as the project keeps it), and the digest of the table that it has, '' for none. */
export type HistoryRequest = { readonly all: boolean | null; readonly digest: string };

/** How somebody wants to see a project's history, also after the page was closed; null: as it is at first. */
export type HistoryKept = {
  readonly all: boolean;
  readonly sort: string;
  readonly descending: boolean;
  readonly group: 'none' | 'experiment' | 'group';
  readonly hideFailed: boolean;
  /** `common`, `defaults`, `experiment`, or the name of a run. */
  readonly base: string;
  /** Column ids in their order; null: those that are shown at first. */
  readonly columns: readonly string[] | null;
  readonly details: boolean;
};

/** What the page shows. */
export type HistorySession = {
  /** The project's folder, by which the page is found again after a reload of the window. */
  readonly project: string;
  readonly title: string;
  readonly kept: HistoryKept | null;
  readonly all: boolean;
  readonly digest: string;
  /** A `HistoryTable` as JSON, deflated and in base64: one short text crosses faster than thousands of objects. Null where the page has it already. */
  readonly table: string | null;
  /** True for the table of the last time, given at once while the runs are read; the page asks anew. */
  readonly isOld: boolean;
  readonly live: LiveTexts;
};

/** Where running runs stand, in a few words, by run. */
export type LiveTexts = Readonly<Record<string, string>>;

/** What can be done with runs by the features that do it. */
export type HistoryAction = 'open' | 'compare' | 'export' | 'tidy' | 'reproduce' | 'watch' | 'git' | 'train';

/** The contract of the history's page. */
export type HistoryPage = {
  readonly requests: {
    readonly open: (request: HistoryRequest) => HistorySession;
    readonly keep: (kept: HistoryKept) => void;
    /** Changes what is noted of runs, in files of the working tree that the user commits. */
    readonly note: (change: { readonly runs: readonly string[]; readonly edit: NotesEdit }) => void;
    readonly act: (action: { readonly what: HistoryAction; readonly runs: readonly string[] }) => void;
  };
  readonly events: {
    /** Files or branches have changed: the page asks anew. */
    readonly changed: true;
    readonly live: LiveTexts;
  };
};
