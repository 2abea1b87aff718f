import { chooseTarget } from '../../core/experiment/chooseTarget';
import type { MemoryEstimate } from '../../core/network/estimateMemory';
import { type LayerSummary, type NetworkSummary, summariseNetwork } from '../../core/network/summariseNetwork';
import { findProject } from '../project/findProject';
import { networkFiles } from '../project/networkFiles';
import { defaultExperiment, readExperiment } from '../project/readExperiment';
import { readProtocol } from '../project/readProtocol';
import { writeModelTypes } from '../project/writeModelTypes';
import { megabytes, memoryNeed } from '../training/memoryNeed';
import { networkGraph, whyNotTrainable } from '../training/networkGraph';
import { startWeights } from '../training/startWeights';
import type { CommandContext, CommandResult } from './context';

type Options = { readonly set?: Readonly<Record<string, string>> };

/** The document of `radsteps network --json`: the table, what a training step of `batch` images needs (bytes), and what there is to know besides. */
export type NetworkReport = NetworkSummary & {
  readonly experiment: string;
  readonly network: string;
  readonly batch: number;
  readonly memory: MemoryEstimate;
  readonly notes: readonly string[];
};

/** `radsteps network [experiment]`. */
export async function networkCommand({ folder }: CommandContext, [name]: readonly string[], options: Options): Promise<CommandResult> {
  const root = await findProject(folder);
  const experimentName = name ?? (await defaultExperiment(root));
  const { experiment } = await readExperiment(root, experimentName, options.set ?? {});
  const { task, classes } = chooseTarget(experiment.data.target, await readProtocol(root));
  const files = await networkFiles(root, experiment.network);
  if (files.model !== undefined) await writeModelTypes(root);
  const job = { task, classes, experiment, files };
  const graph = await networkGraph(job);
  const notes: string[] = [];
  if (files.weights !== undefined) await startWeights(job, graph, (sentence) => notes.push(sentence));
  const reason = whyNotTrainable(job);
  if (reason !== null) notes.push(reason);
  const { batch } = experiment.train;
  const memory = memoryNeed(graph, experiment.train);
  const report: NetworkReport = {
    experiment: experimentName.replace(/\.ya?ml$/, ''),
    network: experiment.network.name,
    batch,
    ...summariseNetwork(graph),
    memory,
    notes,
  };
  return { result: report, text: reportText(report) };
}

const grouped = (count: number): string => count.toLocaleString('en-US');
const sides = (shape: readonly number[]): string => shape.join(' x ');

function reportText({ inputs, layers, parameters, statistics, batch, memory, notes }: NetworkReport): string {
  const rows = [
    ['layer', 'kind', 'reads', 'gives', 'parameters'],
    ...Object.entries(inputs).map(([name, shape]) => [name, 'input', '', sides(shape), '']),
    ...layers.map(rowOf),
  ];
  const sums = `${layers.length} layers, ${grouped(parameters)} parameters, ${grouped(statistics)} running statistics.`;
  const need = `A training step of ${grouped(batch)} images needs about ${megabytes(memory.total)}: ${megabytes(memory.activations)} for the images, ${megabytes(memory.vectors)} for the weights.`;
  return [...tableLines(rows), '', sums, need, ...notes].join('\n');
}

const rowOf = ({ name, op, from, shape, parameters }: LayerSummary): readonly string[] => [
  name,
  op,
  from.join(', '),
  sides(shape),
  parameters > 0 ? grouped(parameters) : '',
];

/** Columns as wide as their longest cell; the last one is a number and stands to the right. */
function tableLines(rows: readonly (readonly string[])[]): readonly string[] {
  const widths = [0, 1, 2, 3, 4].map((column) => Math.max(...rows.map((row) => (row[column] ?? '').length)));
  const cell = (text: string, column: number) => (column === 4 ? text.padStart(widths[column] ?? 0) : text.padEnd(widths[column] ?? 0));
  return rows.map((row) => row.map(cell).join('  ').trimEnd());
}
