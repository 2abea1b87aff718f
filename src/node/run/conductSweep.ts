import type { RunRecord } from '../../core/experiment/runRecord';
import type { SweepRecord, SweepTrial } from '../../core/experiment/sweepRecord';
import { isTrialEnded } from '../../core/experiment/sweepRecord';
import { UserError } from '../../core/userError';
import type { CommitOutcome } from '../git/commitFiles';
import { commitSweep } from './commitSweep';
import type { OpenSweep } from './openSweep';
import { readRecord } from './readRecord';
import type { RunEvent, RunOptions } from './runPrepared';
import { readSweepQueue, type SweepQueue, writeSweepRecord } from './sweepFiles';
import { afterRun, type Interruption, promote, queueOf } from './sweepState';
import { trainTrial } from './trainTrial';
import { writeRecord } from './writeRecord';

/** What a sweep tells while it goes: every new state of one of its runs, and every event of each with its number. */
export type SweepEvent =
  | (RunEvent & { readonly trial: number })
  | { readonly event: 'trial'; readonly group: string; readonly of: number; readonly trial: SweepTrial };

export type SweepOutcome = { readonly sweep: SweepRecord; readonly commit: CommitOutcome };

type Report = (event: SweepEvent) => void;

/** How often the queue's file is looked at, milliseconds. */
const lookMs = 300;

/** A sweep at work. */
class Conductor {
  readonly #root: string;
  readonly #open: OpenSweep;
  readonly #options: RunOptions;
  readonly #report: Report;
  readonly #signal: AbortSignal;
  readonly #atWork = new Map<number, AbortController>();
  #record: SweepRecord;
  #queue: SweepQueue = { version: 1, request: null, order: [], cancelled: [] };
  #written: Promise<void> = Promise.resolve();

  constructor(root: string, open: OpenSweep, options: RunOptions, report: Report, signal: AbortSignal) {
    this.#root = root;
    this.#open = open;
    this.#record = open.record;
    this.#options = options;
    this.#report = report;
    this.#signal = signal;
  }

  /** Trains rung after rung until all runs are through, or somebody pauses or cancels the sweep. */
  async conduct(): Promise<SweepRecord> {
    await this.#look();
    const timer = setInterval(() => void this.#look(), lookMs);
    const stop = () => this.#interrupt();
    this.#signal.addEventListener('abort', stop, { once: true });
    try {
      for (const rung of this.#record.rungs.keys()) {
        await this.#trainRung(rung);
        if (this.#isAsked()) break;
        await this.#promote(rung);
      }
    } finally {
      clearInterval(timer);
      this.#signal.removeEventListener('abort', stop);
    }
    await this.#change(endOf(this.#record, this.#asked()));
    return this.#record;
  }

  #asked(): SweepQueue['request'] {
    return this.#queue.request ?? (this.#signal.aborted ? 'pause' : null);
  }

  #isAsked(): boolean {
    return this.#asked() !== null;
  }

