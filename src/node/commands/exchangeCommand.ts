import type { LabelFormat } from '../../core/label/formats/labelFormat';
import { exportLabels } from '../label/exportLabels';
import { importLabels } from '../label/importLabels';
import type { CommandContext, CommandResult } from './context';
import { openProject } from './openProject';

type ExportOptions = { readonly format: LabelFormat; readonly out: string; readonly reader?: string; readonly drafts?: boolean };

/** `radsteps labels export`. */
export async function exportCommand(context: CommandContext, _: readonly string[], options: ExportOptions): Promise<CommandResult> {
  const out = context.path(options.out);
  const summary = await exportLabels(await openProject(context), { ...options, out });
  const images = `${summary.images} ${summary.images === 1 ? 'image' : 'images'}`;
  return { result: { ...summary, out }, text: [`Labels of ${images} written to ${options.out}.`, ...summary.notes].join('\n') };
}

type ImportOptions = { readonly format?: LabelFormat; readonly reader: string };

/** More problems than this are counted only; the document for machines has them all. */
const shownProblems = 20;

/** `radsteps labels import <file or folder>`. */
export async function importCommand(
  context: CommandContext,
  [source = '']: readonly string[],
  options: ImportOptions,
): Promise<CommandResult> {
  const { reader } = options;
  const summary = await importLabels(await openProject(context), { ...options, source: context.path(source) }, context.output.progress);
  const more = summary.problems.length - shownProblems;
  const lines = [
    `${summary.images} ${summary.images === 1 ? 'image has' : 'images have'} labels by ${reader} from this import.`,
    ...summary.problems.slice(0, shownProblems),
    ...(more > 0 ? [`And ${more} more problems; --json lists them all.`] : []),
  ];
  return { result: summary, text: lines.join('\n') };
}
