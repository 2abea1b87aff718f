import type { Role } from '../team';

/** How a task is found to be done: its files are complete, its table has rows, or what a command makes is there. */
export type TaskCheck =
  | 'files'
  | 'team'
  | 'approvals'
  | 'risk'
  | 'protocol'
  | 'images'
  | 'labels'
  | 'agreement'
  | 'split'
  | 'size'
  | 'experiments'
  | 'run'
  | 'card'
  | 'audit';

/** What helps with a task: own words, short. */
export type Guidance = {
  /** What to do. */
  readonly what: string;
  /** A piece of how it may look when it is good. */
  readonly example: string;
  readonly pitfalls: readonly string[];
};

/** One thing to do in a step. */
export type Task = {
  /** Unique in the project: `<step's folder>/<word>`. */
  readonly id: string;
  readonly title: string;
  /** Its files or folder relative to the project; the first is the one to open. */
  readonly files: readonly string[];
  /** Who usually does it, the first one before all. */
  readonly roles: readonly Role[];
  /** Why it is done, in one sentence. */
  readonly why: string;
  /** The command of `radsteps` that makes it; null where people write it. */
  readonly command: 'import' | 'split' | 'train' | null;
  readonly check: TaskCheck;
  /** Tasks that this one is made from: when one of their files changes later, this one is stale. */
  readonly dependsOn: readonly string[];
  /** True where a row of `2-team/approvals.csv` must approve its first file. */
  readonly signOff: boolean;
  readonly guidance: Guidance;
  /** What its first file begins with where no template brought it; null where something else makes it. */
  readonly starter: string | null;
};

/** A task as the tables of the steps write it: what is left out is usual. */
export type TaskText = Pick<Task, 'title' | 'files' | 'roles' | 'why' | 'guidance'> &
  Partial<Pick<Task, 'command' | 'check' | 'dependsOn' | 'signOff' | 'starter'>>;

/** The tasks of a step by the word that ends their id. */
export type TaskTexts = Readonly<Record<string, TaskText>>;
