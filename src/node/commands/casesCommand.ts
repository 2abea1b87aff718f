import { alikeNumbers } from '../../core/experiment/alikeNumbers';
import { caseFactors } from '../../core/experiment/caseFactors';
import type { CaseGroup, CaseGroups, CaseReport, ChosenCases } from '../../core/experiment/caseReport';
import type { CaseTable } from '../../core/experiment/caseTable';
import { groupCases } from '../../core/experiment/groupCases';
import { pickCases } from '../../core/experiment/pickCases';
import { reportCases } from '../../core/experiment/reportCases';
import type { Estimate, Undefined } from '../../core/statistics/estimate';
import { UserError } from '../../core/userError';
import { findProject } from '../project/findProject';
import { readCases } from '../run/readCases';
import { boxLines, maskLines } from './boxLines';
import { classLines, type EstimateLine } from './classLines';
import type { CommandContext, CommandResult } from './context';
import { padColumns } from './padColumns';

type Options = { readonly worst: number; readonly by?: string };

/** `radsteps cases <run>`. */
export async function casesCommand({ folder }: CommandContext, [run = '']: readonly string[], options: Options): Promise<CommandResult> {
  const table = await readCases(await findProject(folder), run);
  const report = reportCases(table);
  const worst = pickCases(table, { kind: 'worst' }, options.worst);
  const threshold = report.detail.kind === 'classes' ? (report.detail.chosen?.threshold ?? null) : null;
  const groups = options.by === undefined ? null : onlyFactor(table, groupCases(table, threshold), options.by);
  const lines = [
    `${run}: ${report.target}, ${report.part}${report.part === 'tuning' ? ' part' : ''}, ${counted(report)}`,
    ...detailLines(report),
    ...(groups === null ? [] : groupLines(groups)),
    ...worstLines(worst),
    '',
    ...report.notes,
  ];
  return { result: { ...report, ...(groups === null ? {} : { groups }), worst }, text: lines.join('\n') };
}

const counted = ({ images, patients }: { readonly images: number; readonly patients: number }): string =>
  `n = ${images} images of ${patients} patients`;

function onlyFactor(table: CaseTable, groups: CaseGroups, by: string): CaseGroups {
  const factors = groups.factors.filter(({ name }) => name === by);
  if (factors.length > 0) return { ...groups, factors };
  const known = caseFactors(table).map(({ name }) => name);
  throw new UserError(
    `--by ${by} tells no groups apart: name one of ${known.join(', ') || 'the columns of images.csv, of which none has from 2 to 12 values here'}.`,
    { badUsage: true },
  );
}

function estimateWords(estimate: Estimate | Undefined): string {
  if ('undefined' in estimate) return `none: ${estimate.undefined}`;
  const { interval, method, unit, n, patients } = estimate;
  const [value = '', low = '', high = ''] = alikeNumbers([estimate.value, ...(interval ?? [])]);
  const range = interval === null ? method : `95 % interval ${low} to ${high}`;
  return `${value}${unit === '' ? '' : ` ${unit}`} (${range}; n = ${n} images of ${patients} patients)`;
}

function detailLines({ detail, unit }: CaseReport): readonly string[] {
  const line: EstimateLine = (title, estimate) => `  ${title}: ${estimateWords(estimate)}`;
  if (detail.kind === 'numbers')
    return [
      line('bias', detail.bias),
      line('lower limit of agreement', detail.lowerLimit),
      line('upper limit of agreement', detail.upperLimit),
      line('change of the difference with each unit of the mean', detail.slope),
      ...detail.within.map(({ most, share }) => line(`share within ${most} ${unit}`, share)),
    ];
  if (detail.kind === 'boxes') return boxLines(detail, line);
  if (detail.kind === 'masks') return maskLines(detail, line);
  return classLines(detail, line);
}

/** Why nothing is told of a group. */
function smallness({ isFew, measures: [first] }: CaseGroup): string {
  const reason = isFew && first !== undefined && 'undefined' in first ? first.undefined : '';
  return reason === '' ? '' : `: ${reason.replace(/^Insufficient:/, 'insufficient,').replace(/\.$/, '')}`;
}

function groupLines({ measures, factors }: CaseGroups): readonly string[] {
  return factors.flatMap(({ title, groups }) => [
    '',
    title,
    ...groups.flatMap((group) => [
      `  ${group.value || 'not known'}: ${counted(group)}${smallness(group)}`,
      ...(group.isFew ? [] : measures).map(
        (measure, index) => `    ${measure.title}: ${estimateWords(group.measures[index] ?? { undefined: 'Not measured.' })}`,
      ),
      ...(group.gap === undefined ? [] : [`    gap to the others in ${measures[0]?.title ?? ''}: ${estimateWords(group.gap)}`]),
    ]),
  ]);
}

function worstLines({ cases, total }: ChosenCases): readonly string[] {
  if (cases.length === 0) return [];
  const rows = cases.map(({ image, label, prediction, error }) => [`  ${image}`, label, prediction, error]);
  return ['', `The worst ${cases.length} of ${total} (image, label, prediction, error):`, ...padColumns(rows)];
}
