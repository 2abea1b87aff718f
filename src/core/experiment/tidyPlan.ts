import type { RunRecord } from './runRecord';

/** A file of this machine that a run can do without: a trained model (named by its SHA-256), or where a run could have gone on. */
export type TidyFile = {
  readonly kind: 'weights' | 'checkpoint';
  /** The weights' SHA-256, or the run's name. */
  readonly name: string;
  readonly bytes: number;
  /** The runs whose file it is. */
  readonly runs: readonly string[];
  /** True for a checkpoint from which its run could still go on. */
  readonly resumable: boolean;
};

/** A run whose files stay although it was chosen, or a file that another run needs; `reason` is a sentence. */
export type TidyLeft = { readonly run: string; readonly reason: string };

/** What would be removed, and what is left alone. */
export type TidyPlan = { readonly remove: readonly TidyFile[]; readonly left: readonly TidyLeft[]; readonly bytes: number };

export type TidyState = {
  /** Every record that is known, of all branches and tags. */
  readonly records: readonly RunRecord[];
  /** The runs that were chosen. */
  readonly chosen: ReadonlySet<string>;
  /** Runs that must keep their files, with the reason as a sentence. */
  readonly kept: ReadonlyMap<string, string>;
  /** Of the chosen ones, so many of the best stay for each target and metric. */
  readonly keepBest: number;
  /** What lies on this machine, in bytes: models by SHA-256, checkpoints by run. */
  readonly weights: ReadonlyMap<string, number>;
  readonly checkpoints: ReadonlyMap<string, number>;
};

const resultOf = (record: RunRecord) => ('result' in record ? record.result : null);
const weightsOf = (record: RunRecord): string | undefined => resultOf(record)?.weights?.sha256;

/** The runs that are best by their first metric, `count` of each target and metric. */
export function bestRuns(records: readonly RunRecord[], count: number): ReadonlySet<string> {
  const groups = new Map<string, { readonly run: string; readonly worth: number }[]>();
  for (const record of records) {
    const result = resultOf(record);
    const metric = result?.metrics[result.primary];
    if (result === null || metric === undefined) continue;
    const key = `${record.target} ${result.primary}`;
    const worth = metric.better === 'lower' ? -metric.best.value : metric.best.value;
    groups.set(key, [...(groups.get(key) ?? []), { run: record.run, worth }]);
  }
  // Of equal ones the newest: names sort by time.
  const sorted = [...groups.values()].map((group) => group.toSorted((a, b) => b.worth - a.worth || (a.run < b.run ? 1 : -1)));
  return new Set(sorted.flatMap((group) => group.slice(0, count).map(({ run }) => run)));
}

function reasonToKeep(record: RunRecord, { kept }: TidyState, best: ReadonlySet<string>, keepBest: number): string | null {
  if (record.state === 'running' || record.state === 'queued') return 'It has not ended yet.';
  const reason = kept.get(record.run);
  if (reason !== undefined) return reason;
  return best.has(record.run) ? (keepBest === 1 ? 'It is the best one.' : `It is one of the ${keepBest} best.`) : null;
}

function checkpointOf({ run, state }: RunRecord, checkpoints: TidyState['checkpoints']): readonly TidyFile[] {
  const bytes = checkpoints.get(run);
  return bytes === undefined ? [] : [{ kind: 'checkpoint', name: run, bytes, runs: [run], resumable: state !== 'finished' }];
}

/** Tells which files of chosen runs can go: never those of a run that must stay, and a model only where no run that stays has the same. */
export function planTidy(state: TidyState): TidyPlan {
  const { records, chosen, weights, checkpoints, keepBest } = state;
  const best = bestRuns(
    records.filter(({ run }) => chosen.has(run)),
    keepBest,
  );
  const stays = new Map<string, string>();
  const going: RunRecord[] = [];
  for (const record of records.filter(({ run }) => chosen.has(run))) {
    const reason = reasonToKeep(record, state, best, keepBest);
    if (reason === null) going.push(record);
    else stays.set(record.run, reason);
  }
  const goes = new Set(going.map(({ run }) => run));
  const usersOf = (sha: string) => records.filter((record) => weightsOf(record) === sha).map(({ run }) => run);
  const shas = [...new Set(going.flatMap((record) => weightsOf(record) ?? []))].filter((sha) => weights.has(sha));
  const models = shas.map(
    (name): TidyFile => ({ kind: 'weights', name, bytes: weights.get(name) ?? 0, runs: usersOf(name), resumable: false }),
  );
  const shared = models.filter(({ runs }) => !runs.every((run) => goes.has(run)));
  const free = models.filter((model) => !shared.includes(model));
  const left = going.flatMap((record) => checkpointOf(record, checkpoints));
  const remove = [...free, ...left];
  return {
    remove,
    left: [
      ...[...stays].map(([run, reason]) => ({ run, reason })),
      ...shared.flatMap(({ runs }) => {
        const others = runs.filter((run) => !goes.has(run));
        return runs
          .filter((run) => goes.has(run))
          .map((run) => ({ run, reason: `${others.join(', ')}, which stays, has the same weights.` }));
      }),
    ],
    bytes: remove.reduce((sum, { bytes }) => sum + bytes, 0),
  };
}
