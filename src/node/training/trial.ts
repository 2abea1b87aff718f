import { cpus } from 'node:os';
import type { NamedBackend } from '../../core/experiment/experiment';
import type { Graph } from '../../core/network/buildGraph';
import { plainAdam, type WeightUpdate } from '../../core/network/weightUpdate';
import { mulberry32 } from '../../core/statistics/random';
import type { Batch } from './batches';
import { type Cores, coresFor } from './cores';
import { openDeviceStepRunner } from './deviceStepRunner';
import { cardInUse, type GraphicsCard } from './graphicsCard';
import type { Values } from './session';
import { openStepRunner, type StepRunner, type Vectors } from './stepRunner';

/** What a self-test trains: a network on `batch` random images; `cores` are as for any training unless told. */
export type Trial = { readonly graph: Graph; readonly batch: number; readonly update?: WeightUpdate; readonly cores?: Cores };

/** Opens a trial's step on any backend; what is not given begins at zero. */
export function openTrial(backend: NamedBackend, { graph, batch, update = plainAdam, cores }: Trial, start: Vectors): Promise<StepRunner> {
  if (backend === 'cpu') return openStepRunner(graph, 'mse', cores ?? coresFor({ threads: 0, workers: 0 }, batch), start, update);
  return openDeviceStepRunner({ graph, loss: 'mse', update, seed: 0, backend, batch }, start);
}

/** The same random images and targets of 0..1 at every call. */
export function trialBatch({ graph, batch }: Trial): Pick<Batch, 'inputs'> {
  const random = mulberry32(3);
  const values = (dims: readonly number[]): Values => {
    const sides = [batch, ...dims];
    return { data: Float32Array.from({ length: sides.reduce((product, side) => product * side, 1) }, random), dims: sides };
  };
  const weight = { data: new Float32Array(batch).fill(1 / batch), dims: [batch, 1] };
  return { inputs: { image: values(graph.network.inputs.image ?? []), target: values(graph.outputShape), weight } };
}

/** The processor, or the card; to be asked while a session is open there. */
export const deviceInUse = async (backend: NamedBackend): Promise<GraphicsCard> =>
  backend === 'cpu' ? { name: cpus()[0]?.model.trim() ?? 'CPU', software: false } : cardInUse(backend);
