import { isRunName } from '../../core/experiment/runName';
import type { NotesEdit, RunNotes } from '../../core/experiment/runNotes';
import { runNotesFile } from '../../core/project/layout';
import { UserError } from '../../core/userError';
import { findProject } from '../project/findProject';
import { editRunNotes } from '../run/runNotes';
import type { CommandContext, CommandResult } from './context';

type Options = {
  readonly star?: boolean;
  readonly unstar?: boolean;
  readonly tag?: readonly string[];
  readonly untag?: readonly string[];
  readonly text?: string;
};

const words = ({ starred, tags, note }: RunNotes): string =>
  [starred ? 'starred' : '', ...tags.map((tag) => `#${tag}`), note].filter((word) => word !== '').join(' ') || 'nothing noted';

/** `radsteps note <run>`. */
export async function noteCommand({ folder }: CommandContext, [run = '']: readonly string[], options: Options): Promise<CommandResult> {
  const { star = false, unstar = false, tag = [], untag = [], text } = options;
  if (!isRunName(run)) throw new UserError(`"${run}" is not the name of a run; \`radsteps runs\` lists them.`);
  if (star && unstar) throw new UserError('A run is starred or not: give --star or --unstar.', { badUsage: true });
  const edits: readonly NotesEdit[] = [
    { ...(star || unstar ? { star } : {}), ...(text === undefined ? {} : { note: text }) },
    ...tag.map((addTag) => ({ addTag })),
    ...untag.map((removeTag) => ({ removeTag })),
  ];
  const root = await findProject(folder);
  let notes: RunNotes | undefined;
  for (const edit of edits) notes = await editRunNotes(root, run, edit);
  return { result: { run, file: runNotesFile(run), ...notes }, text: `${run}: ${notes === undefined ? '' : words(notes)}` };
}
