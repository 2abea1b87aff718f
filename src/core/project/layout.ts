/** Where a project keeps its files: paths relative to its root, with forward slashes (design: "A project on disk"). */
export const layout = {
  project: 'radsteps.yaml',
  images: '3-data/images.csv',
  labels: '3-data/labels',
  series: '3-data/series',
  protocol: '3-data/protocol.md',
  split: '3-data/split.csv',
  splitLock: '3-data/split.lock',
  importProblems: '3-data/import-problems.csv',
  kit: '4-kit/kit.yaml',
  experiments: '5-network/experiments',
  model: '5-network/model.mjs',
  runs: '5-network/runs',
  runNotes: '5-network/run-notes',
  local: '.radsteps/local.yaml',
  key: '.radsteps/key',
  paths: '.radsteps/paths.csv',
  problemPaths: '.radsteps/problem-paths.csv',
  modelTypes: '.radsteps/model.d.ts',
  cache: '.radsteps/cache',
  thumbnails: '.radsteps/cache/thumbnails',
  features: '.radsteps/cache/features',
  answers: '.radsteps/cache/answers',
  triage: '.radsteps/triage',
  labelStates: '.radsteps/cache/label-states.json',
  history: '.radsteps/cache/history.json',
  checks: '.radsteps/cache/checks.json',
  fingerprints: '.radsteps/cache/fingerprints',
  backends: '.radsteps/backends.json',
  weights: '.radsteps/weights',
  localRuns: '.radsteps/runs',
  predictions: '.radsteps/predictions',
  journals: '.radsteps/journals',
  reasons: '.radsteps/reasons',
  workLists: '.radsteps/work',
  team: '2-team/team.yaml',
  acceptedFindings: '7-governance/accepted.csv',
  reproductions: '.radsteps/reproductions',
  tidied: '.radsteps/tidied.csv',
  reproduced: '.radsteps/reproduced',
} as const;

/** The folder of one run's record, relative to the project. */
export const runFolder = (run: string): string => `${layout.runs}/${run}`;

/** The history of runs as it was shown last on this machine, with or without other branches; relative to the project. */
export const lastHistoryFile = (all: boolean): string => `${layout.cache}/history-${all ? 'all' : 'tree'}.json`;

/** What people note of a run: star, tags and words. It lies beside the record, which must stay as it was committed; relative to the project. */
export const runNotesFile = (run: string): string => `${layout.runNotes}/${run}.yaml`;

/** The git-ignored folder of one run on this machine (process.json, events.jsonl, trainer.log, checkpoint). */
export const localRunFolder = (run: string): string => `${layout.localRuns}/${run}`;

/** The git-ignored record of a run, or of a cross-validation, as its last reproduction on this machine found it; relative to the project. */
export const reproducedFile = (name: string): string => `${layout.reproduced}/${name}.json`;

/** The record of a cross-validation and its table of predictions, relative to the project; its runs have folders of their own. */
export const foldsFile = (group: string): string => `${layout.runs}/${group}/folds.json`;
export const foldsTable = (group: string): string => `${layout.runs}/${group}/predictions.csv`;
/** The record of a sweep, relative to the project; its runs have folders of their own. */
export const sweepFile = (group: string): string => `${layout.runs}/${group}/sweep.json`;

/** The label file of what a run's model says of an image, relative to the run's folder. */
export const predictedLabelFile = (image: string): string => `predictions/${image}.json`;

/** The label file of one reader for one image, relative to the project. */
export const labelFile = (reader: string, image: string): string => `${layout.labels}/${reader}/${image}.json`;

/** The git-ignored folder of the journals of a reader's labels, relative to the project. */
export const journalFolder = (reader: string): string => `${layout.journals}/${reader}`;

/** The git-ignored work list of a reader, relative to the project. */
export const workListFile = (reader: string): string => `${layout.workLists}/${reader}.worklist`;

/** The git-ignored note why a final label is being changed, relative to the project. */
export const reasonFile = (reader: string, image: string): string => `${layout.reasons}/${reader}/${image}.txt`;
