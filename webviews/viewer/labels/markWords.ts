import type { LineMark } from '../../../src/core/label/cornersOfMark';
import type { Label, Mark } from '../../../src/core/label/label';
import { measureText, short } from '../../../src/core/label/measureText';
import { isAreaMark } from '../../../src/core/label/overlapOfMarks';
import { pixelsOfMark } from '../../../src/core/label/pixelsOfMark';
import type { LabelDefinition } from '../../../src/core/label/protocol';
import { valuesWithin } from '../../../src/core/label/valuesWithin';
import { pixelReadout } from '../../../src/core/viewer/pixelReadout';
import type { Picture } from '../decodeProtocol';

const titles = new WeakMap<Label['marks'], { readonly labels: readonly LabelDefinition[]; readonly titles: ReadonlyMap<string, string> }>();

/** How marks are called, by id: their definition's title, and their number among the marks of that definition. */
export function markTitles({ marks }: Pick<Label, 'marks'>, labels: readonly LabelDefinition[]): ReadonlyMap<string, string> {
  const before = titles.get(marks);
  if (before?.labels === labels) return before.titles;
  const counts = new Map<string, number>();
  const found = new Map<string, string>();
  for (const { id, name } of marks) {
    const count = (counts.get(name) ?? 0) + 1;
    counts.set(name, count);
    found.set(id, `${labels.find((label) => label.name === name)?.title ?? name} ${count}`);
  }
  titles.set(marks, { labels, titles: found });
  return found;
}

/** What stands beside a mark on the picture: what it measures, and of the selected one what the pixels within say. */
export function markLines(mark: LineMark, picture: Picture, isSelected: boolean): readonly string[] {
  const isMeasure = mark.kind === 'length' || mark.kind === 'angle' || mark.kind === 'cobb';
  if (!isSelected && !isMeasure) return [];
  const measure = measureText(mark, picture.facts.spacing);
  return [measure, ...(isSelected ? [valuesText(mark, picture)] : [])].filter((line) => line !== '');
}

type Known = { readonly picture: Picture; readonly text: string };

/** Marks never change, so that their pixels are counted once a picture. */
const known = new WeakMap<Mark, Known>();

/** Mean and standard deviation of what lies within a mark, with unit; the value at a point; '' for lines. */
export function valuesText(mark: Mark, picture: Picture): string {
  const before = known.get(mark);
  if (before?.picture === picture) return before.text;
  const text = countedText(mark, picture);
  known.set(mark, { picture, text });
  return text;
}

function countedText(mark: Mark, { frame, meaning, facts }: Picture): string {
  if (mark.kind === 'point') {
    const [column, row] = [Math.min(Math.floor(mark.at[0]), frame.columns - 1), Math.min(Math.floor(mark.at[1]), frame.rows - 1)];
    return pixelReadout(frame, meaning, facts, [column, row]).value;
  }
  if (!isAreaMark(mark)) return '';
  const values = valuesWithin(frame, meaning, pixelsOfMark(mark));
  if (values === null) return '';
  return `mean ${short(values.mean)}, SD ${short(values.deviation)}${meaning.unit === '' ? '' : ` ${meaning.unit}`}`;
}
