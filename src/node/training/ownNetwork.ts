import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { pathToFileURL } from 'node:url';
import type { Experiment } from '../../core/experiment/experiment';
import type { JobFile } from '../../core/experiment/trainerJob';
import { buildGraph, type Graph } from '../../core/network/buildGraph';
import { type Network, type Shape, shapeText } from '../../core/network/layer';
import { type Layers, makeLayers, type NetworkInputs, type Value } from '../../core/network/makeLayers';
import type { NetworkTask } from '../../core/network/networkTask';
import { layout } from '../../core/project/layout';
import { UserError } from '../../core/userError';
import { hashModel } from '../project/networkFiles';

/** What a project's own network is told: what it is built for, and the experiment's other settings of the network. */
export type OwnOptions = NetworkTask & Pick<Experiment['network'], 'filters' | 'width' | 'depth' | 'dropout'>;

/** The default export of a `model.mjs`; giving the output's layer alone is enough. */
export type MakeNetwork = (layers: Layers, options: OwnOptions) => Network | Value | Promise<Network | Value>;

const file = layout.model;

/** Runs a project's `model.mjs` and checks the network that it gives, whose output must have the shape (one number for each of the outputs unless told); throws UserError with line and column where the file's own code fails. */
export async function ownNetwork(model: JobFile, options: OwnOptions, shape: Shape = [options.outputs]): Promise<Graph> {
  const make = await importModel(model);
  const { size, scalars } = options;
  const inputs: NetworkInputs = { image: [1, ...size], ...(scalars > 0 && { scalars: [scalars] }) };
  const layers = makeLayers(inputs);
  try {
    const made = await make(layers, options);
    const graph = buildGraph(networkOf(made, layers));
    checkInputs(graph, inputs);
    if (graph.outputShape.join() !== shape.join())
      throw new Error(`its output is ${shapeText(graph.outputShape)}, but must be ${shapeText(shape)}`);
    return graph;
  } catch (error) {
    throw new UserError(`${placeOf(error, model.file)}: ${sentence(error)}`, { cause: error });
  }
}

async function importModel(model: JobFile): Promise<MakeNetwork> {
  if (hashModel(await readFile(model.file, 'utf8')) !== model.sha256)
    throw new UserError(`${file} has changed since the run was prepared; train again.`);
  // Node keeps modules by their address: another text needs another one.
  const address = `${pathToFileURL(model.file).href}?${model.sha256}`;
  const module = await import(address).catch(async (error: unknown) => {
    throw new UserError(`${await importPlace(error, model.file)}: ${sentence(error)}`, { cause: error });
  });
  if (typeof module.default !== 'function')
    throw new UserError(`${file} exports no function; it must hold export default (layers, options) => network.`);
  return module.default as MakeNetwork;
}

/** Plain JavaScript made it, so its kind is looked at. */
function networkOf(made: unknown, layers: Layers): Network {
  if (typeof made === 'object' && made !== null) {
    if ('layers' in made && Array.isArray(made.layers) && 'inputs' in made && 'output' in made) return made as Network;
    if ('name' in made && 'shape' in made) return layers.network(made as Value);
  }
  throw new Error('its function gives no network; end it with return layers.network(output)');
}

function checkInputs(graph: Graph, inputs: NetworkInputs): void {
  const given = Object.entries(graph.network.inputs).map(([name, shape]) => `${name} (${shapeText(shape)})`);
  const expected = Object.entries(inputs).map(([name, shape]) => `${name} (${shapeText(shape)})`);
  if (given.join() !== expected.join()) throw new Error(`its inputs must be ${expected.join(' and ')}, not ${given.join(' and ')}`);
}

/** The file with line and column, as the first of its lines in an error's stack tells. */
function placeOf(error: unknown, path: string): string {
  const stack = error instanceof Error ? (error.stack ?? '') : '';
  const address = pathToFileURL(path).href;
  const frame = stack.split('\n').find((line) => line.includes(address)) ?? '';
  const [, line, column] = /:(\d+):(\d+)\)?$/.exec(frame) ?? [];
  return line === undefined ? file : `${file}, line ${line}, column ${column}`;
}

/** As placeOf; of a syntax error only Node's own check tells the place. */
async function importPlace(error: unknown, path: string): Promise<string> {
  if (!(error instanceof SyntaxError)) return placeOf(error, path);
  const env = { ...process.env, ELECTRON_RUN_AS_NODE: '1', NODE_OPTIONS: '' };
  const words = await new Promise<string>((resolve) => {
    execFile(process.execPath, ['--check', path], { env, timeout: 10_000 }, (_, __, errors) => resolve(errors));
  });
  const [first = '', , mark = ''] = words.split('\n');
  const line = /:(\d+)$/.exec(first)?.[1];
  return line === undefined ? file : `${file}, line ${line}, column ${Math.max(0, mark.indexOf('^')) + 1}`;
}

function sentence(error: unknown): string {
  const code = error instanceof Error && 'code' in error ? error.code : '';
  if (code === 'ERR_MODULE_NOT_FOUND') return 'something that it imports is not there; it needs no import.';
  const text = error instanceof Error ? error.message : String(error);
  return /[.?!]$/.test(text) ? text : `${text}.`;
}
