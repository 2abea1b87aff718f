import { basename } from 'node:path';
import { type AttentionMethod, activationMap } from '../../core/experiment/activationMap';
import { attentionArea } from '../../core/experiment/attentionArea';
import type { AttentionMap } from '../../core/experiment/attentionMap';
import type { Size } from '../../core/image/resize';
import { attentionModel, directionName } from '../../core/network/attentionModel';
import type { GraphLayer } from '../../core/network/buildGraph';
import { layerArea } from '../../core/network/layerArea';
import { encodeOnnx } from '../../core/network/onnx';
import { explainingLayer, spatialLayers } from '../../core/network/spatialLayers';
import { UserError } from '../../core/userError';
import { threadCount } from '../training/cores';
import { openSession, type Values } from '../training/session';
import { type Explained, explainAnswer } from './explainAnswer';
import type { NamedImage } from './findImage';
import { type RunImage, readRunImage } from './readRunImage';
import { openTrainedRun, type TrainedRun } from './trainedRun';

/** What to explain, where not the network's answer by its last layer that tells places apart. */
export type AttentionOptions = { readonly class?: string; readonly layer?: string; readonly method?: AttentionMethod };

/** A map, and the size of its image. */
export type Attention = { readonly map: AttentionMap; readonly size: Size };

/** Explains one image after the other by a run's network, loaded once; `seen` are its pixels where they are at hand already. */
export type Attender = {
  readonly attend: (image: NamedImage, options?: Pick<AttentionOptions, 'class' | 'method'>, seen?: RunImage) => Promise<Attention>;
  readonly close: () => Promise<void>;
};

/**
 * Where in an image a run's network finds its answer, by HiResCAM unless told (`core/experiment/activationMap`) on the run's exported weights; throws UserError without
 * weights, for an image that can't be read, a class or layer that there is not, and a network without a layer that tells places apart.
 */
export async function attendRun(root: string, run: string, image: NamedImage, options: AttentionOptions = {}): Promise<Attention> {
  const attender = await openAttender(root, run, options.layer);
  return attender.attend(image, options).finally(attender.close);
}

/** Loads a run's network to explain its answers; throws UserError as attendRun does. */
export async function openAttender(root: string, run: string, layerName?: string): Promise<Attender> {
  const opened = await openTrainedRun(root, run);
  const layer = chosenLayer(opened, layerName);
  const threads = threadCount(opened.record.settings.engine.threads);
  const answering = await openSession(opened.bytes, threads);
  const explaining = await openSession(encodeOnnx(attentionModel(opened.graph, opened.trained, layer)), threads);
  const attend: Attender['attend'] = async (image, options = {}, given) => {
    const seen = given ?? (await readRunImage(opened.record, image));
    const inputs = inputsOf(opened.record.settings.image.size, seen);
    const said = (await answering.run(inputs)).output ?? new Float32Array(0);
    const explained = explainAnswer(opened.about, opened.graph.outputShape, said, options.class);
    const direction = { data: explained.direction, dims: [1, ...opened.graph.outputShape] };
    const { features = new Float32Array(0), gradient = new Float32Array(0) } = await explaining.run({
      ...inputs,
      [directionName]: direction,
    });
    const method = options.method ?? 'HiResCAM';
    const values = activationMap({ shape: layer.shape, features, gradient }, method, explained.counted);
    return { map: mapOf(opened, image, { method, layer, values, explained, from: seen.from }), size: seen.from };
  };
  return { attend, close: async () => void (await Promise.all([answering.close(), explaining.close()])) };
}

function chosenLayer({ graph, about, record }: TrainedRun, name: string | undefined): GraphLayer {
  const layers = spatialLayers(graph);
  const [last] = layers.slice(-1);
  const found = name === undefined ? explainingLayer(graph, about.task) : layers.find(({ layer }) => layer.name === name);
  if (found) return found;
  if (last === undefined)
    throw new UserError(
      `The network of run ${record.run} has no layer that tells one place of an image from another, so nothing can be mapped.`,
    );
  throw new UserError(
    `The network of run ${record.run} has no layer ${name} that tells places of an image apart; it has ${layers.map(({ layer }) => layer.name).join(', ')}.`,
  );
}

const inputsOf = (size: readonly [number, number], { pixels, inputs }: RunImage): Readonly<Record<string, Values>> => ({
  image: { data: Float32Array.from(pixels, (value) => value / 65535), dims: [1, 1, ...size] },
  ...(inputs.length > 0 && { scalars: { data: Float32Array.from(inputs), dims: [1, inputs.length] } }),
});

type Found = {
  readonly method: AttentionMethod;
  readonly layer: GraphLayer;
  readonly values: readonly number[];
  readonly explained: Explained;
  readonly from: Size;
};

function mapOf(
  { record, graph }: TrainedRun,
  { image, file }: NamedImage,
  { method, layer, values, explained, from }: Found,
): AttentionMap {
  const { size, fit } = record.settings.image;
  const [, rows = 0, columns = 0] = layer.shape;
  const seen = layerArea(graph, layer) ?? { x: 0, y: 0, width: size[1], height: size[0] };
  return {
    version: 1,
    run: record.run,
    image: image || basename(file),
    method,
    layer: layer.layer.name,
    answer: explained.answer,
    columns,
    rows,
    area: attentionArea(seen, from, { rows: size[0], columns: size[1] }, fit),
    values: values.map((value) => Math.round(value * 1e6) / 1e6),
  };
}
