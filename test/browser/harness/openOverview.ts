import type { Chart } from '../../../src/core/dataset/galleryCounts';
import type { DataGlance } from '../../../src/core/overview/dataGlance';
import { type OverviewHead, overviewHead } from '../../../src/core/overview/overviewHead';
import { type GlancedRun, runsGlance } from '../../../src/core/overview/runsGlance';
import { steps } from '../../../src/core/project/steps';
import type { TaskState } from '../../../src/core/project/taskStatus';
import type { Member } from '../../../src/core/project/team';
import type { OverviewAction, OverviewPage, OverviewParts, OverviewSession } from '../../../src/protocol/overview';
import { type OpenedPage, openPage } from './openPage';
import type { Theme } from './themeVariables';

const team: readonly Member[] = [
  {
    name: 'Ada Lead',
    from: 'department',
    roles: ['lead', 'clinician', 'reader'],
    skills: ['image-interpretation', 'clinical-understanding'],
  },
  { name: 'Ivy Wire', from: 'hospital', roles: ['it'], skills: ['pacs-and-network'] },
  { name: 'Ben Builder', from: 'university', roles: ['developer'], skills: ['programming'] },
  { name: 'TODO: who plans the numbers?', from: 'university', roles: ['statistician'], skills: ['statistics'] },
];

const problem: OverviewHead['success'] = {
  ...{ metric: 'mae', op: '<=', value: 8, unit: 'months' },
  why: 'Readers vary by about 6 months; below 8 is good on the 200 test films of the RSNA challenge 2017.',
};

const fresh = (state: TaskState): readonly Parameters<typeof overviewHead>[0]['steps'][number][] =>
  steps.map((step) => ({
    step,
    tasks: step.tasks.map((task) => ({ task, state, reason: state === 'open' ? 'it has 2 open questions (TODO)' : '' })),
  }));

/** A project half way: three steps done, one task stale. */
export const halfHead = overviewHead({
  project: { name: 'Bone age, left hand', template: 'bone-age' },
  problem: { question: 'What is the bone age, in months, of the child whose hand this radiograph shows?', success: problem },
  team,
  steps: steps.map((step) => ({
    step,
    tasks: step.tasks.map((task, index) => ({
      task,
      state: step.number <= 2 || (step.number === 3 && index < 6) ? 'done' : step.number === 3 && index === 7 ? 'stale' : 'open',
      reason: step.number === 3 && index === 6 ? '14 of 90 images of the test part read twice' : 'model-card.md is missing',
    })),
  })),
});

/** A project that has just been made. */
export const emptyHead = overviewHead({
  project: { name: 'Wrists', template: 'fractures' },
  ...{ problem: null, team: [], steps: fresh('open') },
});

export const doneHead = overviewHead({
  project: { name: 'Wrists', template: 'fractures' },
  ...{ problem: null, team, steps: fresh('done') },
});

const chart = (column: string, title: string, counts: Readonly<Record<string, number>>, unknown = 0): Chart => ({
  ...{ column, title, unit: '', kind: 'bars', n: Object.values(counts).reduce((sum, n) => sum + n, unknown), others: { values: 0, n: 0 } },
  bars: Object.entries(counts).map(([label, n]) => ({ label, value: label, n, chosen: false })),
  unknown: { label: 'not known', value: 'none', n: unknown, chosen: false },
});

const ages: Chart = {
  ...chart('age', 'Age', {}, 12),
  ...{ unit: 'years', kind: 'histogram', n: 600 },
  bars: [4, 12, 30, 60, 90, 110, 120, 84, 52, 26].map((n, index) => ({
    ...{ label: `${index * 2} to under ${index * 2 + 2}`, value: `${index * 2}..${index * 2 + 2}`, n, chosen: false },
  })),
};

const data: DataGlance = {
  ...{ images: 600, patients: 402, studies: 511, labels: '540 final, 40 draft, 20 without a label', labelled: 0.9, notes: [] },
  parts: [
    { part: 'train', images: 420, patients: 281 },
    { part: 'tuning', images: 90, patients: 61 },
    { part: 'test', images: 90, patients: 60 },
  ],
  charts: [
    { ...ages, column: 'bone_age', title: 'Bone age', unit: 'months' },
    chart('sex', 'Sex', { F: 310, M: 280 }, 10),
    ages,
    chart('body_part', 'Body part', { HAND: 600 }),
    chart('manufacturer', 'Manufacturer', {
      'Northlight Imaging of the far north': 300,
      'Saltmarsh Devices': 200,
      'Quietwave Medical': 100,
    }),
  ],
};

