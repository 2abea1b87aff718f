import { findProject } from '../project/findProject';
import { importanceOfSettings } from '../run/importanceOfSettings';
import type { CommandContext, CommandResult } from './context';
import { padColumns } from './padColumns';

type Options = { readonly metric?: string; readonly like?: string };

/** `radsteps importance [runs...]`. */
export async function importanceCommand({ folder }: CommandContext, runs: readonly string[], options: Options): Promise<CommandResult> {
  const result = await importanceOfSettings(await findProject(folder), { runs, ...options });
  if ('undefined' in result) return { result, text: result.undefined };
  const rows = result.settings.map(({ keys, share, values }) => [
    keys.join(' with '),
    share.toFixed(3),
    `${values} values`,
    share > result.noise ? '' : 'no more than chance',
  ]);
  return { result, text: [...padColumns(rows), '', result.method, ...result.notes].join('\n') };
}
