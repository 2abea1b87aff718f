import { splitProject } from '../dataset/splitProject';
import { findProject } from '../project/findProject';
import type { CommandContext, CommandResult } from './context';

type Options = { readonly seed?: number; readonly fractions?: readonly [number, number, number] };

/** `radsteps split`. */
export async function splitCommand({ folder }: CommandContext, _: readonly string[], options: Options): Promise<CommandResult> {
  const summary = await splitProject(await findProject(folder), options);
  const parts = (['train', 'tuning', 'test'] as const).map(
    (part) => `${part}: ${summary.parts[part].images} images of ${summary.parts[part].patients} patients`,
  );
  return { result: summary, text: [...parts, ...summary.notes].join('\n') };
}
