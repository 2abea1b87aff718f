import { layerSettings } from './layerSettings';

/** The text of `.radsteps/model.d.ts`: what a project's own `model.mjs` is given, for the editor. */
export function modelTypes(): string {
  const functions = Object.entries(layerSettings).map(([op, { about, settings }]) => {
    const told = [...Object.entries(settings), ['name?', 'string'] as const].map(([name, type]) => `readonly ${name}: ${type}`);
    const optional = Object.keys(settings).every((name) => name.endsWith('?'));
    return `  /** ${about} */\n  readonly ${op}: (from: Value | readonly Value[], settings${optional ? '?' : ''}: { ${told.join('; ')} }) => Value;\n`;
  });
  return `${head}${functions.join('')}${foot}`;
}

const head = `// Written by RadSteps for 5-network/model.mjs; changes are overwritten. The file begins so:
//
//   /** @type {import('../.radsteps/model').MakeNetwork} */
//   export default (layers, options) => {
//     const first = layers.relu(layers.batchNorm(layers.conv(layers.image, { filters: 16, kernel: 3 })));
//     const features = layers.globalAveragePool(first);
//     return layers.network(layers.bias(layers.dense(features, { units: options.outputs })));
//   };

/** What an input or a layer gives: its name, and the sizes of one example ([channels, rows, columns] or [features]). */
export type Value = { readonly name: string; readonly shape: readonly number[] };

/** One whole number for rows and columns alike, or [rows, columns]. */
export type Sides = number | readonly [number, number];

/** A network as data. */
export type Network = {
  readonly inputs: Readonly<Record<string, readonly number[]>>;
  readonly layers: readonly { readonly op: string; readonly name: string; readonly from: readonly string[] }[];
  readonly output: string;
};

/** What the network is built for, and the experiment's settings of the network. */
export type Options = {
  /** Rows and columns of the image, which has one channel. */
  readonly size: readonly [number, number];
  /** Scalar inputs (sex, age) beside the image; 0 for none. */
  readonly scalars: number;
  /** Numbers at the output: 1, or one a class; for masks 1 channel of the image's rows and columns, for boxes 5 channels (heat map, rows, columns, offset of both) of a quarter of them. */
  readonly outputs: number;
  readonly filters: readonly number[];
  readonly width: number;
  readonly depth: number;
  readonly dropout: number;
};

/** Functions that add a layer to the network; each takes what the layer reads and its settings. */
export type Layers = {
  /** The image. */
  readonly image: Value;
  /** The scalar inputs; null where there are none. */
  readonly scalars: Value | null;
  /** The finished network, whose last layer is \`output\`. */
  readonly network: (output: Value) => Network;
`;

const foot = `};

/** The default export of 5-network/model.mjs. */
export type MakeNetwork = (layers: Layers, options: Options) => Network | Value | Promise<Network | Value>;
`;
