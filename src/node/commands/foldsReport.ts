import { describeMetric, shortMetric } from '../../core/experiment/describeMetric';
import type { FoldEntry, FoldsRecord } from '../../core/experiment/foldsRecord';
import { foldsFile } from '../../core/project/layout';
import type { FoldsEvent, FoldsOutcome } from '../run/conductFolds';
import type { RunEvent } from '../run/runPrepared';
import type { CommandResult } from './context';
import type { Output } from './output';

/** Passes what a cross-validation tells on, as `reporterOf` does for a run, each progress with its fold: "fold 2 of 5, training, epoch 3". */
export function foldsReporter(output: Output, reporterOf: (output: Output) => (event: RunEvent) => void): (event: FoldsEvent) => void {
  let place = '';
  const report = reporterOf({ ...output, progress: (progress) => output.progress({ ...progress, phase: `${place}${progress.phase}` }) });
  return (event) => {
    if (event.event !== 'fold') return report(event);
    place = `fold ${event.index} of ${event.of}, `;
    output.event(event, `Fold ${event.index} of ${event.of} of ${event.group}:`);
  };
}

function foldLine({ index, run, state, held, metrics }: FoldEntry, primary: string | undefined): string {
  const metric = primary === undefined ? undefined : metrics[primary];
  const value = primary === undefined || metric === undefined ? state : `${shortMetric(primary, metric)} (n = ${metric.n})`;
  return `  fold ${index}: ${value}; ${held.images} images of ${held.patients} patients held out${run === null ? '' : `; run ${run}`}`;
}

const primaries = ['mae', 'auc', 'accuracy'];

/** A cross-validation in words: each fold, the pooled metrics with n, unit and interval, and how epochs were chosen. */
export function describeFolds(record: FoldsRecord): readonly string[] {
  const { group, state, of, folds, pooled, selection, notes } = record;
  const head = `Cross-validation ${group} ${state}${record.reason === undefined ? '.' : `: ${record.reason}`}`;
  const primary = pooled?.primary ?? primaries.find((name) => folds.some(({ metrics }) => metrics[name] !== undefined));
  const each = folds.map((fold) => foldLine(fold, primary));
  const done = folds.filter(({ predicted }) => predicted !== null).length;
  const rest =
    pooled === null
      ? [`${done} of ${of} folds are done; \`radsteps resume ${group}\` goes on with the rest.`]
      : [
          `Pooled out-of-fold predictions, ${pooled.predicted} of ${pooled.images} images, each by the network that had not seen its patient:`,
          ...Object.entries(pooled.metrics).map(([name, metric]) => `  ${describeMetric(name, metric, null)}`),
          selection,
        ];
  return [head, ...each, ...rest, ...notes, `Record: ${foldsFile(group)}`];
}

/** What a command that cross-validated ends with. */
export function foldsResult({ folds, commit }: FoldsOutcome): CommandResult {
  const committed =
    commit.state === 'committed'
      ? `Committed as ${commit.commit.slice(0, 10)}${commit.branch === null ? '' : ` on ${commit.branch}`}.`
      : commit.reason;
  return { result: { folds, commit }, text: [...describeFolds(folds), committed].join('\n'), exitCode: folds.state === 'failed' ? 1 : 0 };
}