const values = [14.2, 12.8, 13.1, 10.9, 9.4, 9.9, 8.7, 8.9];
const runs = values.map((value, index): GlancedRun => {
  const run = `2026030${index + 1}-101500-quick-4f2a`;
  const metric = { name: 'mae', unit: 'months', better: 'lower', target: 'bone_age' } as const;
  const point = {
    run,
    experiment: 'quick',
    created: `2026-03-0${index + 1}T10:15:00.000Z`,
    value,
    interval: [value - 1.4, value + 1.6] as const,
  };
  return { listing: { state: 'finished' }, split: index < 2 ? 'old' : 'now', key: 'mae', metric, point: { ...point, n: 90, patients: 61 } };
});

/** All that the page can show of the project half way. */
export const halfParts: OverviewParts = {
  data,
  runs: runsGlance(runs.toReversed(), 'now', 'mae'),
  problems: {
    ...{ counts: { error: 2, warning: 5, information: 1 }, failure: '' },
    worst: [
      { severity: 'error', message: 'The patient of line 14 is in two parts of the split.', file: '3-data/split.csv', line: 14 },
      { severity: 'error', message: 'Something like a date of birth stands here.', file: '3-data/datasheet.md', line: 22 },
      { severity: 'warning', message: 'Two images are almost the same.', file: '3-data/images.csv', line: 81 },
      {
        severity: 'warning',
        message: 'Too few patients for the sensitivity that is to be shown.',
        file: '6-validation/acceptance.yaml',
        line: 9,
      },
    ],
  },
  activity: [
    {
      commit: '1a2b3c4',
      subject: 'Run 20260308-101500-quick-4f2a: MAE 8.90 months',
      author: 'Ben Builder',
      at: '2026-03-08T10:20:00+01:00',
    },
    { commit: '2b3c4d5', subject: 'Images, labels and split', author: 'Ada Lead', at: '2026-03-01T09:00:00+01:00' },
  ],
};

/** What the page shows of a project that has just been made. */
export const emptyParts: OverviewParts = {
  data: { images: 0, patients: 0, studies: null, parts: [], labels: '', labelled: 0, charts: [], notes: [] },
  runs: runsGlance([], '', ''),
  problems: { counts: { error: 0, warning: 0, information: 0 }, worst: [], failure: '' },
  activity: [],
};

export type OpenedOverview = OpenedPage<OverviewPage> & {
  /** What was clicked. */
  readonly acted: readonly OverviewAction[];
  /** What the page asked for, in order. */
  readonly asked: readonly string[];
};

export type OverviewOptions = {
  readonly theme?: Theme;
  readonly width?: number;
  readonly session?: Partial<OverviewSession>;
  readonly parts?: Partial<OverviewParts>;
  /** Answers the head or a part instead; may fail or never end. */
  readonly instead?: Partial<Record<'open' | keyof OverviewParts, () => Promise<never>>>;
};

/** Opens the page as a project half way, unless told otherwise. */
export async function openOverview(options: OverviewOptions = {}): Promise<OpenedOverview> {
  const acted: OverviewAction[] = [];
  const asked: string[] = [];
  const { instead = {} } = options;
  const parts = { ...halfParts, ...options.parts };
  const answer = async <K extends keyof OverviewParts>(part: K): Promise<OverviewParts[K]> => {
    asked.push(part);
    return (await instead[part]?.()) ?? parts[part];
  };
  const opened = await openPage<OverviewPage>(
    'overview',
    {
      open: async () => {
        asked.push('open');
        return (await instead.open?.()) ?? { project: '/projects/hands', head: halfHead, isTrusted: true, parts: {}, ...options.session };
      },
      data: () => answer('data'),
      runs: () => answer('runs'),
      problems: () => answer('problems'),
      activity: () => answer('activity'),
      act: (action) => {
        acted.push(action);
        if (action.what === 'train') throw new Error('There is no experiment to train.');
      },
    },
    { theme: options.theme ?? 'dark', viewport: { width: options.width ?? 1180, height: 1000 } },
  );
  return { ...opened, acted, asked };
}
