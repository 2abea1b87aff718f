import { metricTitle } from '../../core/experiment/describeMetric';
import type { ReproductionVerdict } from '../../core/experiment/judgeReproduction';
import type { ReproductionCheck } from '../../core/experiment/reproduction';
import { runFolder } from '../../core/project/layout';
import { findProject } from '../project/findProject';
import { type ReproduceEvent, type Reproduction, reproduceRun } from '../run/reproduceRun';
import type { CommandContext, CommandResult } from './context';
import type { Output } from './output';
import { runReporter } from './trainCommand';

type Options = { readonly keep?: boolean; readonly anyway?: boolean; readonly note?: boolean };

const good: readonly ReproductionVerdict['outcome'][] = ['equal', 'within tolerance', 'inside interval'];

/** `radsteps reproduce <run>`. */
export async function reproduceCommand(
  { host, folder, output }: CommandContext,
  [run = '']: readonly string[],
  { keep = false, anyway = false, note = false }: Options,
): Promise<CommandResult> {
  const root = await findProject(folder);
  const request = { run, keep, anyway, note, trainer: host.trainer };
  const reproduction = await reproduceRun(root, request, reporter(output), host.signal);
  const { verdict } = reproduction;
  return {
    result: reproduction,
    text: textOf(reproduction, note).join('\n'),
    exitCode: verdict !== null && good.includes(verdict.outcome) ? 0 : 1,
  };
}

function reporter(output: Output): (event: ReproduceEvent) => void {
  const ofRun = runReporter(output);
  return (event) => {
    if (event.event === 'checking') output.progress(event);
    else if (event.event === 'check') output.event(event, describeCheck(event.check).join('\n'));
    else ofRun(event);
  };
}

/** What is known before a run is trained again, in words. */
function describeCheck({ run, images, blocks, limits, strict }: ReproductionCheck): readonly string[] {
  if (strict) return [`Run ${run}: its files and ${images} images are as they were, so every digit must be the same.`];
  return [
    ...(blocks.length === 0 ? [] : [`Run ${run} can't be had again as it was:`, ...blocks.map((reason) => `  ${reason}`)]),
    ...(limits.length === 0 ? [] : ['The numbers may differ from the record:', ...limits.map((reason) => `  ${reason}`)]),
  ];
}

function textOf({ run, check, verdict, folder, weightsRestored }: Reproduction, noted: boolean): readonly string[] {
  const place = folder === null ? [] : [`The worktree stays at ${folder}; \`git worktree remove --force\` removes it.`];
  if (verdict === null)
    return [
      'Nothing was trained.',
      ...(check.missing.length + check.changed.length === check.images
        ? ['`radsteps import <folder>` finds the images of a folder again by their content.']
        : ['`radsteps import <folder>` finds images again by their content; --anyway trains with what is here.']),
      ...place,
    ];
  const lines = verdict.metrics.map(({ metric, unit, recorded, reproduced, same }) => {
    const value = reproduced === null ? 'missing' : same ? 'the same' : `${reproduced}`;
    return `  ${metricTitle(metric)}: recorded ${recorded}${unit === '' ? '' : ` ${unit}`}, reproduced ${value}`;
  });
  return [
    ...lines,
    `${run}: ${verdict.words}`,
    ...(verdict.tolerance === null ? [] : [`The variance is that of ${verdict.tolerance.runs.join(', ')}.`]),
    ...(weightsRestored ? ['Its model was missing here and is back.'] : []),
    ...(noted ? [`Noted in ${runFolder(run)}/reproductions.csv; \`radsteps commit ${run}\` commits it.`] : []),
    ...place,
  ];
}
