import { axisX, dot, lineY, plot, ruleX, ruleY, text } from '@observablehq/plot';
import { metricTitle } from '../../src/core/experiment/describeMetric';
import type { OverviewSuccess } from '../../src/core/overview/overviewHead';
import { successWords } from '../../src/core/overview/overviewWords';
import type { RunPoint, RunsGlance } from '../../src/core/overview/runsGlance';

const blue = 'var(--vscode-charts-blue)';
const foreground = 'var(--vscode-foreground)';

/** The best value so far at each run of the present split. */
function bestSoFar(points: readonly RunPoint[], better: 'lower' | 'higher'): readonly { readonly at: number; readonly value: number }[] {
  const sofar: { readonly at: number; readonly value: number }[] = [];
  for (const [index, { value, isCurrent }] of points.entries()) {
    if (!isCurrent) continue;
    const last = sofar.at(-1)?.value ?? value;
    sofar.push({ at: index + 1, value: better === 'lower' ? Math.min(last, value) : Math.max(last, value) });
  }
  return sofar;
}

/** The goal, where it is of the same metric: the value that the test part must show. */
const goalOf = (success: OverviewSuccess | null, name: string | undefined): readonly OverviewSuccess[] =>
  success !== null && success.metric === name ? [success] : [];

/** Whole numbers of runs, eight at most. */
function runTicks(runs: number): readonly number[] {
  const step = Math.max(1, Math.ceil(runs / 8));
  return Array.from({ length: Math.ceil(runs / step) }, (_, index) => 1 + index * step);
}

/** The metric over the runs, oldest first, with intervals and the goal. */
export function runsFigure({ points, metric, best }: RunsGlance, success: OverviewSuccess | null, width: number): SVGElement | HTMLElement {
  const title = metricTitle(metric?.name ?? '');
  const goal = goalOf(success, metric?.name);
  const placed = points.map((point, index) => ({ ...point, at: index + 1 }));
  const svg = plot({
    ...{ width, height: 190, marginLeft: 48, marginRight: 12, marginTop: 22 },
    style: { background: 'transparent', color: foreground },
    x: { domain: [0.5, Math.max(points.length, 4) + 0.5], label: 'Run' },
    y: { label: metric?.unit ? `${title} (${metric.unit})` : title, nice: true, grid: true, ticks: 4 },
    marks: [
      axisX({ ticks: runTicks(points.length), tickFormat: String }),
      ruleY(goal, { y: 'value', stroke: 'var(--vscode-charts-green)', strokeDasharray: '4 3' }),
      text(goal, {
        y: 'value',
        text: (one: OverviewSuccess) => `goal: ${successWords(one)}`,
        frameAnchor: 'left',
        dx: 4,
        dy: -7,
        fill: foreground,
      }),
      ruleX(placed, {
        x: 'at',
        y1: ({ interval, value }) => interval?.[0] ?? value,
        y2: ({ interval, value }) => interval?.[1] ?? value,
        stroke: foreground,
        strokeOpacity: 0.45,
      }),
      lineY(bestSoFar(points, metric?.better ?? 'lower'), { x: 'at', y: 'value', curve: 'step-after', stroke: blue, strokeOpacity: 0.6 }),
      dot(placed, {
        x: 'at',
        y: 'value',
        r: 3.5,
        stroke: blue,
        fill: ({ isCurrent }) => (isCurrent ? blue : 'var(--vscode-editor-background)'),
      }),
      dot(
        placed.filter(({ run }) => run === best?.run),
        { x: 'at', y: 'value', r: 6.5, stroke: foreground, strokeWidth: 1.5 },
      ),
    ],
  });
  svg.setAttribute(
    'aria-label',
    `${title} of ${points.length} runs, oldest first${best === null ? '' : `; best ${best.value} by ${best.run}`}`,
  );
  return svg;
}
