import type { TrainerJob } from '../../core/experiment/trainerJob';
import type { Graph } from '../../core/network/buildGraph';
import type { Weights } from '../../core/network/inferenceModel';
import type { LossSpec } from '../../core/network/loss';
import type { Emit } from './events';
import type { Examples } from './examples';
import type { Measurer } from './measure';
import type { PackedImages } from './packedCache';
import type { Vectors } from './stepRunner';

/** What a run is made of once its images are prepared. */
export type PreparedRun = {
  readonly job: TrainerJob;
  readonly graph: Graph;
  readonly loss: LossSpec;
  readonly cache: PackedImages;
  readonly examples: Examples;
  readonly measurer: Measurer;
  readonly emit: Emit;
};

/** The learnt numbers out of all that training keeps: their moving average where there is one. */
export const trainedOf = (vectors: Vectors): Weights => ({
  weights: vectors.average_weights ?? vectors.weights ?? new Float32Array(0),
  state: vectors.average_state ?? vectors.state ?? new Float32Array(0),
});
