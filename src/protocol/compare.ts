import type { ComparisonReport } from '../core/experiment/comparisonReport';
import type { SettingImportance } from '../core/experiment/settingImportance';
import type { Undefined } from '../core/statistics/estimate';

/** What the page shows. */
export type CompareSession = {
  /** The project's folder, by which the page is found again after a reload of the window. */
  readonly project: string;
  /** The project's name. */
  readonly title: string;
  /** The runs as they were chosen: their places decide the colours, whichever run is the reference. */
  readonly runs: readonly string[];
  /** Its first run is the reference. */
  readonly report: ComparisonReport;
};

/** What the importance of settings is asked for: a metric, over the runs of the page or all of the history. */
export type ImportanceChoice = { readonly metric: string; readonly over: 'compared' | 'history' };

/** The contract of the page that compares runs; everything is computed in a process of its own. */
export type ComparePage = {
  readonly requests: {
    /** The comparison with a run as the reference; '' for the first one. */
    readonly open: (reference: string) => CompareSession;
    readonly importance: (choice: ImportanceChoice) => SettingImportance | Undefined;
    /** Ends the computing that is under way; `open` is then refused. */
    readonly cancel: () => void;
    /** Opens an image with its label and what each run says of it. */
    readonly openImage: (image: string) => void;
    readonly openRun: (run: string) => void;
    /** Asks which runs to compare, and opens their page in place of this one. */
    readonly chooseRuns: () => void;
  };
  readonly events: {
    /** Files of the compared runs have changed: what is shown is to be asked for again. */
    readonly changed: true;
    /** How far the work is, in a few words. */
    readonly progress: string;
  };
};
