import { niceTicks } from '../../src/core/viewer/niceTicks';
import type { TimeBand } from './viewState';

/** What the figure draws. */
export type DrawnCurve = {
  /** One a frame, in the modality's unit; `NaN` leaves a gap. */
  readonly values: Float64Array;
  /** Along the figure, ascending: seconds, milliseconds or numbers of frames. */
  readonly along: readonly number[];
  readonly alongLabel: string;
  readonly valueLabel: string;
  /** Which frame the picture shows. */
  readonly time: number;
  /** What is marked along the figure. */
  readonly bands: readonly TimeBand[];
};

const names = 'http://www.w3.org/2000/svg';
const margin = { left: 62, right: 14, top: 10, bottom: 34 };

/** Numbers short enough for an axis. */
export const shortNumber = (value: number): string => String(Number(value.toPrecision(5)));

function svg<K extends keyof SVGElementTagNameMap>(
  name: K,
  attributes: Readonly<Record<string, string | number>> = {},
  text = '',
): SVGElementTagNameMap[K] {
  const element = document.createElementNS(names, name);
  for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, String(value));
  if (text !== '') element.textContent = text;
  return element;
}

/** Draws one curve into an SVG of its own, fast enough to follow the mouse. */
export class CurveFigure {
  readonly element = svg('svg', { class: 'curve-figure', 'aria-hidden': 'true' });
  readonly #bands = svg('g', { class: 'curve-bands' });
  readonly #axes = svg('g', { class: 'curve-axes' });
  readonly #line = svg('path', { class: 'curve-line' });
  readonly #now = svg('line', { class: 'curve-now' });
  readonly #dot = svg('circle', { class: 'curve-dot', r: 4 });
  #along: readonly number[] = [];
  #size: readonly [width: number, height: number] = [0, 0];

  constructor() {
    this.element.append(this.#bands, this.#axes, this.#now, this.#line, this.#dot);
  }

  draw(curve: DrawnCurve, [width, height]: readonly [number, number]): void {
    this.#along = curve.along;
    this.#size = [width, height];
    this.element.setAttribute('width', String(width));
    this.element.setAttribute('height', String(height));
    const [lowest, highest] = rangeOf(curve.values);
    const y = (value: number): number =>
      height - margin.bottom - ((value - lowest) / (highest - lowest)) * (height - margin.top - margin.bottom);
    this.#bands.replaceChildren(...curve.bands.map((band) => this.#band(band)));
    this.#axes.replaceChildren(...this.#valueAxis(curve, lowest, highest, y), ...this.#alongAxis(curve));
    this.#line.setAttribute(
      'd',
      pathOf(curve.values, (at) => this.#x(at), y),
    );
    const x = this.#x(curve.time);
    const now = curve.values[curve.time] ?? Number.NaN;
    for (const [key, value] of [
      ['x1', x],
      ['x2', x],
      ['y1', margin.top],
      ['y2', height - margin.bottom],
    ] as const)
      this.#now.setAttribute(key, String(value));
    this.#dot.setAttribute('visibility', Number.isNaN(now) ? 'hidden' : 'visible');
    this.#dot.setAttribute('cx', String(x));
    this.#dot.setAttribute('cy', String(Number.isNaN(now) ? 0 : y(now)));
  }

  /** The frame nearest to a place in the figure, in screen pixels from its left. */
  timeAt(left: number): number {
    const distances = this.#along.map((_, at) => Math.abs(this.#x(at) - left));
    return Math.max(0, distances.indexOf(Math.min(...distances)));
  }

  /** Where a frame stands. */
  #x(time: number): number {
    const [first, last] = [this.#along[0] ?? 0, this.#along.at(-1) ?? 0];
    const share = last > first ? ((this.#along[time] ?? 0) - first) / (last - first) : 0.5;
    return margin.left + share * (this.#size[0] - margin.left - margin.right);
  }

  /** From halfway to the frame before the first to halfway to the one after the last. */
  #band({ first, last, colour, isStrong }: TimeBand): SVGElement {
    const between = (a: number, b: number): number => (this.#x(Math.max(0, a)) + this.#x(Math.min(this.#along.length - 1, b))) / 2;
    const [left, right] = [between(first - 1, first), between(last, last + 1)];
    const [y, height] = [margin.top, Math.max(0, this.#size[1] - margin.top - margin.bottom)];
    return svg('rect', { x: left, y, width: Math.max(1, right - left), height, fill: colour, 'fill-opacity': isStrong ? 0.3 : 0.15 });
  }

  #valueAxis({ valueLabel }: DrawnCurve, lowest: number, highest: number, y: (value: number) => number): readonly SVGElement[] {
    const [width] = this.#size;
    const ticks = niceTicks(lowest, highest, 4).flatMap((value) => [
      svg('line', { x1: margin.left, x2: width - margin.right, y1: y(value), y2: y(value) }),
      svg('text', { x: margin.left - 6, y: y(value), 'text-anchor': 'end', 'dominant-baseline': 'middle' }, shortNumber(value)),
    ]);
    const middle = (margin.top + this.#size[1] - margin.bottom) / 2;
    const turned = { x: 12, y: middle, 'text-anchor': 'middle', transform: `rotate(-90 12 ${middle})` };
    return [...ticks, svg('text', turned, valueLabel)];
  }

  #alongAxis({ along, alongLabel }: DrawnCurve): readonly SVGElement[] {
    const [width, height] = this.#size;
    const [first, last] = [along[0] ?? 0, along.at(-1) ?? 0];
    const room = width - margin.left - margin.right;
    const ticks = niceTicks(first, last, Math.max(2, Math.floor(room / 80)));
    const labels = ticks.map((value) => {
      const x = margin.left + (last > first ? (value - first) / (last - first) : 0.5) * room;
      return svg('text', { x, y: height - margin.bottom + 14, 'text-anchor': 'middle' }, shortNumber(value));
    });
    return [...labels, svg('text', { x: margin.left + room / 2, y: height - 4, 'text-anchor': 'middle' }, alongLabel)];
  }
}

/** The range to draw: what occurs and a little more; never empty. */
function rangeOf(values: Float64Array): readonly [number, number] {
  const finite = values.filter(Number.isFinite);
  if (finite.length === 0) return [0, 1];
  const [lowest, highest] = [finite.reduce((a, b) => Math.min(a, b)), finite.reduce((a, b) => Math.max(a, b))];
  const spare = highest > lowest ? 0.05 * (highest - lowest) : Math.max(1, Math.abs(lowest) * 0.1);
  return [lowest - spare, highest + spare];
}

function pathOf(values: Float64Array, x: (at: number) => number, y: (value: number) => number): string {
  let path = '';
  let isDrawing = false;
  values.forEach((value, at) => {
    if (Number.isFinite(value)) path += `${isDrawing ? 'L' : 'M'}${x(at).toFixed(1)} ${y(value).toFixed(1)}`;
    isDrawing = Number.isFinite(value);
  });
  return path;
}
