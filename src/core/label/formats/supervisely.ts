import type { PixelPoint } from '../label';
import type { ForeignImage, ForeignMark } from './foreignMark';

type Values = Readonly<Record<string, unknown>>;

const isObject = (value: unknown): value is Values => typeof value === 'object' && value !== null && !Array.isArray(value);

/** Reads Supervisely's file of one image: rectangles and polygons with their class, other geometries are passed over; null where it is none. */
export function parseSupervisely(text: string): ForeignImage | null {
  const document = parseJson(text);
  if (!isObject(document) || !Array.isArray(document.objects)) return null;
  const size = isObject(document.size) ? { rows: Number(document.size.height), columns: Number(document.size.width) } : null;
  const read = document.objects.map(parseObject);
  return {
    file: '',
    size: size !== null && size.rows > 0 && size.columns > 0 ? size : null,
    marks: read.filter((mark) => typeof mark !== 'string').filter((mark) => mark !== null),
    problems: [...new Set(read.filter((mark) => typeof mark === 'string'))],
  };
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

/** Null for a geometry that is neither rectangle nor polygon, such as a line along a bone. */
function parseObject(object: unknown): ForeignMark | string | null {
  if (!isObject(object) || typeof object.classTitle !== 'string') return 'an object has no class';
  const points = isObject(object.points) ? pointsOf(object.points.exterior) : null;
  const mark = { className: object.classTitle, box: null, polygons: [], mask: null, runs: '' };
  if (object.geometryType === 'rectangle') {
    const [a, b, ...more] = points ?? [];
    if (a === undefined || b === undefined || more.length > 0) return 'a rectangle is not two points';
    const from: PixelPoint = [Math.min(a[0], b[0]), Math.min(a[1], b[1])];
    return { ...mark, box: { from, to: [Math.max(a[0], b[0]), Math.max(a[1], b[1])] } };
  }
  if (object.geometryType !== 'polygon') return null;
  return points === null || points.length < 3 ? 'a polygon is not three points or more' : { ...mark, polygons: [points] };
}

function pointsOf(value: unknown): readonly PixelPoint[] | null {
  if (!Array.isArray(value)) return null;
  const points = value.map((point): PixelPoint => (Array.isArray(point) ? [Number(point[0]), Number(point[1])] : [Number.NaN, Number.NaN]));
  return points.flat().every(Number.isFinite) ? points : null;
}
