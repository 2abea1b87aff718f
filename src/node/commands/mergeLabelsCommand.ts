import { mergeLabelFiles } from '../label/mergeLabelFiles';
import type { CommandContext, CommandResult } from './context';

/** `radsteps merge-labels <base> <ours> <theirs> <path>`: what git runs; its paths are from the folder that git runs it in. */
export async function mergeLabelsCommand(
  { path: absolute }: CommandContext,
  [base = '', ours = '', theirs = '', path = '']: readonly string[],
): Promise<CommandResult> {
  const { conflicts = [] } = await mergeLabelFiles({ base: absolute(base), ours: absolute(ours), theirs: absolute(theirs), path });
  const count = conflicts.length;
  if (count === 0) return { result: { path, conflicts: 0 }, text: `Merged ${path}` };
  const text = `${path}: both sides changed ${conflicts.map(({ on, ...rest }) => ('id' in rest ? `the mark ${rest.id}` : `the ${on} ${rest.name}`)).join(', ')}; choose one for each in the editor, or with "radsteps labels settle".`;
  return { result: { path, conflicts: count }, text, exitCode: 1 };
}
