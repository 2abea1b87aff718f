import type { Graph } from '../../core/network/buildGraph';
import { evaluationModel, type Head, type Weights } from '../../core/network/inferenceModel';
import type { LossSpec } from '../../core/network/loss';
import { chunks, type Example, makeBatch } from './batches';
import type { OutputPlan } from './exampleTarget';
import { keepOutput } from './keptOutput';
import type { Evaluating } from './openEngine';
import type { PackedImages } from './packedCache';

/** What the network says of every example, and its mean loss. */
export type Evaluation = {
  /** Mean over the examples, each counted as in training. */
  readonly loss: number;
  /** One list an example: the number in its unit, the probability of each class, or what keepOutput keeps of maps. */
  readonly outputs: readonly (readonly number[])[];
};

/** Is given what the network says of one example, as a view that the next batch overwrites, and the example's loss. */
export type See = (example: Example, said: Float32Array, loss: number) => Promise<void> | void;

/** Evaluates whole parts with weights that change between calls. */
export type Evaluator = {
  run(examples: readonly Example[], trained: Weights, progress: (done: number, total: number) => void): Promise<Evaluation>;
  /** Shows the whole output of one example after another, for what is not kept of it. */
  see(examples: readonly Example[], trained: Weights, look: See): Promise<void>;
  close(): Promise<void>;
};

const usualBatch = 32;

/** Opens the inference form of a graph over the cached images, which are not augmented; maps are read batch by batch by the plan, and not kept. */
export async function openEvaluator(
  graph: Graph,
  loss: LossSpec,
  head: Head,
  cache: PackedImages,
  size: readonly [number, number],
  { target, open }: Evaluating,
  plan?: OutputPlan,
  batchSize = usualBatch,
): Promise<Evaluator> {
  const session = await open(evaluationModel(graph, loss, head, { target }));
  const see: Evaluator['see'] = async (examples, trained, look) => {
    const weights = { data: trained.weights, dims: [trained.weights.length] };
    const state = { data: trained.state, dims: [trained.state.length] };
    for (const group of chunks(examples, batchSize)) {
      const { image, scalars, target: expected } = makeBatch(group, cache, size, [], plan).inputs;
      const inputs = { ...(image && { image }), ...(scalars && { scalars }), ...(expected && { target: expected }), weights };
      const { output, loss: losses } = await session.run(graph.stateCount > 0 ? { ...inputs, state } : inputs);
      for (const [index, example] of group.entries())
        await look(example, partOf(output, index, group.length), losses?.[index] ?? Number.NaN);
    }
  };
  return {
    see,
    run: async (examples, trained, progress) => {
      const outputs: (readonly number[])[] = [];
      let [sum, total] = [0, 0];
      await see(examples, trained, (example, said, each) => {
        outputs.push(plan ? keepOutput(example, said, plan) : Array.from(said));
        sum += example.weight * each;
        total += example.weight;
        if (outputs.length % batchSize === 0 || outputs.length === examples.length) progress(outputs.length, examples.length);
      });
      return { loss: sum / total, outputs };
    },
    close: () => session.close(),
  };
}

/** One example's numbers out of an output of `count` examples, as a view. */
export function partOf(output: Float32Array | undefined, index: number, count: number): Float32Array {
  const width = (output?.length ?? 0) / count;
  return output?.subarray(index * width, (index + 1) * width) ?? new Float32Array(0);
}
