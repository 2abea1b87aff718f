import type { Part } from '../../core/dataset/split';
import { readerProgress } from '../../core/label/labelProgress';
import type { WorkOrder } from '../../core/label/workList';
import { readers, readImages, readLabels } from '../dataset/readDataset';
import { proposeRun, runPredictions } from '../label/runProposals';
import { workImages } from '../label/workImages';
import { readLocal } from '../project/local';
import type { CommandContext, CommandResult } from './context';
import { openProject } from './openProject';

const counted = (count: number, word: string): string => `${count} ${word}${count === 1 ? '' : 's'}`;

/** `radsteps labels progress`. */
export async function progressCommand(context: CommandContext): Promise<CommandResult> {
  const root = await openProject(context);
  const images = (await readImages(root)).map(({ image }) => image);
  const here = (await readLocal(root)).reader;
  const names = [...new Set([here, ...(await readers(root))])];
  const all = [];
  for (const reader of names) all.push(readerProgress(reader, images, await readLabels(root, reader)));
  const width = Math.max(...names.map(({ length }) => length));
  const lines = all.map(({ reader, none, draft, final, signedOff, medianSeconds }) => {
    const signed = signedOff === 0 ? '' : ` (${signedOff} signed off)`;
    const time = medianSeconds === null ? '' : `, median ${medianSeconds} s an image`;
    return `${reader.padEnd(width)}  ${final} final${signed}, ${draft} draft, ${none} none${time}`;
  });
  return { result: { images: images.length, readers: all }, text: [counted(images.length, 'image'), ...lines].join('\n') };
}

type ListOptions = {
  readonly reader?: string;
  readonly order: WorkOrder['by'];
  readonly seed?: string;
  readonly run?: string;
  readonly part?: Part;
  readonly all?: boolean;
};

/** `radsteps labels list`. */
export async function listCommand(context: CommandContext, _: readonly string[], options: ListOptions): Promise<CommandResult> {
  const root = await openProject(context);
  const { order, part, run, all = false } = options;
  const reader = options.reader ?? (await readLocal(root)).reader;
  const wish = { reader, order, seed: options.seed ?? reader, which: all ? 'all' : 'open' } as const;
  const images = await workImages(root, { ...wish, ...(run === undefined ? {} : { run }), ...(part === undefined ? {} : { part }) });
  return { result: { reader, images }, text: images.map(({ image, state }) => `${image}  ${state}`).join('\n') };
}

type ProposeOptions = { readonly reader?: string; readonly images?: readonly string[] };

/** `radsteps labels propose <run>`. */
export async function proposeCommand(
  context: CommandContext,
  [run = '']: readonly string[],
  options: ProposeOptions,
): Promise<CommandResult> {
  const root = await openProject(context);
  const reader = options.reader ?? (await readLocal(root)).reader;
  const { record, rows } = await runPredictions(root, run);
  const proposed = await proposeRun(root, { run, reader, images: options.images ?? null }, context.output.progress);
  const drawn = record.task === 'detection' || record.task === 'segmentation';
  const words = drawn
    ? `${counted(proposed.marks, 'mark')} proposed in ${counted(proposed.images, 'label')} by ${reader}.`
    : `Run ${run} says "${record.target}" of ${counted(rows.size, 'image')}: the label editor shows it beside the question, and labels stay as they are.`;
  const final = proposed.final === 0 ? [] : [`${counted(proposed.final, 'final label')} left alone.`];
  return { result: { run, reader, task: record.task, ...proposed }, text: [words, ...final, ...proposed.problems].join('\n') };
}
