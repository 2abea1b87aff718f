import type { LayoutName } from '../../core/dataset/layoutName';
import { layout } from '../../core/project/layout';
import { importImages } from '../dataset/importImages';
import type { CommandContext, CommandResult } from './context';
import { openProject } from './openProject';

type Options = {
  readonly labels?: string | false;
  readonly layout: LayoutName;
  readonly keepNames?: boolean;
  readonly allRegions?: boolean;
  readonly reader?: string;
};

/** `radsteps import <folder>`. */
export async function importCommand(context: CommandContext, [source = '']: readonly string[], options: Options): Promise<CommandResult> {
  const { host, path, output } = context;
  const root = await openProject(context);
  const { labels, ...others } = options;
  const summary = await importImages(
    root,
    path(source),
    { ...others, ...(labels === undefined ? {} : { labels: labels === false ? labels : path(labels) }) },
    output.progress,
    host.signal,
  );
  const lines = [
    `${summary.images} images of ${summary.patients} patients in the project: ${summary.added} added, ${summary.updated} updated, ${summary.unchanged} unchanged.`,
    `${summary.labels} labels written, ${summary.labelProblems} rows of labels with a problem.`,
    summary.problems === 0 ? 'No file had a problem.' : `${summary.problems} files could not be used: see ${layout.importProblems}.`,
    ...summary.notes,
  ];
  return { result: summary, text: lines.join('\n') };
}
