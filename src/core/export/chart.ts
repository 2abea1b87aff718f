import { escapeMarkup } from './markup';

/** A figure's plane: the ranges of its axes, in the data's units, and what stands at them. */
export type Plane = {
  readonly title: string;
  readonly x: readonly [number, number];
  readonly y: readonly [number, number];
  readonly xLabel: string;
  readonly yLabel: string;
  /** Whole numbers only on the x axis (epochs). */
  readonly wholeX?: boolean;
};

export type Point = readonly [x: number, y: number];

const width = 480;
const height = 320;
const left = 62;
const right = 14;
const top = 40;
const bottom = 48;

/** Round numbers within a range, about `count` of them. */
export function roundTicks([low, high]: readonly [number, number], count: number, whole = false): readonly number[] {
  const span = high - low;
  if (!(span > 0)) return [low];
  const rough = span / count;
  const power = 10 ** Math.floor(Math.log10(rough));
  const steps = [1, 2, 5, 10].map((factor) => factor * power);
  const found = steps.find((candidate) => candidate >= rough - 1e-12) ?? rough;
  const step = whole ? Math.max(1, Math.round(found)) : found;
  const first = Math.ceil(low / step - 1e-9);
  const last = Math.floor(high / step + 1e-9);
  return Array.from({ length: Math.max(0, last - first + 1) }, (_, index) => Number(((first + index) * step).toPrecision(12)));
}

/** The range of values with a little air around it. */
export function airyRange(values: readonly number[]): readonly [number, number] {
  const finite = values.filter(Number.isFinite);
  const low = finite.reduce((least, value) => Math.min(least, value), Number.POSITIVE_INFINITY);
  const high = finite.reduce((most, value) => Math.max(most, value), Number.NEGATIVE_INFINITY);
  if (low > high) return [0, 1];
  const air = high === low ? Math.abs(high) * 0.1 || 1 : (high - low) * 0.06;
  return [low - air, high + air];
}

const short = (value: number): string => String(Number(value.toFixed(2)));

/** Places of the picture for a plane's points. */
const scales = ({ x, y }: Plane) => ({
  atX: (value: number): number => left + ((value - x[0]) / (x[1] - x[0] || 1)) * (width - left - right),
  atY: (value: number): number => height - bottom - ((value - y[0]) / (y[1] - y[0] || 1)) * (height - top - bottom),
});

const pathOf = (plane: Plane, points: readonly Point[]): string => {
  const { atX, atY } = scales(plane);
  return points.map(([x, y], index) => `${index === 0 ? 'M' : 'L'}${short(atX(x))} ${short(atY(y))}`).join('');
};

const isFinitePoint = ([x, y]: Point): boolean => Number.isFinite(x) && Number.isFinite(y);

/** A line through points; `name` is a class of the style sheet (`first`, `second`, `rule`). */
export const lineMark = (plane: Plane, points: readonly Point[], name: string): string =>
  `<path class="line ${name}" d="${pathOf(plane, points.filter(isFinitePoint))}"/>`;

/** The area between two lines, given as their points from left to right. */
export const bandMark = (plane: Plane, upper: readonly Point[], lower: readonly Point[], name: string): string =>
  upper.length === 0 ? '' : `<path class="band ${name}" d="${pathOf(plane, [...upper, ...lower.toReversed()])}Z"/>`;

/** Dots of a radius in the picture's pixels. */
export function dotMarks(plane: Plane, points: readonly Point[], name: string, radius = 3): string {
  const { atX, atY } = scales(plane);
  const dots = points.filter(isFinitePoint).map(([x, y]) => `<circle cx="${short(atX(x))}" cy="${short(atY(y))}" r="${radius}"/>`);
  return `<g class="dot ${name}">${dots.join('')}</g>`;
}

/** Words at a place of the plane. */
export function wordMark(plane: Plane, [x, y]: Point, text: string, anchor: 'start' | 'end' = 'end', dy = -5): string {
  const { atX, atY } = scales(plane);
  return `<text class="word" x="${short(atX(x))}" y="${short(atY(y) + dy)}" text-anchor="${anchor}">${escapeMarkup(text)}</text>`;
}

/** What a colour and stroke stand for, above the plane. */
export function legend(entries: readonly (readonly [name: string, text: string])[]): string {
  let at = left;
  const marks = entries.map(([name, text]) => {
    const mark = `<path class="line ${name}" d="M${at} 24h22"/><text class="word" x="${at + 28}" y="28">${escapeMarkup(text)}</text>`;
    at += 44 + text.length * 7;
    return mark;
  });
  return marks.join('');
}

function axes(plane: Plane): string {
  const { atX, atY } = scales(plane);
  const yTicks = roundTicks(plane.y, 5).map((value) => {
    const y = short(atY(value));
    return `<path class="grid" d="M${left} ${y}H${width - right}"/><text x="${left - 8}" y="${y}" dy="4" text-anchor="end">${value}</text>`;
  });
  const xTicks = roundTicks(plane.x, 6, plane.wholeX === true).map((value) => {
    const x = short(atX(value));
    return `<path class="axis" d="M${x} ${height - bottom}v4"/><text x="${x}" y="${height - bottom + 18}" text-anchor="middle">${value}</text>`;
  });
  const middle = (top + height - bottom) / 2;
  return [
    ...yTicks,
    `<path class="axis" d="M${left} ${height - bottom}H${width - right}"/>`,
    ...xTicks,
    `<text x="${(left + width - right) / 2}" y="${height - 8}" text-anchor="middle">${escapeMarkup(plane.xLabel)}</text>`,
    `<text transform="translate(14 ${middle}) rotate(-90)" text-anchor="middle">${escapeMarkup(plane.yLabel)}</text>`,
  ].join('');
}

/** A whole figure as SVG, with a caption; `marks` lie over the axes in their order. */
export const figureMarkup = (plane: Plane, marks: readonly string[], caption: string): string =>
  `<figure><svg viewBox="0 0 ${width} ${height}" role="img" aria-label="${escapeMarkup(plane.title)}">${axes(plane)}${marks.join('')}</svg><figcaption>${escapeMarkup(caption)}</figcaption></figure>`;
