import Papa from 'papaparse';
import type { ScoredBox } from '../label/box';
import { UserError } from '../userError';

/** What a network found in an image, also far below the threshold from which on a box is called: curves need them. */
export type ImagesBoxes = { readonly image: string; readonly boxes: readonly ScoredBox[] };

/** The file of all boxes in a run's folder. */
export const boxTableFile = 'boxes.csv';

const columns = ['image', 'score', 'left', 'top', 'right', 'bottom'] as const;

/** A box that is less sure than this only adds to the file; COCO looks at 100 boxes an image. */
const leastScore = 0.01;
const mostOfImage = 100;
/** About 2 MB of text, which git can bear for every run. */
const mostOfRun = 50_000;

/** The text of `boxes.csv`: of each image the surest 100 boxes, of the run the surest 50,000, with coordinates to a tenth of a pixel. */
export function formatBoxTable(images: readonly ImagesBoxes[], most = mostOfRun): string {
  const rows = images.flatMap(({ image, boxes }) =>
    boxes
      .filter(({ score }) => score >= leastScore)
      .toSorted((a, b) => b.score - a.score)
      .slice(0, mostOfImage)
      .map((box) => ({ image, box })),
  );
  const scores = Float64Array.from(rows, ({ box }) => box.score).sort();
  const least = rows.length > most ? (scores.at(-most) ?? 0) : 0;
  const lines = rows
    .filter(({ box }) => box.score >= least)
    .map(({ image, box: { score, from, to } }) => [image, Number(score.toPrecision(6)), ...[...from, ...to].map(tenth)]);
  return `${Papa.unparse([[...columns], ...lines], { newline: '\n' })}\n`;
}

const tenth = (value: number): number => Math.round(10 * value) / 10;

/** Reads `boxes.csv` by image; an image without a line has no box. Throws UserError where it is not such a table. */
export function parseBoxTable(text: string): ReadonlyMap<string, readonly ScoredBox[]> {
  const table = Papa.parse<Record<string, string>>(text, { header: true, skipEmptyLines: true });
  const lacking = columns.filter((name) => !table.meta.fields?.includes(name));
  if (lacking.length > 0) throw new UserError(`${boxTableFile} has no column ${lacking.join(', ')}; it is not the table of this run.`);
  const found = new Map<string, ScoredBox[]>();
  for (const [index, row] of table.data.entries()) {
    const [score = Number.NaN, left = Number.NaN, top = Number.NaN, right = Number.NaN, bottom = Number.NaN] = columns
      .slice(1)
      .map((name) => Number.parseFloat(row[name] ?? ''));
    if (![score, left, top, right, bottom].every(Number.isFinite))
      throw new UserError(`${boxTableFile}, line ${index + 2}: a box needs a score and four sides, all of them numbers.`);
    const box: ScoredBox = { score, from: [left, top], to: [right, bottom] };
    const boxes = found.get(row.image ?? '');
    if (boxes === undefined) found.set(row.image ?? '', [box]);
    else boxes.push(box);
  }
  return found;
}
