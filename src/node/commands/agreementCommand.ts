import type { ItemAgreement, PairAgreement } from '../../core/label/agreement';
import { readerAgreement } from '../../core/label/readerAgreement';
import type { Estimate, Undefined } from '../../core/statistics/estimate';
import { readReadings } from '../label/readReadings';
import { readProtocol } from '../project/readProtocol';
import type { CommandContext, CommandResult } from './context';
import { openProject } from './openProject';

type Options = { readonly readers?: readonly string[] };

/** `radsteps agreement`. */
export async function agreementCommand(context: CommandContext, _: readonly string[], options: Options): Promise<CommandResult> {
  const root = await openProject(context);
  const { readers, images } = await readReadings(root, options.readers);
  const items = readerAgreement(readers, images, await readProtocol(root));
  const adjudicate = new Map<string, string[]>();
  for (const item of items) for (const { image, why } of item.adjudicate) adjudicate.set(image, [...(adjudicate.get(image) ?? []), why]);
  const list = [...adjudicate].map(([image, why]) => ({ image, why }));
  const lines = [
    ...items.flatMap(itemLines),
    list.length === 0 ? 'No image to adjudicate.' : `To adjudicate: ${list.length} ${list.length === 1 ? 'image' : 'images'}`,
    ...list.map(({ image, why }) => `  ${image}  ${why.join('; ')}`),
  ];
  return { result: { readers, items, adjudicate: list }, text: lines.join('\n') };
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
