import { alikeNumbers } from '../../src/core/experiment/alikeNumbers';
import type { ComparisonReport } from '../../src/core/experiment/comparisonReport';
import type { SettingRow } from '../../src/core/experiment/settingTable';
import type { Draw } from '../shared/drawFigure';
import { runColour } from '../shared/runColour';
import { betterOf, measuredRuns, metricLabel } from './measuredRuns';
import { type RunPlaces, shortName } from './runName';

const height = 280;
const [top, bottom, left, right] = [44, 24, 70, 70];
/** More axes than these can't be told apart. */
export const mostAxes = 9;
const mostTicks = 6;

/** One axis: its name, where each run lies on it (0 below, 1 above; null where it has no value), and the values that are written. */
export type Axis = {
  readonly title: string;
  readonly places: readonly (number | null)[];
  readonly ticks: readonly { readonly place: number; readonly words: string }[];
};

/** The axis of a setting: numbers evenly or by their logarithm, words in their order. */
export function settingAxis({ key, texts, numbers, scale }: SettingRow): Axis {
  const title = key.replace(/^.*\./, '');
  if (numbers === null) {
    const words = [...new Set(texts)].toSorted();
    const placeOf = (text: string): number => (words.length < 2 ? 0.5 : words.indexOf(text) / (words.length - 1));
    return { title, places: texts.map(placeOf), ticks: words.map((text) => ({ place: placeOf(text), words: text })) };
  }
  return numberAxis(title, numbers, scale === 'log' ? Math.log : (value) => value, false, texts);
}

function numberAxis(
  title: string,
  values: readonly (number | null)[],
  scaled: (value: number) => number,
  isTurned: boolean,
  texts: readonly string[],
): Axis {
  const some = values.filter((value) => value !== null);
  const [least, most] = [Math.min(...some), Math.max(...some)].map(scaled);
  const placeOf = (value: number): number => {
    const share = most === least ? 0.5 : (scaled(value) - (least ?? 0)) / ((most ?? 0) - (least ?? 0));
    return isTurned ? 1 - share : share;
  };
  const distinct = [...new Map(values.map((value, index) => [value, texts[index] ?? ''])).entries()].filter(([value]) => value !== null);
  const sorted = distinct.toSorted(([a], [b]) => Number(a) - Number(b));
  const shown = sorted.length <= mostTicks ? sorted : [sorted[0], sorted[Math.floor(sorted.length / 2)], sorted.at(-1)];
  const ticks = shown.flatMap((entry) => (entry === undefined ? [] : [{ place: placeOf(Number(entry[0])), words: tickWords(entry[1]) }]));
  return { title, places: values.map((value) => (value === null ? null : placeOf(value))), ticks: apart(ticks) };
}

const tickWords = (text: string): string => (/^-?\d*\.\d{4,}(e-\d+)?$/.test(text) ? String(Number(Number(text).toPrecision(3))) : text);

/** Leaves out what would be written over another one. */
const apart = (ticks: Axis['ticks']): Axis['ticks'] =>
  ticks.filter(({ place }, index) => ticks.slice(0, index).every((other) => Math.abs(other.place - place) > 0.06));

/** The axes of the settings that differ, and last that of the metric, its better end above. */
export function axesOf(report: ComparisonReport, settings: readonly SettingRow[], metric: string): readonly Axis[] {
  const measured = new Map(measuredRuns(report, metric).map(({ index, value }) => [index, value]));
  const values = report.runs.map((_, index) => measured.get(index) ?? null);
  const texts = alikeNumbers(values.map((value) => value ?? 0));
  return [
    ...settings.slice(0, mostAxes).map(settingAxis),
    numberAxis(metricLabel(report, metric), values, (value) => value, betterOf(metric) === 'lower', texts),
  ];
}

function svg(name: string, attributes: Readonly<Record<string, string | number>>, ...children: readonly (Element | string)[]): SVGElement {
  const element = document.createElementNS('http://www.w3.org/2000/svg', name);
  for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, String(value));
  element.append(...children);
  return element;
}

/** Parallel coordinates: a line a run through its settings to the metric. */
export const coordinates =
  (report: ComparisonReport, settings: readonly SettingRow[], metric: string, runs: RunPlaces): Draw =>
  (width) => {
    const axes = axesOf(report, settings, metric);
    const x = (axis: number): number => left + (axis * (width - left - right)) / Math.max(1, axes.length - 1);
    const y = (place: number): number => top + (1 - place) * (height - top - bottom);
    const lines = report.runs.map((run, index) => {
      const points = axes.flatMap(({ places }, axis) => {
        const place = places[index];
        return place === null || place === undefined ? [] : [`${x(axis)},${y(place)}`];
      });
      const shape = { points: points.join(' '), fill: 'none', 'stroke-linejoin': 'round' };
      const place = runs.indexOf(run);
      return svg(
        'g',
        { 'data-run': place },
        svg('polyline', { ...shape, class: 'line', stroke: runColour(place) }),
        // Wide and unseen, so that a pointer finds the line.
        svg('polyline', { ...shape, class: 'reach', stroke: 'transparent' }, svg('title', {}, shortName(run))),
      );
    });
    const name = `Settings and ${metricLabel(report, metric)} of ${report.runs.length} runs, a line a run`;
    return svg(
      'svg',
      { class: 'coordinates', width, height, viewBox: `0 0 ${width} ${height}`, 'aria-label': name },
      ...axes.map((_, index) => svg('line', { class: 'axis', x1: x(index), x2: x(index), y1: y(0), y2: y(1) })),
      ...lines,
      ...axes.map((axis, index) => axisTexts(axis, x(index), y, index === axes.length - 1 && betterOf(metric) !== null)),
    );
  };

function axisTexts({ title, ticks }: Axis, x: number, y: (place: number) => number, isMetric: boolean): SVGElement {
  return svg(
    'g',
    { class: 'words' },
    svg('text', { x, y: 16, 'text-anchor': 'middle', class: 'title' }, title),
    ...(isMetric ? [svg('text', { x, y: 32, 'text-anchor': 'middle', class: 'hint' }, 'better ↑')] : []),
    ...ticks.map(({ place, words }) =>
      svg('text', { x: x + 7, y: y(place) + 4, class: 'tick' }, words.length > 14 ? `${words.slice(0, 13)}…` : words),
    ),
  );
}
