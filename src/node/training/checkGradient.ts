import type { NamedBackend } from '../../core/experiment/experiment';
import { buildGraph } from '../../core/network/buildGraph';
import { initialise } from '../../core/network/initialise';
import type { Layer } from '../../core/network/layer';
import { sgd } from '../../core/network/optimizer';
import { mulberry32 } from '../../core/statistics/random';
import { oneCore } from './cores';
import type { GraphicsCard } from './graphicsCard';
import { deviceInUse, openTrial, type Trial, trialBatch } from './trial';

/** How wrong a backend's derivatives are: the largest error, as a share of the largest derivative; and what it computed on. */
export type GradientCheck = { readonly error: number; readonly device: GraphicsCard };

/** Compares the gradient of a small network: that of the CPU with differences of its own loss, that of any other backend with the CPU's. */
export async function checkGradient(backend: NamedBackend): Promise<GradientCheck> {
  const weights = firstWeights();
  const found = await stepFrom(backend, weights);
  if (backend === 'cpu') return { error: await slopeError(weights, found.gradient), device: found.device };
  return { error: largestError((await stepFrom('cpu', weights)).gradient, found.gradient), device: found.device };
}

/** Largest difference of two gradients, as a share of the right one's largest number; NaN where either holds one. */
export function largestError(right: Float32Array, found: Float32Array): number {
  const largest = right.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
  return right.reduce((most, value, index) => Math.max(most, Math.abs(value - (found[index] ?? Number.NaN))), 0) / largest;
}

const layers: readonly Layer[] = [
  { op: 'conv', name: 'conv', from: ['image'], filters: 4, kernel: 3 },
  { op: 'batchNorm', name: 'norm', from: ['conv'] },
  { op: 'relu', name: 'relu', from: ['norm'] },
  { op: 'maxPool', name: 'pool', from: ['relu'], size: 2 },
  { op: 'globalAveragePool', name: 'mean', from: ['pool'] },
  { op: 'dense', name: 'output', from: ['mean'], units: 1 },
];

const small = (): Trial => ({
  graph: buildGraph({ inputs: { image: [1, 16, 16] }, layers, output: 'output' }),
  batch: 8,
  // A card sees the whole batch at once, and a batch norm of half of it has another gradient.
  cores: oneCore,
  // At rate 1 its step is the gradient itself.
  update: { optimizer: sgd({ momentum: 0, nesterov: false, weightDecay: 0 }), clip: 0, movingAverage: 0 },
});

function firstWeights(): Float32Array {
  const random = mulberry32(2);
  // The last layer would start at zero, which would leave the layers before it without a gradient.
  return initialise(small().graph, 1).weights.map((weight) => weight + random() - 0.5);
}

type Step = { readonly loss: number; readonly gradient: Float32Array; readonly device: GraphicsCard };

async function stepFrom(backend: NamedBackend, weights: Float32Array): Promise<Step> {
  const trial = small();
  const runner = await openTrial(backend, trial, { weights, state: initialise(trial.graph, 1).state });
  const loss = await runner.run(trialBatch(trial), 1, 1);
  const after = (await runner.vectors()).weights;
  const device = await deviceInUse(backend);
  await runner.close();
  return { loss, gradient: weights.map((weight, index) => weight - (after?.[index] ?? Number.NaN)), device };
}

/** How far the slope along the gradient is from the difference of the losses a little before and after. */
async function slopeError(weights: Float32Array, gradient: Float32Array): Promise<number> {
  const square = gradient.reduce((sum, value) => sum + value * value, 0);
  const reach = 0.003 / Math.sqrt(square);
  const lossAt = async (share: number) => {
    const moved = weights.map((weight, index) => weight + share * (gradient[index] ?? Number.NaN));
    return (await stepFrom('cpu', moved)).loss;
  };
  return Math.abs(((await lossAt(reach)) - (await lossAt(-reach))) / (2 * reach) - square) / square;
}