  /** Reads what other commands ask of the sweep. */
  async #look(): Promise<void> {
    this.#queue = await readSweepQueue(this.#root, this.#record.group);
    if (this.#isAsked()) this.#interrupt();
    for (const index of this.#queue.cancelled) this.#atWork.get(index)?.abort();
  }

  #interrupt(): void {
    for (const controller of this.#atWork.values()) controller.abort();
  }

  async #trainRung(rung: number): Promise<void> {
    const failures: unknown[] = [];
    const worker = async (): Promise<void> => {
      for (let trial = await this.#next(rung); trial !== null && failures.length === 0; trial = await this.#next(rung)) {
        try {
          await this.#train(trial, rung);
        } catch (error) {
          failures.push(error);
          this.#interrupt();
        }
      }
    };
    await Promise.all(Array.from({ length: this.#record.atOnce }, worker));
    const [first] = failures;
    if (first !== undefined) throw first;
  }

  /** The run whose turn it is, marked as running at once so that no other worker takes it; null where there is none. */
  async #next(rung: number): Promise<SweepTrial | null> {
    await this.#look();
    if (this.#isAsked()) return null;
    const cancelled = new Set(this.#queue.cancelled);
    const free = queueOf(this.#record, rung, this.#queue.order).filter(({ index }) => !this.#atWork.has(index));
    const next = free.find(({ index }) => !cancelled.has(index)) ?? null;
    for (const { index } of free) if (cancelled.has(index)) await this.#changeTrial(index, { state: 'cancelled' });
    if (next !== null) this.#atWork.set(next.index, new AbortController());
    return next;
  }

  async #train(trial: SweepTrial, rung: number): Promise<void> {
    const { group, rungs } = this.#record;
    const { index } = trial;
    const controller = this.#atWork.get(index) ?? new AbortController();
    const isLast = rung === rungs.length - 1;
    const until = isLast ? {} : { until: rungs[rung] ?? 1 };
    try {
      await this.#changeTrial(index, { state: 'running' });
      if (this.#isAsked()) controller.abort();
      const report = (event: RunEvent) => this.#hear(index, event);
      const wanted = { group, index, run: trial.run, ...until };
      const run = await trainTrial(this.#root, this.#open.plan, wanted, { ...this.#options, commit: false }, report, controller.signal);
      await this.#changeTrial(index, afterRun(this.#trial(index), run, rung, this.#record, this.#why(index, controller)));
    } catch (error) {
      // Aborted before it began, or a run that could not begin: the others may.
      if (controller.signal.aborted)
        await this.#changeTrial(index, { state: this.#why(index, controller) === 'cancel' ? 'cancelled' : 'paused' });
      else if (error instanceof UserError) await this.#fail(index, error.message);
      else throw error;
    } finally {
      this.#atWork.delete(index);
    }
  }

  #why(index: number, { signal }: AbortController): Interruption {
    if (this.#queue.cancelled.includes(index) || this.#queue.request === 'cancel') return 'cancel';
    return signal.aborted ? 'pause' : null;
  }

  #hear(index: number, event: RunEvent): void {
    this.#report({ ...event, trial: index });
    // Noted before anything is trained, so that a killed sweep finds its run again.
    if (event.event === 'record' && this.#trial(index).run === null) void this.#changeTrial(index, { run: event.record.run });
  }

  async #fail(index: number, reason: string): Promise<void> {
    const note = `Run ${index} could not be trained: ${reason}`;
    await this.#change({ ...this.#record, notes: [...this.#record.notes, note] });
    await this.#changeTrial(index, { state: 'failed' });
  }

  async #promote(rung: number): Promise<void> {
    const { record, dropped } = promote(this.#record, rung);
    if (record === this.#record) return;
    for (const [run, sentence] of dropped) await noteInRecord(this.#root, run, sentence);
    await this.#change(record);
    for (const trial of record.trials) if (trial.run !== null && dropped.has(trial.run)) this.#tell(trial);
  }

  #trial(index: number): SweepTrial {
    const trial = this.#record.trials.find((each) => each.index === index);
    if (trial === undefined) throw new RangeError(`the sweep has no run ${index}`);
    return trial;
  }

  async #changeTrial(index: number, change: Partial<SweepTrial>): Promise<void> {
    const before = this.#trial(index).state;
    const trials = this.#record.trials.map((trial) => (trial.index === index ? { ...trial, ...change } : trial));
    await this.#change({ ...this.#record, trials });
    if (this.#trial(index).state !== before) this.#tell(this.#trial(index));
  }

  #tell(trial: SweepTrial): void {
    this.#report({ event: 'trial', group: this.#record.group, of: this.#record.of, trial });
  }

  /** One write after the other, so that an older state never replaces a newer one. */
  #change(record: SweepRecord): Promise<void> {
    this.#record = record;
    this.#written = this.#written.catch(() => {}).then(() => writeSweepRecord(this.#root, record));
    return this.#written;
  }
}

async function noteInRecord(root: string, run: string, sentence: string): Promise<void> {
  const record: RunRecord = await readRecord(root, run);
  if (!record.notes.includes(sentence)) await writeRecord(root, { ...record, notes: [...record.notes, sentence] });
}

function endOf(record: SweepRecord, asked: SweepQueue['request']): SweepRecord {
  if (asked === 'pause') {
    const trials = record.trials.map((trial): SweepTrial => (trial.state === 'running' ? { ...trial, state: 'paused' } : trial));
    if (!trials.every(isTrialEnded)) return { ...record, trials, state: 'paused' };
  }
  const ended = new Date().toISOString();
  const trials = record.trials.map((trial): SweepTrial => (isTrialEnded(trial) ? trial : { ...trial, state: 'cancelled' }));
  const done = { ...record, trials, ended };
  if (asked === 'cancel') return { ...done, state: 'stopped' };
  if (trials.some(({ state }) => state === 'finished')) return { ...done, state: 'finished' };
  if (trials.every(({ state }) => state === 'cancelled')) return { ...done, state: 'stopped' };
  return { ...done, state: 'failed', reason: 'None of its runs came to its end; their records say why.' };
}

/** Trains every run of a sweep that is not done yet and commits all of it once at the end; a pause or a kill leaves it to go on with later. */
export async function conductSweep(
  root: string,
  open: OpenSweep,
  options: RunOptions,
  report: Report,
  signal: AbortSignal,
): Promise<SweepOutcome> {
  const sweep = await new Conductor(root, open, options, report, signal).conduct();
  const { group, state } = sweep;
  if (state === 'paused')
    return { sweep, commit: { state: 'pending', reason: `Nothing is committed yet; \`radsteps sweep --resume ${group}\` goes on.` } };
  if (!options.commit)
    return { sweep, commit: { state: 'pending', reason: `Nothing is committed; \`radsteps commit ${group}\` does it.` } };
  const expected = open.head === null ? {} : { expected: open.head };
  const waitMs = options.waitMs === undefined ? {} : { waitMs: options.waitMs };
  return { sweep, commit: await commitSweep(root, sweep, { ...expected, ...waitMs }) };
}
