import { cpus } from 'node:os';
import type { NamedBackend } from '../../core/experiment/experiment';
import type { TrainerJob } from '../../core/experiment/trainerJob';
import type { Graph } from '../../core/network/buildGraph';
import type { Target } from '../../core/network/emitter';
import type { LossSpec } from '../../core/network/loss';
import { encodeOnnx, type OnnxModel } from '../../core/network/onnx';
import { UserError } from '../../core/userError';
import { backendTitles, type DeviceBackend, whyNotOffered } from './backends';
import { openDeviceModel } from './deviceModel';
import { openDeviceStepRunner } from './deviceStepRunner';
import { cardInUse } from './graphicsCard';
import { openSession, type Session, threadCount } from './session';
import { openStepRunner, type StepRunner, type Vectors } from './stepRunner';
import { updateFor } from './updateFor';
import { whyBackendFailed } from './whyBackendFailed';

/** Where a job computes. */
export type Engine = {
  readonly backend: NamedBackend;
  /** In words: the processor with its threads, or the card. */
  readonly device: string;
  readonly steps: StepRunner;
  readonly evaluation: Evaluating;
};

/** How to load a graph that judges weights; its inputs `weights` and `state` may change between runs. */
export type Evaluating = { readonly target: Target; readonly open: (model: OnnxModel) => Promise<Session> };

type Work = { readonly job: TrainerJob; readonly graph: Graph; readonly loss: LossSpec };

/** The backends that a job allows, first choice first. */
export const backendsOf = ({ backends, experiment }: Pick<TrainerJob, 'backends' | 'experiment'>): readonly NamedBackend[] => {
  const { backend } = experiment.engine;
  return backends ?? [backend === 'auto' ? 'cpu' : backend];
};

/**
 * Opens the training step on the first of the job's backends that works, going on from the given numbers; `warn` hears of each that does
 * not. UserError when none does, which is when the experiment names one.
 */
export async function openEngine(work: Work, start: Vectors, warn: (sentence: string) => void): Promise<Engine> {
  const choices = backendsOf(work.job);
  for (const [index, backend] of choices.entries()) {
    if (backend === 'cpu') return openOnCpu(work, start);
    try {
      return await openOnDevice(work, backend, start);
    } catch (error) {
      const failure = `${backendTitles[backend]} can't train here: ${(await whyNotOffered(backend)) ?? whyBackendFailed(backend, error)}`;
      const next = choices[index + 1];
      if (next === undefined)
        throw new UserError(`${failure} Set engine.backend to auto or cpu; \`radsteps kit\` shows what works.`, { cause: error });
      warn(`${failure} This run trains on ${backendTitles[next]} instead.`);
    }
  }
  throw new UserError('The job names no backend to train on; prepare the run again.');
}

async function openOnCpu({ job, graph, loss }: Work, start: Vectors): Promise<Engine> {
  const { engine, train } = job.experiment;
  const threads = threadCount(engine.threads);
  return {
    backend: 'cpu',
    device: `${cpus()[0]?.model.trim() ?? 'CPU'}, threads: ${threads}`,
    steps: await openStepRunner(graph, loss, threads, start, updateFor(train), train.seed),
    evaluation: { target: 'cpu', open: (model) => openSession(encodeOnnx(model), threads) },
  };
}

async function openOnDevice({ job, graph, loss }: Work, backend: DeviceBackend, start: Vectors): Promise<Engine> {
  const { train } = job.experiment;
  const batch = Math.min(train.batch, job.train.length);
  const steps = await openDeviceStepRunner({ graph, loss, update: updateFor(train), seed: train.seed, backend, batch }, start);
  const { name } = await cardInUse(backend);
  return {
    backend,
    device: name,
    steps,
    evaluation: { target: 'device', open: (model) => openDeviceModel(model, backend, ['weights', 'state']) },
  };
}
