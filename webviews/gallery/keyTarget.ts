import { cellBelow, type GridLines } from './gridLayout';

/** The place to which a key moves the focus from `focus` (-1 where nothing has it); `page` is how many lines are seen. Null for other keys. */
export function keyTarget(key: string, lines: GridLines, focus: number, last: number, page: number): number | null {
  const isFirst = focus < 0;
  const at = Math.max(0, focus);
  const targets: Readonly<Record<string, () => number>> = {
    ArrowRight: () => (isFirst ? 0 : at + 1),
    ArrowLeft: () => at - 1,
    ArrowDown: () => (isFirst ? 0 : cellBelow(lines, at, 1)),
    ArrowUp: () => cellBelow(lines, at, -1),
    PageDown: () => cellBelow(lines, at, page),
    PageUp: () => cellBelow(lines, at, -page),
    Home: () => 0,
    End: () => last,
  };
  const target = Object.hasOwn(targets, key) ? targets[key] : undefined;
  return target === undefined || last < 0 ? null : Math.min(last, Math.max(0, target()));
}
