import type { DataGlance } from '../core/overview/dataGlance';
import type { OverviewHead } from '../core/overview/overviewHead';
import type { Activity } from '../core/overview/overviewQuestion';
import type { RunsGlance } from '../core/overview/runsGlance';

/** What the last check found; `failure` says why it could not check. */
export type ProblemsGlance = {
  readonly counts: { readonly error: number; readonly warning: number; readonly information: number };
  readonly worst: readonly {
    readonly severity: 'error' | 'warning' | 'information';
    readonly message: string;
    readonly file: string;
    readonly line: number;
  }[];
  readonly failure: string;
};

/** The parts that are read by themselves, since they take longer than the head. */
export type OverviewParts = {
  readonly data: DataGlance;
  readonly runs: RunsGlance;
  readonly problems: ProblemsGlance;
  readonly activity: readonly Activity[];
};

export type OverviewPart = keyof OverviewParts;

/** What the page shows at first: the head, and of the other parts what is known already. */
export type OverviewSession = {
  readonly project: string;
  readonly head: OverviewHead;
  /** False in Restricted Mode, where no program is started: data, problems and activity are not read then. */
  readonly isTrusted: boolean;
  readonly parts: Partial<OverviewParts>;
};

/** What a click does beyond the page. */
export type OverviewAction =
  | { readonly what: 'task' | 'guidance'; readonly task: string }
  | { readonly what: 'run'; readonly run: string }
  | { readonly what: 'steps' | 'dataset' | 'import' | 'films' | 'split' | 'train' | 'history' | 'problems' | 'trust' };

/** The contract of a project's overview. */
export type OverviewPage = {
  readonly requests: {
    readonly open: () => OverviewSession;
    readonly data: () => DataGlance;
    readonly runs: () => RunsGlance;
    readonly problems: () => ProblemsGlance;
    readonly activity: () => readonly Activity[];
    readonly act: (action: OverviewAction) => void;
  };
  readonly events: {
    /** What is to be asked for again. */
    readonly changed: readonly ('head' | OverviewPart)[];
  };
};
