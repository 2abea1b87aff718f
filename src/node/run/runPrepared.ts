import { join } from 'node:path';
import { endRun, type Heard, hear, nothingHeard, withHeard } from '../../core/experiment/endRun';
import { parseTrainerEvent } from '../../core/experiment/parseTrainerEvent';
import type { RunningRun, RunRecord } from '../../core/experiment/runRecord';
import type { TrainerEvent } from '../../core/experiment/trainerEvent';
import { localRunFolder } from '../../core/project/layout';
import type { CommitOutcome } from '../git/commitFiles';
import { chooseBackends } from '../kit/chooseBackends';
import { commitRecord } from './commitRun';
import { type OpenRun, openRun } from './openRun';
import { recordCleaner } from './recordCleaner';
import { cleanEvent, eventsFile, lineFile } from './runEvents';
import type { RunPlan } from './runPlan';
import { writeRunProcess } from './runProcess';
import { stopAskedAt } from './stopMark';
import { startTrainer, type TrainerCommand, type TrainerExit, type TrainerProcess } from './trainerProcess';
import { writeLastRecord, writeRecord } from './writeRecord';

/** What a run tells while it goes: every event of the trainer, and every new state of the record. */
export type RunEvent = TrainerEvent | { readonly event: 'record'; readonly record: RunRecord };

/** How to run a plan. */
export type RunOptions = {
  readonly trainer: TrainerCommand;
  readonly commit: boolean;
  /** Milliseconds between asking the trainer to stop and killing it; 30,000 unless told. */
  readonly graceMs?: number;
  /** Milliseconds to wait for a lock of git; 10,000 unless told. */
  readonly waitMs?: number;
};

export type RunOutcome = { readonly record: RunRecord; readonly commit: CommitOutcome };

function wordsOf({ code, signal, startFailure }: TrainerExit): string {
  if (startFailure !== null) return `The trainer could not be started (${startFailure}).`;
  if (signal === 'SIGKILL')
    return 'The trainer was killed (SIGKILL; perhaps for want of memory: `radsteps network` shows what a batch needs).';
  return `The trainer ended without a result (${signal ?? `exit code ${code}`}); its last words are in trainer.log of the run's local folder.`;
}

type Listener = { readonly onLine: (line: string) => void; readonly heard: () => Heard; readonly close: () => void };

function listen(
  root: string,
  run: string,
  before: Heard,
  clean: (text: string) => string,
  onEvent: (event: TrainerEvent) => void,
): Listener {
  const events = lineFile(eventsFile(root, run));
  const log = lineFile(join(root, localRunFolder(run), 'trainer.log'));
  let heard = before;
  const onLine = (line: string) => {
    const event = parseTrainerEvent(line);
    if (event === null) return log.append(line);
    events.append(line);
    heard = hear(heard, cleanEvent(event, clean));
    onEvent(event);
  };
  const close = () => {
    events.close();
    log.close();
  };
  return { onLine, heard: () => heard, close };
}

async function noteTrainer(root: string, { run, started }: RunningRun, trainer: TrainerProcess): Promise<void> {
  // Without the note (a full disk) the run goes on; only another terminal can't stop it.
  if (trainer.pid !== null) await writeRunProcess(root, run, started, trainer.pid).catch(() => {});
  if ((await stopAskedAt(root, run)) !== null) trainer.stop();
}

async function waitForEnd(trainer: TrainerProcess, signal: AbortSignal): Promise<TrainerExit> {
  if (signal.aborted) trainer.stop();
  signal.addEventListener('abort', trainer.stop, { once: true });
  try {
    return await trainer.ended;
  } finally {
    signal.removeEventListener('abort', trainer.stop);
  }
}

async function train(
  root: string,
  { record, jobFile, before = nothingHeard }: OpenedRun,
  clean: (text: string) => string,
  options: RunOptions,
  report: (event: RunEvent) => void,
  signal: AbortSignal,
): Promise<RunRecord> {
  let written: Promise<void> = Promise.resolve();
  const listener = listen(root, record.run, before, clean, (event) => {
    report(event);
    if (event.event !== 'started') return;
    const running = withHeard(record, listener.heard());
    report({ event: 'record', record: running });
    // Only for those who look meanwhile; the end writes it again.
    written = writeRecord(root, running).catch(() => {});
  });
  const logFile = join(root, localRunFolder(record.run), 'trainer.log');
  const graceMs = options.graceMs === undefined ? {} : { graceMs: options.graceMs };
  try {
    const trainer = startTrainer(options.trainer, { jobFile, folder: root, logFile, onLine: listener.onLine, ...graceMs });
    await noteTrainer(root, record, trainer);
    const exit = await waitForEnd(trainer, signal);
    const stopAsked = signal.aborted || (await stopAskedAt(root, record.run)) !== null;
    return endRun(record, listener.heard(), { ended: new Date().toISOString(), stopAsked, words: wordsOf(exit) });
  } finally {
    listener.close();
    await written;
  }
}

/**
 * Runs a plan: record before the start, trainer, record at the end, commit. A failed trainer is an outcome, not an error; UserError when the
 * run can't begin or its record can't be written at the end (the old one stays, and the next look completes it).
 */
export async function runPrepared(
  root: string,
  plan: RunPlan,
  options: RunOptions,
  report: (event: RunEvent) => void,
  signal: AbortSignal,
): Promise<RunOutcome> {
  signal.throwIfAborted();
  const backends = await chooseBackends(root, plan.settings.engine, options.trainer, testing(report), signal);
  const job = backends === null ? plan.job : { ...plan.job, backends };
  return conductRun(root, await openRun(root, { ...plan, job }), recordCleaner(root, plan.job), options, report, signal);
}

const testing =
  (report: (event: RunEvent) => void) =>
  (done: number, total: number): void =>
    report({ event: 'progress', phase: 'testing', done, total });

/** A run on the disk that is about to train, with what its trainer had said before where it goes on. */
export type OpenedRun = OpenRun & { readonly before?: Heard };

/** Trains an opened run to its end: record, commit. `clean` takes paths out of the trainer's messages. */
export async function conductRun(
  root: string,
  open: OpenedRun,
  clean: (text: string) => string,
  options: RunOptions,
  report: (event: RunEvent) => void,
  signal: AbortSignal,
): Promise<RunOutcome> {
  report({ event: 'record', record: open.record });
  const record = await train(root, open, clean, options, report, signal);
  await writeLastRecord(root, record);
  report({ event: 'record', record });
  if (!options.commit)
    return { record, commit: { state: 'pending', reason: `The record is not committed; \`radsteps commit ${record.run}\` does it.` } };
  const expected = open.head === null ? {} : { expected: open.head };
  const waitMs = options.waitMs === undefined ? {} : { waitMs: options.waitMs };
  return { record, commit: await commitRecord(root, record, { ...expected, ...waitMs }) };
}
