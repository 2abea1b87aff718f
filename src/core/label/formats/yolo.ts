import type { Size } from '../../image/resize';
import type { PixelPoint } from '../label';
import type { Protocol } from '../protocol';
import { boxOfMark, type ExportImage, exportableMarks, type ForeignMark } from './foreignMark';

/** Boxes (`class column row width height`, the centre) or segments (`class column row column row ...`), all as shares of the image. */
export type YoloKind = 'boxes' | 'segments';

/** The names of the classes of one kind, in the order of their numbers. */
export const yoloClasses = ({ labels }: Protocol, kind: YoloKind): readonly string[] =>
  labels
    .filter((label) => (kind === 'boxes' ? label.kind === 'box' : label.kind === 'outline' || label.kind === 'mask'))
    .map(({ name }) => name);

/** The text of one image, empty where it shows nothing; `left` marks have no place in it. */
export function formatYolo(
  { label, rows, columns }: ExportImage,
  classes: readonly string[],
  kind: YoloKind,
): { readonly text: string; readonly left: number } {
  const { marks, left } = exportableMarks(label, kind === 'boxes' ? ['box'] : ['outline']);
  const lines = marks.flatMap((mark) => {
    const index = classes.indexOf(mark.name);
    const box = boxOfMark(mark);
    if (index < 0 || box === null) return [];
    const points =
      mark.kind === 'outline' ? mark.points : [centreOf(box.from, box.to), [box.to[0] - box.from[0], box.to[1] - box.from[1]] as const];
    return [[index, ...points.flatMap(([column, row]) => [column / columns, row / rows])].join(' ')];
  });
  return { text: lines.map((line) => `${line}\n`).join(''), left: left + marks.length - lines.length };
}

const centreOf = (from: PixelPoint, to: PixelPoint): PixelPoint => [(from[0] + to[0]) / 2, (from[1] + to[1]) / 2];

/** The file `data.yaml` that names the classes. */
export const formatYoloNames = (classes: readonly string[]): string =>
  `# Classes of the files in labels/.\nnames:\n${classes.map((name, index) => `  ${index}: ${JSON.stringify(name)}\n`).join('')}`;

/** The annotations of one image's text: five numbers a line are a box, six or more after the class a segment; a text is what is wrong with one. */
export function parseYoloMarks(text: string, { rows, columns }: Size, classes: readonly string[]): readonly (ForeignMark | string)[] {
  return text
    .split(/\r?\n/)
    .filter((line) => line.trim() !== '')
    .map((line) => {
      const numbers = line.trim().split(/\s+/).map(Number);
      const [index = -1, ...shares] = numbers;
      const className = classes[index];
      if (!numbers.every(Number.isFinite) || shares.length < 4 || shares.length % 2 === 1) return 'a line is neither a box nor a segment';
      if (className === undefined) return 'a line has a class without a name';
      const points = Array.from(
        { length: shares.length / 2 },
        (_, at): PixelPoint => [(shares[2 * at] ?? 0) * columns, (shares[2 * at + 1] ?? 0) * rows],
      );
      const [centre = origin, size = origin] = points;
      const isBox = shares.length === 4;
      const from: PixelPoint = [centre[0] - size[0] / 2, centre[1] - size[1] / 2];
      const box = isBox ? { from, to: [centre[0] + size[0] / 2, centre[1] + size[1] / 2] as const } : null;
      return { className, box, polygons: isBox ? [] : [points], mask: null, runs: '' };
    });
}

const origin: PixelPoint = [0, 0];
