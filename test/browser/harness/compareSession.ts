import { compareRuns } from '../../../src/core/experiment/compareRuns';
import type { ComparedRun } from '../../../src/core/experiment/comparisonReport';
import { experimentDefaults } from '../../../src/core/experiment/experimentDefaults';
import type { PredictedRun } from '../../../src/core/experiment/predictedRun';
import type { PredictionRow } from '../../../src/core/experiment/predictionTable';
import type { RunRecord } from '../../../src/core/experiment/runRecord';
import { type SettingImportance, settingImportance } from '../../../src/core/experiment/settingImportance';
import { settingTable } from '../../../src/core/experiment/settingTable';
import type { TaskName } from '../../../src/core/experiment/taskName';
import type { Undefined } from '../../../src/core/statistics/estimate';
import { mulberry32, normal } from '../../../src/core/statistics/random';
import type { CompareSession } from '../../../src/protocol/compare';

/** Made-up runs: how many, of how many images each, and what they learn. */
export type MadeUpRuns = { readonly count: number; readonly images?: number; readonly task?: TaskName };

const networks = ['compact-cnn', 'resnet-18', 'mobilenet-v2'];
export const runNameOf = (index: number): string => `20261123-21${String(index + 10)}03-sweep-4f${String(index + 10)}`;

function recordOf(index: number, task: TaskName): RunRecord {
  const { train, network } = experimentDefaults;
  const settings = {
    ...experimentDefaults,
    train: { ...train, learningRate: 10 ** (-1 - (index % 4)), batch: 8 * 2 ** (index % 3), weightDecay: index % 2 === 0 ? 0 : 0.01 },
    network: { ...network, name: networks[index % networks.length] },
  };
  return {
    ...{
      run: runNameOf(index),
      state: 'finished',
      experiment: 'sweep',
      task,
      created: '2026-11-23T21:33:00Z',
      author: 'Ada Example',
      settings,
    },
    ...{ target: task === 'regression' ? 'bone_age' : 'fracture', unit: task === 'regression' ? 'months' : '' },
    hashes: { images: 'a', split: 'b', labels: 'c', experiment: 'd' },
  } as unknown as RunRecord;
}

/** The smaller the learning rate (to a point), the smaller the spread of the errors. */
const spread = (index: number): number => 5 + 3 * Math.abs((index % 4) - 2) + 0.2 * (index % 3);

function rowOf(task: TaskName, index: number, image: number, random: () => number): PredictionRow {
  const common = { image: `img-${String(image).padStart(5, '0')}`, patient: `p${image >> 1}`, problem: '' };
  if (task === 'regression') {
    const label = 24 + ((7 * image) % 190);
    return { ...common, label, prediction: label + spread(index) * normal(random), probabilities: [] };
  }
  const yes = image % 3 === 0;
  const score = 1 / (1 + Math.exp(-((12 / spread(index)) * (yes ? 1 : -1) + 1.2 * normal(random))));
  return { ...common, label: yes ? 'yes' : 'no', prediction: score > 0.5 ? 'yes' : 'no', probabilities: [1 - score, score] };
}

function predicted(index: number, { images = 120, task = 'regression' }: MadeUpRuns): PredictedRun {
  const random = mulberry32(index + 1);
  const rows = Array.from({ length: images }, (_, image) => rowOf(task, index, image, random));
  return { record: recordOf(index, task), classes: task === 'classification' ? ['no', 'yes'] : [], rows };
}

function detailsOf({ run, experiment, state, created, author }: RunRecord, index: number, metric: string): ComparedRun {
  const epochs = Array.from({ length: 20 }, (_, epoch) => {
    const left = Math.exp(-epoch / (4 + index));
    const value = metric === 'mae' ? spread(index) + 30 * left : 0.95 - 0.3 * left;
    const row = { epoch: epoch + 1, trainLoss: left + 0.05, tuningLoss: left + 0.12 + 0.01 * index, seconds: 1, imagesPerSecond: 90 };
    return { ...row, metrics: { [metric]: { value, lower: null, upper: null } } };
  });
  return { run, experiment, state, created, author, refs: index === 1 ? ['wider'] : null, epochs };
}

/** What the extension answers for made-up runs, with the wanted one as the reference. */
export function compareSession(made: MadeUpRuns, reference = ''): CompareSession {
  const runs = Array.from({ length: made.count }, (_, index) => runNameOf(index));
  const wanted = runs.includes(reference) ? reference : (runs[0] ?? '');
  const ordered = [wanted, ...runs.filter((run) => run !== wanted)].map((run) => runs.indexOf(run));
  const all = ordered.map((index) => predicted(index, made));
  const comparison = compareRuns(all);
  const details = all.map(({ record }, index) => detailsOf(record, ordered[index] ?? 0, comparison.metric));
  const settings = settingTable(all.map(({ record }) => record.settings));
  return { project: '/home/user/hands', title: 'hands', runs, report: { ...comparison, details, settings } };
}

/** What the extension answers of the importance over `count` made-up runs. */
export function importanceOf(count: number, metric: string): SettingImportance | Undefined {
  const random = mulberry32(9);
  return settingImportance(
    Array.from({ length: count }, (_, index) => ({
      run: runNameOf(index),
      settings: recordOf(Math.floor(1000 * random()), 'regression').settings,
      value: 0,
    })).map((run) => ({ ...run, value: -Math.log10(run.settings.train.learningRate) * 3 + normal(random) })),
    metric,
  );
}
