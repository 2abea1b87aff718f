import type { PixelPoint } from '../label';
import type { ForeignMark, Shape } from './foreignMark';

type Drawn = Pick<ForeignMark, 'polygons' | 'shape'>;

/** What points of a report draw, as DICOM names their graphics (PS3.3 C.18.6.1.2); null for what no label draws. */
export function drawnOf(graphic: string, points: readonly PixelPoint[]): readonly Drawn[] | null {
  if (graphic === 'POINT' || graphic === 'MULTIPOINT') return points.map((at) => ({ polygons: [], shape: { kind: 'point', at } }));
  if (graphic === 'CIRCLE' && points.length === 2) return [{ polygons: [circle(points)] }];
  if (graphic === 'ELLIPSE' && points.length === 4) return [{ polygons: [ellipse(points)] }];
  if (graphic !== 'POLYLINE' && graphic !== 'POLYGON') return null;
  const [first, last] = [points[0], points.at(-1)];
  const isClosed = points.length > 3 && first !== undefined && first[0] === last?.[0] && first[1] === last[1];
  if (isClosed || graphic === 'POLYGON') return [{ polygons: [isClosed ? points.slice(0, -1) : points] }];
  const shape = openShape(points);
  return shape === null ? null : [{ polygons: [], shape }];
}

/** A line of two points is a length, one of three an angle, one of four the two lines of a Cobb angle. */
function openShape(points: readonly PixelPoint[]): Shape | null {
  const [from, to] = points;
  if (points.length === 2 && from !== undefined && to !== undefined) return { kind: 'length', from, to };
  return points.length === 3 ? { kind: 'angle', points } : points.length === 4 ? { kind: 'cobb', points } : null;
}

const corners = 64;

/** Centre, then a point of the circle. */
function circle([centre = origin, edge = origin]: readonly PixelPoint[]): readonly PixelPoint[] {
  const radius = Math.hypot(edge[0] - centre[0], edge[1] - centre[1]);
  return around(centre, [radius, 0], [0, radius]);
}

/** The ends of the long axis, then those of the short one. */
function ellipse([a = origin, b = origin, c = origin, d = origin]: readonly PixelPoint[]): readonly PixelPoint[] {
  const centre: PixelPoint = [(a[0] + b[0]) / 2, (a[1] + b[1]) / 2];
  return around(centre, [(b[0] - a[0]) / 2, (b[1] - a[1]) / 2], [(d[0] - c[0]) / 2, (d[1] - c[1]) / 2]);
}

const origin: PixelPoint = [0, 0];

function around(centre: PixelPoint, long: PixelPoint, short: PixelPoint): readonly PixelPoint[] {
  return Array.from({ length: corners }, (_, index): PixelPoint => {
    const [cos, sin] = [Math.cos((2 * Math.PI * index) / corners), Math.sin((2 * Math.PI * index) / corners)];
    return [centre[0] + long[0] * cos + short[0] * sin, centre[1] + long[1] * cos + short[1] * sin];
  });
}
