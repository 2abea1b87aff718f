import { compareRuns, type PredictedRun, type RunComparison } from '../../core/experiment/compareRuns';
import { describeMetric } from '../../core/experiment/describeMetric';
import { UserError } from '../../core/userError';
import { findProject } from '../project/findProject';
import { readPredictedRun } from '../run/readPredictedRun';
import type { CommandContext, CommandResult } from './context';

const mostRuns = 20;
/** Cases at each end of the list in the text; the JSON document has all. */
const shownCases = 5;

/** `radsteps compare <runs...>`. */
export async function compareCommand({ folder }: CommandContext, names: readonly string[]): Promise<CommandResult> {
  const root = await findProject(folder);
  const runs = [...new Set(names)];
  if (runs.length < 2 || runs.length > mostRuns) throw new UserError(`Name 2 to ${mostRuns} different runs; \`radsteps runs\` lists them.`);
  const read: PredictedRun[] = [];
  for (const run of runs) read.push(await readPredictedRun(root, run));
  const [first, ...others] = read;
  const stranger = others.find(({ record }) => record.task !== first?.record.task || record.target !== first.record.target);
  if (stranger !== undefined)
    throw new UserError(
      `${stranger.record.run} learns ${stranger.record.target}, and ${runs[0]} ${first?.record.target}: only runs of one target can be compared.`,
    );
  const result = compareRuns(read);
  return { result, text: textOf(result) };
}

function textOf({ runs, metric, settings, metrics, verdicts, cases, notes }: RunComparison): string {
  const metricLines = runs.map((run, index) => {
    const judged = metrics[index]?.[metric];
    const words = judged === undefined ? '' : 'undefined' in judged ? judged.undefined : describeMetric(metric, judged, 'tuning');
    return `${run}  ${words}`;
  });
  const settingLines = settings.map(({ key, values }) => `  ${key}: ${values.map((value) => JSON.stringify(value)).join('  ')}`);
  const verdictLines = verdicts.map(({ run, words }) => `${run}  ${words}`);
  const caseLine = ({ image, errors }: RunComparison['cases'][number]): string =>
    `  ${image}  error ${errors.map((error) => error.toPrecision(3)).join('  ')}`;
  const worse = cases.filter(({ change }) => change > 0).slice(0, shownCases);
  const better = cases
    .filter(({ change }) => change < 0)
    .slice(-shownCases)
    .toReversed();
  return [
    ...metricLines,
    '',
    settings.length === 0 ? 'All settings are the same.' : 'Settings that differ:',
    ...settingLines,
    '',
    ...verdictLines,
    ...(worse.length === 0 ? [] : ['', 'Became worse most, from the first run to the last:', ...worse.map(caseLine)]),
    ...(better.length === 0 ? [] : ['', 'Became better most:', ...better.map(caseLine)]),
    '',
    ...notes,
  ].join('\n');
}
