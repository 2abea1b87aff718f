import type { Mark } from '../label/label';
import { parseRuns } from '../label/maskRuns';
import type { TriageMark } from './triageList';

/** Bands of rows that the shape of a mask is drawn by, at most: a thumbnail has not many more. */
const mostBands = 160;

/** What a run for boxes or outlines drew, the surest first, as a triage list shows it. */
export function triageMarks(marks: readonly Mark[]): readonly TriageMark[] {
  const shown = marks.flatMap((mark): readonly TriageMark[] => {
    if (mark.kind === 'mask') {
      const path = maskPath(mark.runs);
      return path === '' ? [] : [{ kind: 'mask', path, score: mark.score ?? 0 }];
    }
    if (mark.kind !== 'box') return [];
    const [x, y] = [Math.min(mark.from[0], mark.to[0]), Math.min(mark.from[1], mark.to[1])];
    const size = { width: Math.abs(mark.to[0] - mark.from[0]), height: Math.abs(mark.to[1] - mark.from[1]) };
    return [{ kind: 'box', x, y, ...size, score: mark.score ?? 0 }];
  });
  return shown.toSorted((a, b) => scoreOf(b) - scoreOf(a));
}

const scoreOf = (mark: TriageMark): number => (mark.kind === 'attention' ? 0 : mark.score);

/** The shape of a mask's runs as an SVG path: one rectangle a run, of every so many rows where there are many. */
function maskPath(text: string): string {
  const runs = parseRuns(text);
  if (runs === null) return '';
  const step = Math.max(1, Math.ceil(runs.rows.length / mostBands));
  const parts: string[] = [];
  for (let row = 0; row < runs.rows.length; row += step) {
    const height = Math.min(step, runs.rows.length - row);
    const own = runs.rows[row] ?? [];
    for (let at = 0; at < own.length; at += 2)
      parts.push(`M${own[at] ?? 0} ${runs.firstRow + row}h${own[at + 1] ?? 0}v${height}h${-(own[at + 1] ?? 0)}z`);
  }
  return parts.join('');
}
