import { readFile } from 'node:fs/promises';
import { arch, cpus, hostname, release } from 'node:os';
import { join } from 'node:path';
import { autoBackends, type BackendOutcome } from '../../core/experiment/backendOutcome';
import type { Experiment, NamedBackend } from '../../core/experiment/experiment';
import { layout } from '../../core/project/layout';
import { UserError } from '../../core/userError';
import { writeBeside } from '../files/writeBeside';
import type { TrainerCommand } from '../run/trainerProcess';
import { deviceBackends, whyNotOffered } from '../training/backends';
import { cardTraces } from '../training/graphicsCard';
import { runtimeVersion } from '../training/session';
import { runSelfTest } from './runSelfTest';

/** Tries one backend. */
export type Try = (backend: NamedBackend) => Promise<BackendOutcome>;

/**
 * Where an experiment computes, first choice first; null for an engine other than the built-in one. For `auto`, the fastest that passes its
 * self-test, which is made once for a machine and its versions. UserError for a backend that this platform does not have.
 */
export async function chooseBackends(
  root: string,
  { name, backend }: Experiment['engine'],
  trainer: TrainerCommand,
  report: (done: number, total: number) => void,
  signal: AbortSignal,
): Promise<readonly NamedBackend[] | null> {
  if (name !== 'built-in') return null;
  if (backend === 'auto') return bestBackends(root, (each) => runSelfTest(trainer, each, signal), report, await cardTraces());
  const reason = await whyNotOffered(backend);
  if (reason !== null)
    throw new UserError(`engine.backend ${backend} can't be had: ${reason} Set it to auto; \`radsteps kit\` lists what there is.`);
  return [backend];
}

/** What `auto` takes on this machine, from the last self-tests or from new ones; without a trace of a card there is nothing to try. */
export async function bestBackends(
  root: string,
  attempt: Try,
  report: (done: number, total: number) => void,
  cards: string | null,
): Promise<readonly NamedBackend[]> {
  if (cards === null) return ['cpu'];
  const known = (await readKnown(join(root, layout.backends)))[await thisMachine(cards)];
  if (known !== undefined) return autoBackends(known);
  const outcomes = await testBackends(attempt, report);
  await keepOutcomes(root, outcomes, cards);
  return autoBackends(outcomes);
}

/** Keeps this machine's outcomes in the project's local folder for the runs to come; a disk that is full is no reason not to train. */
export async function keepOutcomes(root: string, outcomes: readonly BackendOutcome[], cards: string): Promise<void> {
  const file = join(root, layout.backends);
  const all = { ...(await readKnown(file)), [await thisMachine(cards)]: outcomes };
  await writeBeside(file, `${JSON.stringify(all, null, 2)}\n`).catch(() => {});
}

/** Tries every card's backend that is offered, and the CPU only where one of them could be taken instead. */
async function testBackends(attempt: Try, report: (done: number, total: number) => void): Promise<readonly BackendOutcome[]> {
  const offered = await offeredBackends();
  const outcomes: BackendOutcome[] = [];
  for (const [index, backend] of offered.entries()) {
    report(index, offered.length);
    outcomes.push(await attempt(backend));
  }
  const all = autoBackends(outcomes)[0] === 'cpu' ? outcomes : [...outcomes, await attempt('cpu')];
  report(offered.length, offered.length);
  return all;
}

async function offeredBackends(): Promise<readonly NamedBackend[]> {
  const reasons = await Promise.all(deviceBackends.map(whyNotOffered));
  return deviceBackends.filter((_, index) => reasons[index] === null);
}

type Known = Readonly<Record<string, readonly BackendOutcome[]>>;

/** Outcomes by machine; none where the file is missing or not what was written. */
async function readKnown(file: string): Promise<Known> {
  try {
    const value: unknown = JSON.parse(await readFile(file, 'utf8'));
    return typeof value === 'object' && value !== null && Object.values(value).every(Array.isArray) ? (value as Known) : {};
  } catch {
    return {};
  }
}

/** Names a machine with the versions on which a self-test depends; a project may lie on a drive that several machines share. */
async function thisMachine(cards: string): Promise<string> {
  const parts = [hostname(), process.platform, release(), arch(), cpus()[0]?.model.trim() ?? 'CPU', cards];
  return [...parts, `Node ${process.versions.node}`, `ONNX Runtime ${await runtimeVersion()}`].join(', ');
}
