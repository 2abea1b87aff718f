import { alikeNumbers } from '../../core/experiment/alikeNumbers';
import { metricTitle, shortMetric } from '../../core/experiment/describeMetric';
import { settingWords } from '../../core/experiment/settingWords';
import { combinationsOf, isTrialEnded, rankTrials, type SweepRecord, type SweepTrial } from '../../core/experiment/sweepRecord';
import { sweepFile } from '../../core/project/layout';
import type { SweepEvent, SweepOutcome } from '../run/conductSweep';
import type { CommandResult } from './context';
import type { Output } from './output';
import { padColumns } from './padColumns';

const words: Readonly<Record<SweepTrial['state'], string>> = {
  open: 'goes on',
  running: 'begins',
  paused: 'paused',
  waiting: 'has done its rung',
  finished: 'finished',
  dropped: 'dropped by successive halving',
  failed: 'failed',
  cancelled: 'cancelled',
};

const epochWords = (epochs: number): string => `${epochs} ${epochs === 1 ? 'epoch' : 'epochs'}`;

function trialLine({ index, state, metric, settings, epochs }: SweepTrial, of: number): string {
  const value = metric === null || state === 'running' ? '' : `, ${shortMetric(metric.name, metric)} after ${epochWords(epochs)}`;
  const verb = state === 'running' && epochs > 0 ? 'goes on' : words[state];
  return `Run ${index} of ${of} (${settingWords(settings)}) ${verb}${value}.`;
}

/** Passes what a sweep tells on: a line for each run's start and end, and progress with its number. */
export function sweepReporter(output: Output): (event: SweepEvent) => void {
  return (event) => {
    if (event.event === 'trial') return output.event(event, trialLine(event.trial, event.of));
    if (event.event !== 'progress') return output.event(event, event.event === 'warning' ? `Run ${event.trial}: ${event.message}` : null);
    const { trial, phase, epoch, done, total } = event;
    output.progress({ phase: `run ${trial}, ${phase}${epoch === undefined ? '' : `, epoch ${epoch}`}`, done, total });
  };
}

function rowOf({ index, settings, state, metric, epochs, run }: SweepTrial, place: number): readonly string[] {
  const [value = '', lower = '', upper = ''] = metric === null ? [] : alikeNumbers([metric.value, ...(metric.interval ?? [])]);
  const interval = metric === null ? '' : metric.interval === null ? 'no interval' : `${lower} to ${upper}`;
  const n = metric === null ? '' : `${metric.n} images, ${metric.patients} patients`;
  return [
    metric === null ? '' : `${place}.`,
    `run ${index}`,
    settingWords(settings),
    value,
    interval,
    n,
    `${state}, ${epochWords(epochs)}`,
    run ?? '',
  ];
}

/** The runs of a sweep as a table, best first, and what is to be known of a best of many. */
export function describeSweep(record: SweepRecord): readonly string[] {
  const { group, state, trials, of, reason, rungs, sweep, notes } = record;
  const ranked = rankTrials(trials);
  const metric = ranked[0]?.metric ?? null;
  const done = trials.filter(isTrialEnded).length;
  const head = `Sweep ${group} ${state}${reason === undefined ? '' : `: ${reason}`}; ${done} of ${of} runs are done${state === 'paused' ? `; \`radsteps sweep --resume ${group}\` goes on` : ''}.`;
  if (metric === null) return [head, ...notes, `Record: ${sweepFile(group)}`];
  const unit = metric.unit === '' ? '' : ` (${metric.unit})`;
  const header = ['', '', 'settings', `${metricTitle(metric.name)}${unit}`, '95 % interval', 'tuning part', 'state', 'run'];
  const halving =
    sweep.halving === null
      ? []
      : [
          `Successive halving (Jamieson and Talwalkar 2016; Li et al. 2018): ranked after ${rungs.slice(0, -1).join(', ')} of ${rungs.at(-1)} epochs, one of ${sweep.halving.factor} going on.`,
        ];
  const combinations = combinationsOf(trials).map(({ settings, mean, deviation, seeds }) => {
    const [middle, spread] = alikeNumbers([mean, deviation]);
    return `  ${settingWords(settings) || 'as they are'}: ${middle}, standard deviation ${spread} over ${seeds} seeds`;
  });
  const compared = trials.filter((trial) => trial.metric !== null).length;
  return [
    head,
    ...padColumns([header, ...ranked.map((trial, place) => rowOf(trial, place + 1))]),
    ...halving,
    ...(combinations.length === 0 ? [] : [`Mean ${metricTitle(metric.name)} over seeds, best first:`, ...combinations]),
    ...(compared < 2
      ? []
      : [
          `The best of ${compared} runs was chosen on the tuning part, so its value there is optimistic: part of it is luck. \`radsteps compare\` says which differences are more than chance; only images that chose nothing (step 6) tell how good it is.`,
        ]),
    ...notes,
    `Record: ${sweepFile(group)}`,
  ];
}

/** What a command that trained a sweep ends with. */
export function sweepResult({ sweep, commit }: SweepOutcome): CommandResult {
  const committed =
    commit.state === 'committed'
      ? `Committed as ${commit.commit.slice(0, 10)}${commit.branch === null ? '' : ` on ${commit.branch}`}.`
      : commit.reason;
  const text = [...describeSweep(sweep), committed].join('\n');
  return { result: { sweep, commit }, text, exitCode: sweep.state === 'failed' ? 1 : 0 };
}
