import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { ImageRow } from '../../core/dataset/imageRow';
import { formatCoco } from '../../core/label/formats/coco';
import { formatCsv } from '../../core/label/formats/csv';
import type { ExportImage } from '../../core/label/formats/foreignMark';
import type { LabelFormat } from '../../core/label/formats/labelFormat';
import { formatVoc } from '../../core/label/formats/voc';
import { formatYolo, formatYoloNames, type YoloKind, yoloClasses } from '../../core/label/formats/yolo';
import type { Label } from '../../core/label/label';
import type { Protocol } from '../../core/label/protocol';
import { spacingOf } from '../../core/label/spacingOf';
import { UserError } from '../../core/userError';
import { readers, readImages, readLabels } from '../dataset/readDataset';
import { writeBeside } from '../files/writeBeside';
import { readProtocol } from '../project/readProtocol';
import { exportDocuments } from './exportDocuments';
import { exportMaps } from './exportMaps';

/** What to export: one reader's labels (the only reader's unless named), final ones unless drafts are wanted too, to a file (COCO, CSV) or a folder. */
export type ExportOptions = { readonly format: LabelFormat; readonly out: string; readonly reader?: string; readonly drafts?: boolean };

/** How many images were written, and notes on what was left out, each a sentence. */
export type ExportSummary = { readonly images: number; readonly files: number; readonly notes: readonly string[] };

/** Writes labels in a foreign format, images under their names in the index; throws UserError where there is nothing to write. */
export async function exportLabels(root: string, options: ExportOptions): Promise<ExportSummary> {
  const reader = await chosenReader(root, options.reader);
  const labels = await readLabels(root, reader);
  const chosen = (await readImages(root)).flatMap((row): readonly Labelled[] => {
    const label = labels.get(row.image);
    return label === undefined || !(options.drafts === true || label.status === 'final') ? [] : [{ row, label }];
  });
  if (chosen.length === 0) throw new UserError(`${reader} has no final label to export; --drafts exports drafts too.`);
  const protocol = await readProtocol(root);
  const { format, out } = options;
  if (format === 'seg' || format === 'sr') return exportDocuments(root, chosen, protocol, { format, out });
  if (format === 'nifti') return exportMaps(root, chosen, protocol, out);
  return options.format === 'csv' ? exportCsv(chosen, protocol, options.out) : exportMarks(chosen, protocol, options);
}

/** An image of the index with the label to be written. */
export type Labelled = { readonly row: ImageRow; readonly label: Label };

async function chosenReader(root: string, named: string | undefined): Promise<string> {
  const known = await readers(root);
  const [only, another] = known;
  if (only === undefined) throw new UserError('Nobody has labelled anything in this project yet.');
  if (named === undefined && another !== undefined) throw new UserError(`Name one of the readers with --reader: ${known.join(', ')}.`);
  if (named !== undefined && !known.includes(named))
    throw new UserError(`The reader "${named}" has labelled nothing; readers are ${known.join(', ')}.`);
  return named ?? only;
}

async function exportCsv(chosen: readonly Labelled[], protocol: Protocol, out: string): Promise<ExportSummary> {
  const images = chosen.map(({ row, label }) => ({ image: row.image, spacing: spacingOf(row), label }));
  await writeBeside(out, formatCsv(images, protocol));
  const drawn = images.filter(({ label }) => label.marks.some(({ kind }) => !['length', 'angle', 'cobb'].includes(kind))).length;
  const notes = drawn === 0 ? [] : [`${drawn} images have regions, boxes, points or intervals, which a table has no columns for.`];
  return { images: images.length, files: 1, notes };
}

async function exportMarks(chosen: readonly Labelled[], protocol: Protocol, { format, out }: ExportOptions): Promise<ExportSummary> {
  const sized = chosen.flatMap(({ row: { image, rows, columns }, label }) =>
    rows === null || columns === null ? [] : [{ image, rows, columns, label }],
  );
  const unsized = chosen.length - sized.length;
  const { files, left } = await writeMarks(sized, protocol, format, out);
  const notes = [
    ...(unsized === 0 ? [] : [`${unsized} images were left out, because the index does not know their size.`]),
    ...(left === 0 ? [] : [`${left} marks were left out: ${format} has no place for their kind, their frame or their name.`]),
  ];
  return { images: sized.length, files, notes };
}

type Written = { readonly files: number; readonly left: number };

async function writeMarks(images: readonly ExportImage[], protocol: Protocol, format: LabelFormat, out: string): Promise<Written> {
  if (format === 'coco') {
    const { text, left } = formatCoco(images, protocol);
    await writeBeside(out, text);
    return { files: 1, left };
  }
  if (format === 'voc') return writeEach(images, out, 'xml', formatVoc);
  const kind: YoloKind = format === 'yolo' ? 'boxes' : 'segments';
  const classes = yoloClasses(protocol, kind);
  await writeBeside(join(out, 'data.yaml'), formatYoloNames(classes));
  const { files, left } = await writeEach(images, join(out, 'labels'), 'txt', (image) => formatYolo(image, classes, kind));
  return { files: files + 1, left };
}

async function writeEach(
  images: readonly ExportImage[],
  folder: string,
  extension: string,
  format: (image: ExportImage) => { readonly text: string; readonly left: number },
): Promise<Written> {
  await mkdir(folder, { recursive: true });
  let left = 0;
  for (const image of images) {
    const formatted = format(image);
    left += formatted.left;
    await writeBeside(join(folder, `${image.image}.${extension}`), formatted.text);
  }
  return { files: images.length, left };
}
