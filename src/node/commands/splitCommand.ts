import { type SplitOptions, splitProject } from '../dataset/splitProject';
import type { CommandContext, CommandResult } from './context';
import { openProject } from './openProject';

type Options = SplitOptions;

/** `radsteps split`. */
export async function splitCommand(context: CommandContext, _: readonly string[], options: Options): Promise<CommandResult> {
  const summary = await splitProject(await openProject(context), options);
  const parts = (['train', 'tuning', 'test'] as const).map(
    (part) => `${part}: ${summary.parts[part].images} images of ${summary.parts[part].patients} patients`,
  );
  return { result: summary, text: [...parts, ...summary.notes].join('\n') };
}
