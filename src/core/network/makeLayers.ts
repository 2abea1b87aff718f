import { layerShape } from './buildGraph';
import { type Layer, type LayerSettings, type Network, NetworkError, type OpName, type Shape } from './layer';
import { settingNames } from './layerSettings';
import { ops } from './ops';

/** What an input or a layer gives inside a network that is being built: its name, and the sizes of one example. */
export type Value = { readonly name: string; readonly shape: Shape };

/** What a kind of layer can be told, and the layer's name (made of kind and number where it is left out). */
export type Told<K extends OpName> = LayerSettings[K] & { readonly name?: string };

type Rest<K extends OpName> = Record<never, never> extends Told<K> ? [settings?: Told<K>] : [settings: Told<K>];

/** One function for each kind of layer: takes what the layer reads and its settings, checks the shapes at once, and gives the layer's value. */
export type LayerFunctions = { readonly [K in OpName]: (from: Value | readonly Value[], ...settings: Rest<K>) => Value };

/** Functions that build one network. */
export type Layers = LayerFunctions & {
  /** The network's image, channels x rows x columns. */
  readonly image: Value;
  /** The scalar inputs (sex, age); null where the experiment has none. */
  readonly scalars: Value | null;
  /** The finished network: what `output` needs, in the order in which it was built. */
  readonly network: (output: Value) => Network;
};

/** What an input is called in every network. */
export type NetworkInputs = { readonly image: Shape; readonly scalars?: Shape };

/** Starts a network with these inputs; the functions throw NetworkError as soon as a layer does not fit what it reads. */
export function makeLayers(inputs: NetworkInputs): Layers {
  const named = Object.entries(inputs).map(([name, shape]): Value => ({ name, shape }));
  const values = new Map(named.map((value) => [value.name, value]));
  const list: Layer[] = [];

  const known = (op: string, value: Value): Value => {
    if (typeof value === 'object' && value !== null && values.get(value.name) === value) return value;
    throw new NetworkError(`A layer (${op}) was given something that is no layer or input of this network.`);
  };
  const add = (op: OpName, from: Value | readonly Value[], { name, ...settings }: { readonly name?: string } = {}): Value => {
    const read = [from].flat().map((value) => known(op, value));
    const layer = { op, name: name ?? freeName(op, values), from: read.map((value) => value.name), ...settings } as Layer;
    refuseUnknown(layer.name, op, Object.keys(settings));
    if (values.has(layer.name)) throw new NetworkError(`Two layers or inputs are named ${layer.name}; each needs a name of its own.`);
    const shapes = read.map(({ shape }) => shape);
    const value = { name: layer.name, shape: layerShape(layer, shapes) };
    values.set(layer.name, value);
    list.push(layer);
    return value;
  };

  const functions = Object.fromEntries(
    (Object.keys(ops) as OpName[]).map((op) => [op, (from: Value | readonly Value[], settings?: object) => add(op, from, settings)]),
  ) as LayerFunctions;
  const network = (output: Value): Network => {
    const { name } = known('network', output);
    return { inputs: { ...inputs }, layers: neededLayers(list, name), output: name };
  };
  return { ...functions, image: named[0] ?? { name: 'image', shape: [] }, scalars: values.get('scalars') ?? null, network };
}

/** A misspelt setting would otherwise be left out without a word. */
function refuseUnknown(name: string, op: OpName, told: readonly string[]): void {
  const known = settingNames(op);
  const unknown = told.find((setting) => !known.includes(setting));
  if (unknown === undefined) return;
  const words = known.length > 0 ? `only ${known.join(', ')}` : 'and needs none';
  throw new NetworkError(`Layer ${name} (${op}) has no setting ${unknown}, ${words}.`);
}

function freeName(op: string, taken: ReadonlyMap<string, unknown>): string {
  let number = 1;
  while (taken.has(`${op}${number}`)) number++;
  return `${op}${number}`;
}

/** The layers that the output depends on, in their order. */
function neededLayers(layers: readonly Layer[], output: string): readonly Layer[] {
  const needed = new Set([output]);
  for (const layer of layers.toReversed()) if (needed.has(layer.name)) for (const name of layer.from) needed.add(name);
  return layers.filter(({ name }) => needed.has(name));
}
