import type { TidyFile, TidyPlan } from '../../core/experiment/tidyPlan';
import { formatBytes } from '../../core/formatBytes';
import { findProject } from '../project/findProject';
import { planTidyRuns, type Tidied, tidyRuns } from '../run/tidyRuns';
import { askYes, canAsk } from './askLine';
import type { CommandContext, CommandResult } from './context';
import { padColumns } from './padColumns';

type Options = { readonly filter?: string; readonly keepBest?: number; readonly yes?: boolean };

const cellsOf = ({ kind, name, bytes, runs, resumable }: TidyFile): readonly string[] => [
  `  ${kind}`,
  formatBytes(bytes),
  kind === 'weights' ? `${name.slice(0, 12)}… of ${runs.join(', ')}` : `${name}${resumable ? " (it can't be resumed then)" : ''}`,
];

/** What can go and what stays, in words. */
function describePlan({ remove, left, bytes }: TidyPlan): readonly string[] {
  const head =
    remove.length === 0
      ? 'Nothing of these runs on this machine can be removed.'
      : `${remove.length} ${remove.length === 1 ? 'file' : 'files'}, ${formatBytes(bytes)}, can be removed; the records stay:`;
  const stays = left.length === 0 ? [] : ['Left alone:', ...padColumns(left.map(({ run, reason }) => [`  ${run}`, reason]))];
  return [head, ...padColumns(remove.map(cellsOf)), ...stays];
}

const describeEnd = ({ removed, bytes, problems }: Tidied): readonly string[] => [
  `${removed.length} ${removed.length === 1 ? 'file' : 'files'} removed, ${formatBytes(bytes)} freed. \`radsteps reproduce <run>\` gets weights back.`,
  ...problems,
];

/** `radsteps tidy [runs...]`. */
export async function tidyCommand(
  { host, folder, output }: CommandContext,
  names: readonly string[],
  { filter, keepBest = 0, yes = false }: Options,
): Promise<CommandResult> {
  const root = await findProject(folder);
  const request = { names, ...(filter !== undefined && { filter }), keepBest };
  const plan = await planTidyRuns(root, request);
  const lines = describePlan(plan);
  const nothing = { ...plan, removed: [], freed: 0 };
  if (plan.remove.length === 0) return { result: nothing, text: lines.join('\n') };
  if (!yes && (output.mode !== 'text' || !canAsk(host)))
    return { result: nothing, text: [...lines, 'Nothing was removed; --yes removes it.'].join('\n') };
  if (!yes) host.writeError(`${lines.join('\n')}\n`);
  if (!yes && !(await askYes(host, `Remove ${formatBytes(plan.bytes)}?`))) return { result: nothing, text: 'Nothing was removed.' };
  const done = await tidyRuns(root, request, plan);
  const said = yes ? lines : [];
  return {
    result: { ...plan, removed: done.removed, freed: done.bytes, problems: done.problems },
    text: [...said, ...describeEnd(done)].join('\n'),
    exitCode: done.problems.length === 0 ? 0 : 1,
  };
}
