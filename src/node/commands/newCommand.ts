import { basename } from 'node:path';
import { setUpMerge } from '../label/setUpMerge';
import { type NewProjectOptions, newProject } from '../project/newProject';
import type { CommandContext, CommandResult } from './context';

type Options = Pick<NewProjectOptions, 'reader' | 'region'> & {
  readonly name?: string;
  readonly dataRoot?: string;
  readonly ownRepository?: boolean;
};

/** `radsteps new <template> <folder>`. */
export async function newCommand(
  { host, path }: CommandContext,
  [template = '', target = '']: readonly string[],
  options: Options,
): Promise<CommandResult> {
  const projectFolder = path(target);
  const made = await newProject({
    template,
    folder: projectFolder,
    name: options.name ?? basename(projectFolder),
    ...(options.dataRoot === undefined ? {} : { dataRoot: path(options.dataRoot) }),
    ...(options.reader === undefined ? {} : { reader: options.reader }),
    ...(options.region === undefined ? {} : { region: options.region }),
    ownRepository: options.ownRepository === true,
    templatesFolder: host.templatesFolder,
  });
  if (host.self !== undefined) await setUpMerge(made.root, host.self);
  const commit = made.commit === null ? 'nothing committed' : `first commit ${made.commit.slice(0, 10)}`;
  const text = [
    `Made ${made.root} from the template ${template}: ${made.files} files, ${commit}.`,
    ...made.notes,
    `Next: radsteps -C ${target} import <folder with images>`,
  ];
  return { result: made, text: text.join('\n') };
}
