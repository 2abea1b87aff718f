import { html, nothing, type TemplateResult } from 'lit';
import { ref } from 'lit/directives/ref.js';
import type { RunSeries } from '../../src/protocol/runSeries';
import type { WatchedRunView } from '../../src/protocol/watch';
import { drawFigure } from '../shared/drawFigure';
import { runCurves } from '../shared/runCurves';

type Figure = { readonly label: string; readonly name: string; readonly caption: string; readonly series: readonly RunSeries[] };

function lossFigure(runs: readonly WatchedRunView[]): Figure {
  const series = runs.flatMap(({ run, trainLoss, tuningLoss }): readonly RunSeries[] => [
    { run, part: 'train', points: trainLoss },
    { run, part: 'tuning', points: tuningLoss },
  ]);
  const name = 'Loss of the training and the tuning part by epoch';
  return { label: 'Loss', name, caption: 'Loss: the tuning part’s lines are whole, the training part’s dashed.', series };
}

/** A figure a metric: runs of other targets have other ones. */
function metricFigures(runs: readonly WatchedRunView[]): readonly Figure[] {
  const groups = new Map<string, WatchedRunView[]>();
  for (const view of runs) {
    if (view.last === null) continue;
    const label = view.last.unit === '' ? view.last.title : `${view.last.title} (${view.last.unit})`;
    groups.set(label, [...(groups.get(label) ?? []), view]);
  }
  return [...groups].map(([label, members]) => ({
    label,
    name: `${label} of the tuning part by epoch`,
    caption: `${label} of the tuning part.`,
    series: members.map(({ run, metric }): RunSeries => ({ run, part: 'tuning', points: metric })),
  }));
}

/** The curves were drawn from these; a look that brought no epoch draws nothing. */
const drawn = new WeakMap<Element, string>();

function drawIfNew(element: Element | undefined, figure: Figure, order: readonly string[]): void {
  if (element === undefined) return;
  const state = JSON.stringify([order, figure.label, figure.series.map(({ run, points }) => [run, points.length, points.at(-1)])]);
  if (drawn.get(element) === state) return;
  drawn.set(element, state);
  drawFigure(element, runCurves(figure.series, { name: figure.name, label: figure.label, runs: order }));
}

const figureOf = (figure: Figure, order: readonly string[]): TemplateResult => html`<figure>
  <figcaption class="muted">${figure.caption}</figcaption>
  <div class="plot" ${ref((element) => drawIfNew(element, figure, order))}></div>
</figure>`;

/** The learning curves of all runs over each other, in the colours of their cards. */
export function learningCurves(runs: readonly WatchedRunView[]): TemplateResult | typeof nothing {
  const begun = runs.filter(({ epoch }) => epoch > 0);
  if (begun.length === 0) return nothing;
  const order = runs.map(({ run }) => run);
  return html`<div class="figures">${[lossFigure(begun), ...metricFigures(begun)].map((figure) => figureOf(figure, order))}</div>`;
}
