import { dot, plot, ruleX, ruleY, text } from '@observablehq/plot';
import { monthWords } from '../../src/core/experiment/monthWords';
import type { CardEstimate, ResultCard } from '../../src/core/experiment/resultCard';
import { isMonths } from '../../src/core/experiment/tolerances';
import type { Draw } from '../shared/drawFigure';

const blue = 'var(--vscode-charts-blue)';
const orange = 'var(--vscode-charts-orange)';

const rowName = ({ sex }: CardEstimate, isOne: boolean): string =>
  isOne || sex === null ? 'Estimate' : sex === 'F' ? 'As a girl' : 'As a boy';

/** The least and the largest value that is drawn, with room at both ends. */
function domainOf(values: readonly number[]): [number, number] {
  const [low, high] = [Math.min(...values), Math.max(...values)];
  const room = Math.max((high - low) * 0.15, 0.5);
  return [Math.min(low, Math.max(0, low - room)), high + room];
}

/** Words near an end of the scale grow away from it. */
function anchorAt(at: number | undefined, [low, high]: readonly [number, number]): 'start' | 'middle' | 'end' {
  const share = at === undefined ? 0.5 : (at - low) / (high - low);
  return share < 0.25 ? 'start' : share > 0.75 ? 'end' : 'middle';
}

/** The estimate as a dot on its interval; the chronological age as a dashed line. */
export const scaleFigure =
  ({ estimates, age, unit }: Pick<ResultCard, 'estimates' | 'age' | 'unit'>): Draw =>
  (width) => {
    const scale = isMonths(unit) ? 12 : 1;
    const isOne = estimates.length === 1;
    const rows = estimates.map((estimate) => ({
      name: rowName(estimate, isOne),
      value: estimate.value / scale,
      low: (estimate.interval?.[0] ?? estimate.value) / scale,
      high: (estimate.interval?.[1] ?? estimate.value) / scale,
    }));
    const ages = age === null || !isMonths(unit) ? [] : [{ at: age.months / scale, words: `Chronological age ${monthWords(age.months)}` }];
    const domain = domainOf([...rows.flatMap(({ low, high }) => [low, high]), ...ages.map(({ at }) => at)]);
    return plot({
      width,
      height: 92 + 34 * (rows.length - 1),
      marginLeft: 72,
      marginTop: 30,
      ariaLabel: 'The estimate with its prediction interval on a scale, and the chronological age',
      x: {
        domain,
        label: isMonths(unit) ? 'Years' : unit,
        ticks: 7,
      },
      y: { type: 'point', domain: rows.map(({ name }) => name), label: null, padding: 0.6, tickSize: 0 },
      marks: [
        ruleX(ages, { x: 'at', stroke: orange, strokeWidth: 2, strokeDasharray: '5 3' }),
        text(ages, {
          x: 'at',
          text: 'words',
          frameAnchor: 'top',
          dy: -18,
          fill: 'currentColor',
          textAnchor: anchorAt(ages[0]?.at, domain),
        }),
        ruleY(rows, { y: 'name', x1: 'low', x2: 'high', stroke: blue, strokeWidth: 9, strokeOpacity: 0.45, strokeLinecap: 'round' }),
        dot(rows, { x: 'value', y: 'name', r: 6, fill: blue }),
      ],
    });
  };
