import type { Size } from '../../image/resize';
import { UserError } from '../../userError';
import type { PixelPoint } from '../label';
import { countPixels, emptyRuns, formatRuns, type MaskRuns, parseRuns } from '../maskRuns';
import { type AreaMark, overlapOfMarks } from '../overlapOfMarks';
import { cornersOf } from '../pixelsOfMark';
import type { Protocol } from '../protocol';
import { cocoCounts, packCounts, runsOfCocoCounts, unpackCounts } from './cocoRuns';
import { boxOfMark, type ExportImage, exportableMarks, type ForeignImage, type ForeignMark } from './foreignMark';

/** A COCO file of instances: boxes, outlines as polygons, masks as runs (compressed unless `plainRuns`); `left` marks have no place in it. */
export function formatCoco(
  images: readonly ExportImage[],
  { labels }: Protocol,
  { plainRuns = false } = {},
): { readonly text: string; readonly left: number } {
  const classes = labels.filter(({ kind }) => kind === 'box' || kind === 'outline' || kind === 'mask');
  const annotations: object[] = [];
  let left = 0;
  for (const [index, image] of images.entries()) {
    const own = exportableMarks(image.label, ['box', 'outline', 'mask']);
    left += own.left;
    for (const mark of own.marks) {
      const category = classes.findIndex(({ name }) => name === mark.name) + 1;
      const box = boxOfMark(mark);
      if (category === 0 || box === null) left += 1;
      else
        annotations.push({
          id: annotations.length + 1,
          image_id: index + 1,
          category_id: category,
          ...shapeOf(mark, image, plainRuns),
          ...boxOf(box),
          iscrowd: 0,
        });
    }
  }
  const document = {
    images: images.map(({ image, rows, columns }, index) => ({ id: index + 1, file_name: image, height: rows, width: columns })),
    categories: classes.map(({ name }, index) => ({ id: index + 1, name, supercategory: '' })),
    annotations,
  };
  return { text: `${JSON.stringify(document, null, 1)}\n`, left };
}

const boxOf = ({ from, to }: { readonly from: PixelPoint; readonly to: PixelPoint }) => ({
  bbox: [...from, to[0] - from[0], to[1] - from[1]],
});

function shapeOf(mark: AreaMark, size: ExportImage, plainRuns: boolean): { readonly segmentation: unknown; readonly area: number } {
  if (mark.kind === 'mask') {
    const runs = parseRuns(mark.runs) ?? emptyRuns;
    const counts = cocoCounts(runs, size);
    return { segmentation: { size: [size.rows, size.columns], counts: plainRuns ? counts : packCounts(counts) }, area: countPixels(runs) };
  }
  const points = mark.kind === 'box' ? cornersOf(mark.from, mark.to) : mark.points;
  return { segmentation: [points.flat()], area: mark.kind === 'box' ? overlapOfMarks(mark, mark).found : polygonArea(points) };
}

/** The shoelace formula. */
function polygonArea(points: readonly PixelPoint[]): number {
  let twice = 0;
  for (const [index, [column, row]] of points.entries()) {
    const [lastColumn, lastRow] = points.at(index - 1) ?? [column, row];
    twice += lastColumn * row - column * lastRow;
  }
  return Math.abs(twice) / 2;
}

type Values = Readonly<Record<string, unknown>>;

const isObject = (value: unknown): value is Values => typeof value === 'object' && value !== null && !Array.isArray(value);

/** Reads a COCO file of instances; `file` is how messages call it. Throws UserError where it is none; what is wrong in an annotation is a problem of its image. */
export function parseCoco(text: string, file: string): readonly ForeignImage[] {
  const document = parseDocument(text, file);
  const classes = new Map(document.categories.map(({ id, name }) => [id, String(name)]));
  const byImage = new Map<unknown, Values[]>(document.images.map(({ id }) => [id, []]));
  let lost = 0;
  for (const annotation of document.annotations) {
    const own = byImage.get(annotation.image_id);
    if (own === undefined) lost += 1;
    else own.push(annotation);
  }
  if (lost > 0) throw new UserError(`${file}: ${lost} annotations are of images that its list "images" lacks: it is not whole.`);
  return document.images.map((image): ForeignImage => {
    const [rows, columns] = [Number(image.height), Number(image.width)];
    const size = rows > 0 && columns > 0 ? { rows, columns } : null;
    const read = (byImage.get(image.id) ?? []).map((annotation) => parseAnnotation(annotation, classes, size));
    return {
      file: String(image.file_name ?? ''),
      size,
      marks: read.filter((mark) => typeof mark !== 'string'),
      problems: [...new Set(read.filter((mark) => typeof mark === 'string'))],
    };
  });
}

type Document = { readonly images: readonly Values[]; readonly categories: readonly Values[]; readonly annotations: readonly Values[] };

function parseDocument(text: string, file: string): Document {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw new UserError(`${file} is not JSON: a COCO file is one JSON document.`);
  }
  const list = (key: string): readonly Values[] => {
    const entries = isObject(value) ? value[key] : undefined;
    if (!Array.isArray(entries) || !entries.every(isObject))
      throw new UserError(`${file} is no COCO file of instances: it has no list "${key}" of objects.`);
    return entries;
  };
  return { images: list('images'), categories: list('categories'), annotations: list('annotations') };
}

function parseAnnotation(
  { category_id: category, bbox, segmentation }: Values,
  classes: ReadonlyMap<unknown, string>,
  image: Size | null,
): ForeignMark | string {
  const className = classes.get(category);
  if (className === undefined) return 'an annotation has a category that the file does not name';
  const mask = isObject(segmentation) ? parseMask(segmentation, image) : null;
  if (mask === undefined) return 'an annotation has runs that do not fill the image';
  const polygons = Array.isArray(segmentation) ? segmentation.map(parsePolygon) : [];
  if (polygons.includes(null)) return 'an annotation has a polygon that is not pairs of numbers';
  return {
    className,
    box: parseBox(bbox),
    polygons: polygons.filter((points) => points !== null),
    mask: mask ?? null,
    runs: mask === null ? '' : formatRuns(mask),
  };
}

/** Undefined for runs that are none, or that fill an image of another size. */
function parseMask({ size, counts }: Values, image: Size | null): MaskRuns | undefined {
  if (!Array.isArray(size) || size.length !== 2) return undefined;
  const numbers = typeof counts === 'string' ? unpackCounts(counts) : Array.isArray(counts) ? counts.map(Number) : null;
  const [rows, columns] = size.map(Number);
  if (numbers === null || rows === undefined || columns === undefined) return undefined;
  if (image !== null && (image.rows !== rows || image.columns !== columns)) return undefined;
  return runsOfCocoCounts(numbers, { rows, columns }) ?? undefined;
}

function parsePolygon(value: unknown): readonly PixelPoint[] | null {
  if (!Array.isArray(value) || value.length % 2 === 1 || !value.every((entry) => Number.isFinite(entry))) return null;
  return Array.from({ length: value.length / 2 }, (_, index): PixelPoint => [value[2 * index], value[2 * index + 1]]);
}

function parseBox(value: unknown): ForeignMark['box'] {
  if (!Array.isArray(value) || value.length !== 4 || !value.every((entry) => Number.isFinite(entry))) return null;
  const [column, row, width, height] = value;
  return width >= 0 && height >= 0 ? { from: [column, row], to: [column + width, row + height] } : null;
}
