import { cpus } from 'node:os';
import type { NamedBackend } from '../../core/experiment/experiment';
import type { RunCommon } from '../../core/experiment/runRecord';
import type { TrainerJob } from '../../core/experiment/trainerJob';
import type { Graph } from '../../core/network/buildGraph';
import type { Target } from '../../core/network/emitter';
import type { LossSpec } from '../../core/network/loss';
import { encodeOnnx, type OnnxModel } from '../../core/network/onnx';
import { UserError } from '../../core/userError';
import { backendTitles, type DeviceBackend, whyNotOffered } from './backends';
import { type Cores, threadCount } from './cores';
import { openDeviceModel } from './deviceModel';
import { openDeviceStepRunner } from './deviceStepRunner';
import { cardInUse } from './graphicsCard';
import { loadTensorFlow } from './loadTensorFlow';
import { openSession, type Session } from './session';
import { openStepRunner, type StepRunner, type Vectors } from './stepRunner';
import { tensorFlowSteps } from './tensorFlowSteps';
import { updateFor } from './updateFor';
import { whyBackendFailed } from './whyBackendFailed';

/** Where a job computes. */
export type Engine = {
  /** What the record says of it: the device is the processor with its workers and threads, or the card. */
  readonly about: RunCommon['engine'];
  readonly versions: RunCommon['versions'];
  readonly steps: StepRunner;
  readonly evaluation: Evaluating;
};

/** How to load a graph that judges weights; its inputs `weights` and `state` may change between runs. */
export type Evaluating = { readonly target: Target; readonly open: (model: OnnxModel) => Promise<Session> };

type Work = { readonly job: TrainerJob; readonly graph: Graph; readonly loss: LossSpec; readonly cores: Cores };

/** Of the built-in engine: another one may give other numbers. */
export const engineVersion = '1';

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
  if (work.job.experiment.engine.name === 'tensorflow') return openTensorFlow(work, start, warn);
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

async function openOnCpu({ job, graph, loss, cores }: Work, start: Vectors): Promise<Engine> {
  const { engine, train } = job.experiment;
  const device = `${cpus()[0]?.model.trim() ?? 'CPU'}, workers: ${cores.workers}, threads each: ${cores.threadsEach}`;
  return {
    about: { name: 'built-in', version: engineVersion, backend: 'cpu', device },
    versions: {},
    steps: await openStepRunner(graph, loss, cores, start, updateFor(train), train.seed),
    evaluation: evaluationOnCpu(engine.threads),
  };
}

const evaluationOnCpu = (threads: number): Evaluating => ({
  target: 'cpu',
  open: (model) => openSession(encodeOnnx(model), threadCount(threads)),
});

async function openTensorFlow({ job, graph, loss }: Work, start: Vectors, warn: (sentence: string) => void): Promise<Engine> {
  const { engine, train } = job.experiment;
  const { tf, engine: about, versions, warnings } = await loadTensorFlow(job.project ?? process.cwd(), engine);
  for (const sentence of warnings) warn(sentence);
  return {
    about,
    versions,
    steps: tensorFlowSteps(tf, graph, loss, start, updateFor(train), train.seed),
    // Whatever trains, ONNX Runtime judges: it is always there, and what it runs is the network as it will be exported.
    evaluation: evaluationOnCpu(engine.threads),
  };
}

async function openOnDevice({ job, graph, loss }: Work, backend: DeviceBackend, start: Vectors): Promise<Engine> {
  const { train } = job.experiment;
  const batch = Math.min(train.batch, job.train.length);
  const steps = await openDeviceStepRunner({ graph, loss, update: updateFor(train), seed: train.seed, backend, batch }, start);
  const { name } = await cardInUse(backend);
  return {
    about: { name: 'built-in', version: engineVersion, backend, device: name },
    versions: {},
    steps,
    evaluation: { target: 'device', open: (model) => openDeviceModel(model, backend, ['weights', 'state']) },
  };
}
