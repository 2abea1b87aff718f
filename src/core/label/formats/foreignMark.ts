import type { Box } from '../box';
import type { Label, Mark, PixelPoint } from '../label';
import { countPixels, type MaskRuns, parseRuns } from '../maskRuns';
import { type AreaMark, isAreaMark } from '../overlapOfMarks';
import { withoutProposals } from '../proposals';
import { isDrawn, type LabelDefinition, type Protocol } from '../protocol';

/** One annotation of a foreign file, in continuous pixels: its class, and what the file says of its shape. */
export type ForeignMark = {
  readonly className: string;
  readonly box: Box | null;
  readonly polygons: readonly (readonly PixelPoint[])[];
  readonly mask: MaskRuns | null;
  /** Runs as text, where there is a mask. */
  readonly runs: string;
  /** Where it lies in an image of many files or frames. */
  readonly place?: Pick<Mark, 'instance' | 'frame'>;
  /** Annotations of one image with the same text here are one thing. */
  readonly object?: string;
  /** A shape to be taken as it is by a label of its kind: a length, an angle, a point. */
  readonly shape?: Shape;
};

/** What a foreign file says of one image, called as the file calls it; `size` where it says so, to be compared with ours. */
export type ForeignImage = {
  readonly file: string;
  /** The project's image, where the file names it by more than a file's name. */
  readonly image?: string;
  readonly size: { readonly rows: number; readonly columns: number } | null;
  readonly marks: readonly ForeignMark[];
  /** What could not be read, as ends of sentences that begin with the image's file. */
  readonly problems: readonly string[];
  readonly categories?: Label['categories'];
};

/** An image with a label to be written in a foreign format; marks that lie on frames or instances don't belong here. */
export type ExportImage = { readonly image: string; readonly rows: number; readonly columns: number; readonly label: Label };

/** The definition that a class of a foreign file means: by name, title or a column's name, whatever the case; null where there is none that is drawn. */
export function definitionOfClass(className: string, { labels }: Protocol): LabelDefinition | null {
  const plain = (text: string): string => text.toLowerCase().replace(/[^\p{L}\p{N}]/gu, '');
  const wanted = plain(className);
  return (
    labels.find((label) => isDrawn(label) && [label.name, label.title, ...(label.columns ?? [])].some((text) => plain(text) === wanted)) ??
    null
  );
}

/** `unknown` annotations are of classes that the protocol does not draw, so that the project does not miss them. */
type Adopted = { readonly marks: readonly Mark[]; readonly unknown: number; readonly problems: readonly string[] };

/** The marks that foreign annotations of one image become, called import-1 and so on. */
export function adoptMarks(foreign: readonly ForeignMark[], protocol: Protocol): Adopted {
  const marks: Mark[] = [];
  const problems: string[] = [];
  const objects = new Map<string, string>();
  const isShared = sharedObjects(foreign);
  let unknown = 0;
  for (const found of foreign) {
    const definition = definitionOfClass(found.className, protocol);
    const shapes = definition === null ? null : shapesOf(found, definition);
    if (definition === null) unknown += 1;
    else if (shapes === null || shapes.length === 0)
      problems.push(`an annotation has no shape that "${definition.title}" (${definition.kind}) can take`);
    else {
      const id = `import-${marks.length + 1}`;
      const key = found.object !== undefined && isShared(found.object) ? found.object : id;
      if (!objects.has(key)) objects.set(key, id);
      const object = shapes.length > 1 || key !== id ? { object: objects.get(key) ?? id } : {};
      for (const shape of shapes)
        marks.push({ id: `import-${marks.length + 1}`, name: definition.name, ...found.place, ...object, ...shape });
    }
  }
  return { marks, unknown, problems: [...new Set(problems)] };
}

/** Which objects have several annotations. */
function sharedObjects(foreign: readonly ForeignMark[]): (object: string) => boolean {
  const counts = new Map<string, number>();
  for (const { object = '' } of foreign) counts.set(object, (counts.get(object) ?? 0) + 1);
  return (object) => (counts.get(object) ?? 0) > 1;
}

/** A mark without what names and places it. */
export type Shape =
  | { readonly kind: 'box' | 'length'; readonly from: PixelPoint; readonly to: PixelPoint }
  | { readonly kind: 'outline' | 'angle' | 'cobb'; readonly points: readonly PixelPoint[] }
  | { readonly kind: 'point'; readonly at: PixelPoint }
  | { readonly kind: 'mask'; readonly runs: string };

function shapesOf({ box, polygons, mask, runs, shape }: ForeignMark, { kind }: LabelDefinition): readonly Shape[] | null {
  if (shape !== undefined && shape.kind === kind) return [shape];
  if (kind === 'box') {
    const around = box ?? boxAround(polygons.flat());
    return around === null ? null : [{ kind, from: around.from, to: around.to }];
  }
  if (kind !== 'outline' && kind !== 'mask') return null;
  if (mask !== null && countPixels(mask) > 0) return [{ kind: 'mask', runs }];
  return polygons.filter((points) => points.length >= 3).map((points) => ({ kind: 'outline', points }));
}

/** The smallest box around points; null around none. */
export function boxAround(points: readonly PixelPoint[]): Box | null {
  if (points.length === 0) return null;
  const [columns, rows] = [points.map(([column]) => column), points.map(([, row]) => row)];
  return { from: [Math.min(...columns), Math.min(...rows)], to: [Math.max(...columns), Math.max(...rows)] };
}

/** The smallest box around a mark's shape; null around an empty mask. */
export function boxOfMark(mark: AreaMark): Box | null {
  if (mark.kind === 'box') return mark;
  if (mark.kind === 'outline') return boxAround(mark.points);
  const { firstRow, rows } = parseRuns(mark.runs) ?? { firstRow: 0, rows: [] };
  const corners = rows.flatMap((row, index): readonly PixelPoint[] => {
    const [first, last, length] = [row[0], row.at(-2), row.at(-1)];
    if (first === undefined || last === undefined || length === undefined) return [];
    return [
      [first, firstRow + index],
      [last + length, firstRow + index + 1],
    ];
  });
  return boxAround(corners);
}

/** A label's marks that a format takes, in its order, and how many have no place in it; a model's proposals that nobody accepted are neither. */
export function exportableMarks(
  label: Label,
  kinds: readonly AreaMark['kind'][],
): { readonly marks: readonly AreaMark[]; readonly left: number } {
  const own = withoutProposals(label).marks;
  const marks = own
    .filter(isAreaMark)
    .filter((mark) => kinds.includes(mark.kind) && mark.instance === undefined && (mark.frame ?? 0) === 0);
  return { marks, left: own.length - marks.length };
}
