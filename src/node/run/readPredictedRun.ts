import { boxTableFile, parseBoxTable } from '../../core/experiment/boxTable';
import type { PredictedRun } from '../../core/experiment/predictedRun';
import { classesOf, type PredictionRow, parsePredictions } from '../../core/experiment/predictionTable';
import { isDrawnTask } from '../../core/experiment/taskName';
import type { Mark } from '../../core/label/label';
import { parseLabel } from '../../core/label/labelFile';
import { markOverlap } from '../../core/label/markOverlap';
import { predictedLabelFile } from '../../core/project/layout';
import type { ImageBoxes } from '../../core/statistics/detection';
import type { Overlap } from '../../core/statistics/segmentation';
import { UserError } from '../../core/userError';
import type { ReferenceMarks } from './referenceMarks';
import type { RunSource } from './runSource';

/** Reads what a run predicted of its tuning part; `marks` gives the reader's marks of boxes and masks. Throws UserError where it has predicted nothing that can be compared. */
export async function readPredictedRun({ record, file, files }: RunSource, marks: ReferenceMarks): Promise<PredictedRun> {
  const text = (await file('predictions.csv'))?.toString('utf8');
  if (text === undefined)
    throw new UserError(`${record.run} has no predictions.csv: it is ${record.state}, and only a run that has predicted can be compared.`);
  const classes = classesOf(text);
  const run: PredictedRun = { record, classes, rows: parsePredictions(text, classes) };
  if (!isDrawnTask(record.task)) return run;
  const named = run.rows.map((row) => ({ row, name: predictedLabelFile(row.image) }));
  const texts = await files(named.map(({ name }) => name));
  const drawn = named.flatMap(({ row, name }, index) => {
    const found = texts[index];
    return found === null || found === undefined ? [] : [{ row, found: parseLabel(found, name).marks }];
  });
  const wanted = { ...record, reader: record.settings.data.reader, images: new Set(drawn.map(({ row }) => row.image)) };
  const reference = await marks(wanted);
  const judged = drawn.flatMap((entry) => {
    const known = reference.get(entry.row.image);
    return known === undefined ? [] : [{ ...entry, ...known }];
  });
  if (record.task !== 'detection') return { ...run, overlaps: overlapsOf(judged) };
  const table = (await file(boxTableFile))?.toString('utf8');
  return { ...run, boxes: boxesOf(judged), ...(table !== undefined && { ranked: parseBoxTable(table) }) };
}

type JudgedImage = {
  readonly row: PredictionRow;
  readonly found: readonly Mark[];
  readonly marked: readonly Mark[];
  readonly size: { readonly rows: number; readonly columns: number };
};

/** Of the images whose number of marked boxes is still what the run was judged by. */
const boxesOf = (images: readonly JudgedImage[]): ReadonlyMap<string, ImageBoxes> =>
  new Map(
    images.flatMap(({ row, found, marked }) => {
      const boxes = marked.filter((mark) => mark.kind === 'box');
      const calls = found.flatMap((mark) => (mark.kind === 'box' ? [{ from: mark.from, to: mark.to, score: mark.score ?? 1 }] : []));
      return boxes.length === row.label ? [[row.image, { found: calls, marked: boxes }] as const] : [];
    }),
  );

/** Of the images in which as many pixels are marked as when the run was judged; a share in the table has seven digits. */
const overlapsOf = (images: readonly JudgedImage[]): ReadonlyMap<string, Overlap> =>
  new Map(
    images.flatMap(({ row, found, marked, size }) => {
      const overlap = markOverlap(found, marked, size);
      const share = overlap.marked / (size.rows * size.columns);
      return Math.abs(share - Number(row.label)) <= 1e-6 * Math.max(share, 1e-3) ? [[row.image, overlap] as const] : [];
    }),
  );
