import { mkdirSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Experiment } from '../../../../src/core/experiment/experiment';
import { experimentDefaults } from '../../../../src/core/experiment/experimentDefaults';
import type { RunPlan } from '../../../../src/node/run/runPlan';
import { type RunEvent, type RunOptions, type RunOutcome, runPrepared } from '../../../../src/node/run/runPrepared';
import { readRunProcess } from '../../../../src/node/run/runProcess';
import type { TemporaryRepository } from '../../../fixtures/temporaryRepository';

const fixture = resolve(dirname(__filename), '../../../fixtures/trainer/fakeTrainer.mjs');

/** An experiment with nothing special about it. */
export const settings: Experiment = {
  data: { target: 'bone_age', reader: 'me', inputs: [] },
  image: { ...experimentDefaults.image, size: [64, 64] },
  augment: experimentDefaults.augment,
  network: { ...experimentDefaults.network, filters: [8] },
  train: { ...experimentDefaults.train, epochs: 3, batch: 2 },
  operatingPoint: experimentDefaults.operatingPoint,
  engine: { ...experimentDefaults.engine, backend: 'cpu' },
};

const image = (name: string, patient: string) => ({
  image: name,
  patient,
  sha256: '00',
  file: `/films of DOE^JOHN/${name}.dcm`,
  target: 100,
  inputs: [],
});

/** A plan that needs no images. */
export const plan: RunPlan = {
  experiment: 'baseline',
  template: 'bone-age',
  hashes: { images: 'a', split: 'b', labels: 'c', experiment: 'd' },
  settings,
  changed: {},
  data: { train: { images: 2, patients: 2 }, tuning: { images: 1, patients: 1 } },
  notes: [],
  job: {
    task: 'regression',
    target: 'bone_age',
    unit: 'months',
    classes: [],
    experiment: settings,
    train: [image('img-1', 'P-1'), image('img-2', 'P-2')],
    tuning: [image('img-3', 'P-3')],
  },
};

/** The fake trainer in one of its modes. */
export const fakeTrainer = (mode: string, env: Readonly<Record<string, string>> = {}): RunOptions['trainer'] => ({
  command: process.execPath,
  args: [fixture],
  env: { PATH: process.env.PATH, FAKE_TRAINER: mode, ...env },
});

/** Runs the plan with the fake trainer. */
export function runFake(
  { root }: Pick<TemporaryRepository, 'root'>,
  mode: string,
  more: Partial<RunOptions> & { readonly env?: Readonly<Record<string, string>> } = {},
  report: (event: RunEvent) => void = () => {},
  signal: AbortSignal = new AbortController().signal,
): Promise<RunOutcome> {
  const { env, ...options } = more;
  return runPrepared(root, plan, { trainer: fakeTrainer(mode, env), commit: true, ...options }, report, signal);
}

/** Waits until another terminal would find the run's trainer: before that it would ask the command, which in a test is the test's own process. */
export async function trainerNoted(root: string, run: string): Promise<void> {
  for (const giveUp = Date.now() + 20_000; Date.now() < giveUp; await sleep(20)) {
    if (((await readRunProcess(root, run))?.trainer ?? null) !== null) return;
  }
  throw new Error(`The trainer of ${run} was never noted.`);
}

/** Makes a project of a repository: its file, the ignored folder, a first commit. */
export function asProject(place: TemporaryRepository): TemporaryRepository {
  place.write('radsteps.yaml', 'name: test\n');
  place.write('.gitignore', '.radsteps/\n');
  mkdirSync(join(place.root, '5-network/runs'), { recursive: true });
  place.git('add', '.');
  place.git('commit', '-q', '-m', 'first');
  return place;
}

/** The first event that fits, as soon as it is reported. */
export function awaited(fits: (event: RunEvent) => boolean): {
  readonly report: (event: RunEvent) => void;
  readonly seen: Promise<RunEvent>;
} {
  let settle: (event: RunEvent) => void = () => {};
  const seen = new Promise<RunEvent>((resolve) => {
    settle = resolve;
  });
  return { seen, report: (event) => (fits(event) ? settle(event) : undefined) };
}
