import { line, plot, ruleX, ruleY } from '@observablehq/plot';
import { html, nothing, type TemplateResult } from 'lit';
import { ref } from 'lit/directives/ref.js';
import type { DecisionReport } from '../../src/core/experiment/reportDecision';
import { type Draw, drawFigure } from '../shared/drawFigure';

const widest = 520;
const blue = 'var(--vscode-charts-blue, currentColor)';
const orange = 'var(--vscode-charts-orange, currentColor)';

const figure =
  ({ points, prevalence }: DecisionReport, threshold: number | null): Draw =>
  (width) => {
    // Acting on everybody falls without end where it is senseless.
    const least = -0.25 * prevalence;
    return plot({
      width: Math.min(width, widest),
      height: 260,
      ariaLabel: 'Decision curve: net benefit of the model and of acting on everybody, against the probability from which on one acts',
      x: { label: 'Act from this probability on', domain: [0, points.at(-1)?.threshold ?? 1], grid: true },
      y: { label: 'Net benefit', domain: [least, 1.05 * prevalence], grid: true, ticks: 5 },
      marks: [
        ruleY([0], { stroke: 'currentColor' }),
        line(
          points.filter(({ all }) => all >= least),
          { x: 'threshold', y: 'all', stroke: orange, strokeWidth: 2, strokeDasharray: '6 3' },
        ),
        line(
          points.filter(({ model }) => model >= least),
          { x: 'threshold', y: 'model', stroke: blue, strokeWidth: 2 },
        ),
        ...(threshold === null ? [] : [ruleX([threshold], { stroke: 'currentColor', strokeDasharray: '2 3' })]),
      ],
    });
  };

/** A share as people say it: "17 %", "0.5 %". */
export const percent = (share: number): string => `${Number((100 * share).toPrecision(2))} %`;

/** What acting by the model is worth, against acting on everybody or on nobody. */
export function decisionSection(report: DecisionReport | null, threshold: number | null): TemplateResult | typeof nothing {
  if (report === null) return nothing;
  const last = report.points.at(-1)?.threshold ?? 1;
  const share = percent(report.prevalence);
  return html`<section aria-labelledby="decision">
    <h2 id="decision">Net benefit</h2>
    <p class="muted">
      True positives as a share of all, less false ones weighed by the odds of the probability from which on one would act. The probabilities must be
      calibrated for this. ${
        report.isStated
          ? `At a prevalence of ${share}, as the experiment states.`
          : `At a prevalence of ${share}, that of these images; state that of your patients with operatingPoint.prevalence in the experiment.`
      }
    </p>
    <figure>
      <figcaption>
        Solid: acting by the model; dashed: on everybody; the line at 0: on nobody.${threshold !== null && threshold <= last ? ' The dotted line is the threshold above.' : ''}
      </figcaption>
      <div class="plot" ${ref((element) => drawFigure(element, figure(report, threshold !== null && threshold <= last ? threshold : null)))}></div>
    </figure>
  </section>`;
}
