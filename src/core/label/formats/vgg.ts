import { UserError } from '../../userError';
import type { PixelPoint } from '../label';
import type { ForeignImage, ForeignMark } from './foreignMark';

type Values = Readonly<Record<string, unknown>>;

const isObject = (value: unknown): value is Values => typeof value === 'object' && value !== null && !Array.isArray(value);

/**
 * Reads a file of the VGG Image Annotator (a project, or its annotations alone): rectangles and polygons with their class. `file` is how messages
 * call it. Throws UserError where it is none; what is wrong in a region is a problem of its image.
 */
export function parseVgg(text: string, file: string): readonly ForeignImage[] {
  const document = parseJson(text, file);
  const images = isObject(document._via_img_metadata) ? document._via_img_metadata : document;
  const entries = Object.values(images);
  if (!entries.every((entry): entry is Values => isObject(entry) && typeof entry.filename === 'string'))
    throw new UserError(`${file} is no file of the VGG Image Annotator: each of its entries must have a "filename" and "regions".`);
  return entries.map(({ filename, regions }): ForeignImage => {
    const list = Array.isArray(regions) ? regions : isObject(regions) ? Object.values(regions) : [];
    const read = list.map(parseRegion);
    return {
      file: String(filename),
      size: null,
      marks: read.filter((mark) => typeof mark !== 'string'),
      problems: [...new Set(read.filter((mark) => typeof mark === 'string'))],
    };
  });
}

function parseJson(text: string, file: string): Values {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw new UserError(`${file} is not JSON: a file of the VGG Image Annotator is one JSON document.`);
  }
  if (!isObject(value)) throw new UserError(`${file} is no file of the VGG Image Annotator: it must be an object with an entry an image.`);
  return value;
}

function parseRegion(region: unknown): ForeignMark | string {
  if (!isObject(region) || !isObject(region.shape_attributes)) return 'a region has no shape';
  const shape = region.shape_attributes;
  const className = classOf(region.region_attributes);
  const mark = { className, box: null, polygons: [], mask: null, runs: '' };
  if (shape.name === 'rect') {
    const [x, y, width, height] = [shape.x, shape.y, shape.width, shape.height].map(Number);
    if (x === undefined || y === undefined || width === undefined || height === undefined || !(width >= 0 && height >= 0))
      return 'a rectangle lacks a number';
    return { ...mark, box: { from: [x, y], to: [x + width, y + height] } };
  }
  const points = shape.name === 'polygon' ? pointsOf(shape.all_points_x, shape.all_points_y) : null;
  return points === null ? 'a region is neither a rectangle nor a polygon of three points or more' : { ...mark, polygons: [points] };
}

/** The only word of a region's attributes, whatever the attribute is called. */
const classOf = (attributes: unknown): string =>
  isObject(attributes) ? String(Object.values(attributes).find((value) => typeof value === 'string' && value !== '') ?? '') : '';

function pointsOf(columns: unknown, rows: unknown): readonly PixelPoint[] | null {
  if (!Array.isArray(columns) || !Array.isArray(rows) || columns.length !== rows.length || columns.length < 3) return null;
  const points = columns.map((column, index): PixelPoint => [Number(column), Number(rows[index])]);
  return points.flat().every(Number.isFinite) ? points : null;
}
