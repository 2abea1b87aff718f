import { metricTitle } from '../../core/experiment/describeMetric';
import { isGroupName } from '../../core/experiment/groupName';
import type { FoldsVerdict } from '../../core/experiment/judgeFoldsReproduction';
import type { ReproducedMetric, ReproductionVerdict } from '../../core/experiment/judgeReproduction';
import type { ReproductionCheck } from '../../core/experiment/reproduction';
import { runFolder } from '../../core/project/layout';
import { findProject } from '../project/findProject';
import { type FoldsReproduction, reproduceFolds } from '../run/reproduceFolds';
import { type ReproduceEvent, type Reproduction, reproduceRun } from '../run/reproduceRun';
import { askYes, readLine } from './askLine';
import type { CommandContext, CommandResult } from './context';
import { foldsReporter } from './foldsReport';
import type { Output } from './output';
import { runReporter } from './trainCommand';

type Options = { readonly keep?: boolean; readonly anyway?: boolean; readonly note?: boolean; readonly ask?: boolean };

const good: readonly ReproductionVerdict['outcome'][] = ['equal', 'within tolerance', 'inside interval'];
const isGood = (verdict: Pick<ReproductionVerdict, 'outcome'> | null): boolean => verdict !== null && good.includes(verdict.outcome);

/** `radsteps reproduce <run>`, also of a cross-validation. */
export async function reproduceCommand(
  { host, folder, output }: CommandContext,
  [run = '']: readonly string[],
  { keep = false, anyway = false, note = false, ask = false }: Options,
): Promise<CommandResult> {
  const root = await findProject(folder);
  // The editor answers on standard input, after it has shown what can't be had as it was.
  const decide = async () => (output.mode === 'text' ? askYes(host, 'Train it again?') : (await readLine(host)) === 'yes');
  const request = { run, keep, anyway, note, trainer: host.trainer, ...(ask && { decide }) };
  if (isGroupName(run)) {
    const folds = await reproduceFolds(root, request, reporter(output), host.signal);
    return { result: folds, text: textOfFolds(folds, note).join('\n'), exitCode: isGood(folds.verdict) ? 0 : 1 };
  }
  const reproduction = await reproduceRun(root, request, reporter(output), host.signal);
  return { result: reproduction, text: textOf(reproduction, note).join('\n'), exitCode: isGood(reproduction.verdict) ? 0 : 1 };
}

function reporter(output: Output): (event: ReproduceEvent) => void {
  const ofRun = foldsReporter(output, runReporter);
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

/** Why nothing was trained, and what to do about it. */
const untrained = ({ missing, changed, images, blocks }: ReproductionCheck): readonly string[] => [
  'Nothing was trained.',
  ...(blocks.length === 0 ? [] : remedy(missing.length + changed.length === images)),
];

const remedy = (none: boolean): readonly string[] =>
  none
    ? ['`radsteps import <folder>` finds the images of a folder again by their content.']
    : ['`radsteps import <folder>` finds images again by their content; --anyway trains with what is here.'];

const placeWords = (folder: string | null): readonly string[] =>
  folder === null ? [] : [`The worktree stays at ${folder}; \`git worktree remove --force\` removes it.`];

const metricLine = ({ metric, unit, recorded, reproduced, same }: ReproducedMetric): string => {
  const value = reproduced === null ? 'missing' : same ? 'the same' : `${reproduced}`;
  return `  ${metricTitle(metric)}: recorded ${recorded}${unit === '' ? '' : ` ${unit}`}, reproduced ${value}`;
};

function textOf({ run, check, verdict, folder, weightsRestored }: Reproduction, noted: boolean): readonly string[] {
  if (verdict === null) return [...untrained(check), ...placeWords(folder)];
  return [
    ...verdict.metrics.map(metricLine),
    `${run}: ${verdict.words}`,
    ...(verdict.tolerance === null ? [] : [`The variance is that of ${verdict.tolerance.runs.join(', ')}.`]),
    ...(weightsRestored ? ['Its model was missing here and is back.'] : []),
    ...(noted ? [`Noted in ${runFolder(run)}/reproductions.csv; \`radsteps commit ${run}\` commits it.`] : []),
    ...placeWords(folder),
  ];
}

const foldLines = ({ folds }: FoldsVerdict): readonly string[] =>
  folds.map(({ index, run, verdict }) => `  fold ${index} (${run}): ${verdict.words}`);

function textOfFolds({ group, check, verdict, folder, weightsRestored }: FoldsReproduction, noted: boolean): readonly string[] {
  if (verdict === null) return [...untrained(check), ...placeWords(folder)];
  return [
    ...foldLines(verdict),
    ...(verdict.pooled.length === 0 ? [] : ['Pooled out-of-fold predictions:', ...verdict.pooled.map(metricLine)]),
    `${group}: ${verdict.words}`,
    ...(weightsRestored === 0 ? [] : [`${weightsRestored} models that were missing here are back.`]),
    ...(noted ? [`Noted in reproductions.csv of each fold's run; \`radsteps commit ${group}\` commits it.`] : []),
    ...placeWords(folder),
  ];
}
