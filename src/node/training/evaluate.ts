import type { Graph } from '../../core/network/buildGraph';
import { evaluationModel, type Head, type Weights } from '../../core/network/inferenceModel';
import type { LossSpec } from '../../core/network/loss';
import { chunks, type Example, makeBatch } from './batches';
import type { Evaluating } from './openEngine';
import type { PackedImages } from './packedCache';

/** What the network says of every example, and its mean loss. */
export type Evaluation = {
  /** Mean over the examples, each counted as in training. */
  readonly loss: number;
  /** One list an example: the number in its unit, or the probability of each class. */
  readonly outputs: readonly (readonly number[])[];
};

/** Evaluates whole parts with weights that change between calls. */
export type Evaluator = {
  run(examples: readonly Example[], trained: Weights, progress: (done: number, total: number) => void): Promise<Evaluation>;
  close(): Promise<void>;
};

const batchSize = 32;

/** Opens the inference form of a graph over the cached images, which are not augmented. */
export async function openEvaluator(
  graph: Graph,
  loss: LossSpec,
  head: Head,
  cache: PackedImages,
  size: readonly [number, number],
  { target, open }: Evaluating,
): Promise<Evaluator> {
  const session = await open(evaluationModel(graph, loss, head, { target }));
  return {
    run: async (examples, trained, progress) => {
      const outputs: (readonly number[])[] = [];
      let sum = 0;
      let total = 0;
      for (const group of chunks(examples, batchSize)) {
        const { image, scalars, target } = makeBatch(group, cache, size).inputs;
        const vectors = {
          weights: { data: trained.weights, dims: [trained.weights.length] },
          state: { data: trained.state, dims: [trained.state.length] },
        };
        const inputs = { ...(image && { image }), ...(scalars && { scalars }), ...(target && { target }), weights: vectors.weights };
        const result = await session.run(graph.stateCount > 0 ? { ...inputs, state: vectors.state } : inputs);
        for (const [index, { weight }] of group.entries()) {
          outputs.push(rowOf(result.output, index, group.length));
          sum += weight * (result.loss?.[index] ?? Number.NaN);
          total += weight;
        }
        progress(outputs.length, examples.length);
      }
      return { loss: sum / total, outputs };
    },
    close: () => session.close(),
  };
}

/** One example's numbers out of an output of `count` examples. */
export function rowOf(output: Float32Array | undefined, index: number, count: number): readonly number[] {
  const width = (output?.length ?? 0) / count;
  return Array.from(output?.subarray(index * width, (index + 1) * width) ?? []);
}
