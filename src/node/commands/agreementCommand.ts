import type { Part } from '../../core/dataset/split';
import { formatTable } from '../../core/dataset/table';
import type { ItemAgreement, PairAgreement } from '../../core/label/agreement';
import { type AdjudicationCase, type AgreementReport, agreementReport } from '../../core/label/agreementReport';
import type { Estimate, Undefined } from '../../core/statistics/estimate';
import { UserError } from '../../core/userError';
import { readers as readersOf } from '../dataset/readDataset';
import { readReadings } from '../label/readReadings';
import { readProtocol } from '../project/readProtocol';
import type { CommandContext, CommandResult } from './context';
import { openProject } from './openProject';

type Options = {
  readonly readers?: readonly string[];
  readonly part?: Part;
  readonly adjudicate?: boolean;
  readonly csv?: boolean;
  /** For the editor: also with fewer than two readers, or without one of those that are named. */
  readonly overview?: boolean;
};

/** `radsteps agreement`. */
export async function agreementCommand(context: CommandContext, _: readonly string[], options: Options): Promise<CommandResult> {
  const { adjudicate = false, csv = false, overview = false } = options;
  if (csv && !adjudicate)
    throw new UserError('A table is made of the images to adjudicate: give --adjudicate with --csv.', { badUsage: true });
  const root = await openProject(context);
  const readings = await readReadings(root, overview ? await knownReaders(root, options) : options);
  if (readings.readers.length < 2 && !overview) {
    const why = options.readers === undefined ? 'there is no second one yet' : 'there is only one named';
    throw new UserError(`Agreement needs two readers or more, and ${why}.`);
  }
  const report = agreementReport(readings, await readProtocol(root), context.output.progress);
  if (!adjudicate) return { result: report, text: [...report.items.flatMap(itemLines), ...caseLines(report)].join('\n') };
  const { readers, adjudicate: cases, problems } = report;
  return { result: { readers, adjudicate: cases, problems }, text: csv ? caseTable(report) : caseLines(report).join('\n') };
}

/** The editor remembers readers who may have gone meanwhile. */
async function knownReaders(root: string, { readers, ...options }: Options): Promise<Options> {
  if (readers === undefined) return options;
  const known = await readersOf(root);
  return { ...options, readers: readers.filter((reader) => known.includes(reader)) };
}

function caseLines({ adjudicate, problems }: AgreementReport): readonly string[] {
  const count = `${adjudicate.length} ${adjudicate.length === 1 ? 'image' : 'images'}`;
  return [
    ...problems.map((problem) => `Left out: ${problem}`),
    adjudicate.length === 0 ? 'No image to adjudicate.' : `To adjudicate: ${count}`,
    ...adjudicate.map((entry) => `  ${entry.image}  ${entry.differences.map(({ why }) => why).join('; ')}${consensusWords(entry)}`),
  ];
}

const consensusWords = ({ consensus }: AdjudicationCase): string => (consensus === 'none' ? '' : `  [consensus: ${consensus}]`);

/** One row a difference, what each reader says in a column of its own. */
function caseTable({ readers, adjudicate }: AgreementReport): string {
  const rows = adjudicate.flatMap(({ image, differences, consensus }) =>
    differences.map(({ name, title, size, said }) => ({
      image,
      label: name,
      title,
      size: size.toFixed(3),
      consensus,
      ...Object.fromEntries(readers.map((reader, index) => [`reader ${reader}`, said[index] ?? ''])),
    })),
  );
  return formatTable(['image', 'label', 'title', 'size', 'consensus', ...readers.map((reader) => `reader ${reader}`)], rows);
}

function itemLines({ title, all, pairs }: ItemAgreement): readonly string[] {
  const together = Object.entries(all).map(([name, statistic]) => `  all readers: ${statisticWords(name, statistic)}`);
  return [title, ...together, ...pairs.flatMap(pairLines), ''];
}

function pairLines({ readers, statistics, confusion }: PairAgreement): readonly string[] {
  const all = Object.values(statistics);
  const [first] = all;
  if (first !== undefined && 'undefined' in first && all.every((statistic) => 'undefined' in statistic))
    return [`  ${readers[0]} and ${readers[1]}: ${first.undefined}`];
  return [
    `  ${readers[0]} and ${readers[1]}`,
    ...Object.entries(statistics).map(([name, statistic]) => `    ${statisticWords(name, statistic)}`),
    ...(confusion === null ? [] : confusionLines(readers, confusion)),
  ];
}

function statisticWords(name: string, statistic: Estimate | Undefined): string {
  const title = name.replaceAll('_', ' ');
  if ('undefined' in statistic) return `${title}: none. ${statistic.undefined}`;
  const { value, interval, n, patients, unit, method } = statistic;
  const number = (entry: number): string => entry.toFixed(unit === '' ? 3 : 1);
  const range = interval === null ? method : `95 % ${number(interval[0])} to ${number(interval[1])}`;
  const of = patients === n ? `n = ${n}` : `n = ${n} images of ${patients} patients`;
  return `${title}: ${number(value)}${unit === '' ? '' : ` ${unit}`} (${range}; ${of})`;
}

/** A table with the first reader's values as rows. */
function confusionLines(readers: PairAgreement['readers'], { values, counts }: NonNullable<PairAgreement['confusion']>): readonly string[] {
  const head = [`${readers[0]} \\ ${readers[1]}`, ...values];
  const rows = [head, ...values.map((value, row) => [value, ...(counts[row] ?? []).map(String)])];
  const widths = head.map((_, column) => Math.max(...rows.map((row) => (row[column] ?? '').length)));
  return rows.map(
    (row) =>
      `    ${row.map((cell, column) => (column === 0 ? cell.padEnd(widths[0] ?? 0) : cell.padStart(widths[column] ?? 0))).join('  ')}`,
  );
}
