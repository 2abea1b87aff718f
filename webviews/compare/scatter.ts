import { dot, plot, ruleX } from '@observablehq/plot';
import { alikeNumbers } from '../../src/core/experiment/alikeNumbers';
import type { ComparisonReport } from '../../src/core/experiment/comparisonReport';
import type { SettingRow } from '../../src/core/experiment/settingTable';
import type { Draw } from '../shared/drawFigure';
import { runColour } from '../shared/runColour';
import { measuredRuns, metricLabel } from './measuredRuns';
import { type RunPlaces, shortName } from './runName';

const height = 300;
const widest = 720;

/** A setting against a metric with its 95 % interval, one point a run. */
export const scatter =
  (report: ComparisonReport, setting: SettingRow, metric: string, runs: RunPlaces): Draw =>
  (width) => {
    const points = measuredRuns(report, metric).map(({ run, index, value, interval }) => ({
      ...{ run, value, lower: interval?.[0] ?? value, upper: interval?.[1] ?? value },
      x: setting.numbers?.[index] ?? setting.texts[index] ?? '',
      title: `${shortName(run)}: ${setting.texts[index] ?? ''}, ${alikeNumbers([value])[0] ?? ''}`,
    }));
    const colour = ({ run }: (typeof points)[number]): string => runColour(runs.indexOf(run));
    const label = metricLabel(report, metric);
    const figure = plot({
      ...{ width: Math.min(width, widest), height, marginBottom: 40 },
      ariaLabel: `${label} against ${setting.key}, one point a run, with its 95 % interval`,
      x: {
        label: setting.key,
        type: setting.scale === 'words' ? 'point' : setting.scale,
        ...(setting.scale === 'words' ? {} : { nice: true, ticks: 6 }),
      },
      y: { label, grid: true, nice: true, ticks: 6 },
      marks: [
        ruleX(points, { x: 'x', y1: 'lower', y2: 'upper', stroke: colour, strokeWidth: 1.5 }),
        dot(points, { x: 'x', y: 'value', r: 5, fill: colour, title: 'title' }),
      ],
    });
    for (const shapes of ['line', 'circle'])
      for (const [index, shape] of [
        ...figure.querySelectorAll(`g[aria-label="${shapes === 'line' ? 'rule' : 'dot'}"] ${shapes}`),
      ].entries())
        shape.setAttribute('data-run', String(runs.indexOf(points[index]?.run ?? '')));
    return figure;
  };
