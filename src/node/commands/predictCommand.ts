import { stat } from 'node:fs/promises';
import { dirname } from 'node:path';
import { UserError } from '../../core/userError';
import { writeBeside } from '../files/writeBeside';
import { findProject } from '../project/findProject';
import { isInProject, predictRun } from '../run/predictRun';
import type { CommandContext, CommandResult } from './context';

/** `radsteps predict <run> <files...>`. */
export async function predictCommand(
  { host, folder, path, output }: CommandContext,
  [run = '', ...words]: readonly string[],
  options: { readonly out?: string },
): Promise<CommandResult> {
  const root = await findProject(folder);
  const out = options.out === undefined ? null : path(options.out);
  if (out !== null && !(await stat(dirname(out)).catch(() => null))?.isDirectory())
    throw new UserError(`${dirname(out)} is no folder; --out needs one that exists.`);
  const names = out !== null && (await isInProject(root, out)) ? 'pseudonyms' : 'paths';
  const done = await predictRun(root, run, words.map(path), names, output.progress, host.signal);
  const { table, ...result } = done;
  if (out === null) return { result, text: table };
  await writeBeside(out, table);
  const unit = done.unit === '' ? '' : ` (in ${done.unit})`;
  const lines = [`${done.predicted} images predicted${unit}, ${done.problems} could not be read; the table is ${out}.`];
  if (names === 'pseudonyms')
    lines.push('The table lies in the project, so it names images by the index and by pseudonyms, not by their files.');
  return { result, text: lines.join('\n') };
}
