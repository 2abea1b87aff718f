import type { ComparisonReport } from '../../core/experiment/comparisonReport';
import { describeMetric } from '../../core/experiment/describeMetric';
import { findProject } from '../project/findProject';
import { compareNamedRuns } from '../run/compareNamedRuns';
import type { CommandContext, CommandResult } from './context';

/** Cases at each end of the list in the text; the JSON document has all. */
const shownCases = 5;

/** `radsteps compare <runs...>`. */
export async function compareCommand({ folder, host, output }: CommandContext, names: readonly string[]): Promise<CommandResult> {
  const result = await compareNamedRuns(await findProject(folder), names, output.progress, host.signal);
  return { result, text: textOf(result) };
}

function textOf({ runs, metric, settings, metrics, verdicts, cases, notes }: ComparisonReport): string {
  const metricLines = runs.map((run, index) => {
    const judged = metrics[index]?.[metric];
    const words = judged === undefined ? '' : 'undefined' in judged ? judged.undefined : describeMetric(metric, judged, 'tuning');
    return `${run}  ${words}`;
  });
  const differing = settings.filter(({ differs }) => differs);
  const settingLines = differing.map(({ key, texts }) => `  ${key}: ${texts.join('  ')}`);
  const verdictLines = verdicts.map(({ run, words, calls }) => `${run}  ${words}${calls === undefined ? '' : ` ${calls}`}`);
  const caseLine = ({ image, errors }: ComparisonReport['cases'][number]): string =>
    `  ${image}  error ${errors.map((error) => error.toPrecision(3)).join('  ')}`;
  const worse = cases.filter(({ change }) => change > 0).slice(0, shownCases);
  const better = cases
    .filter(({ change }) => change < 0)
    .slice(-shownCases)
    .toReversed();
  return [
    ...metricLines,
    '',
    differing.length === 0 ? 'All settings are the same.' : 'Settings that differ:',
    ...settingLines,
    '',
    ...verdictLines,
    ...(worse.length === 0 ? [] : ['', 'Became worse most, from the first run to the last:', ...worse.map(caseLine)]),
    ...(better.length === 0 ? [] : ['', 'Became better most:', ...better.map(caseLine)]),
    '',
    ...notes,
  ].join('\n');
}
