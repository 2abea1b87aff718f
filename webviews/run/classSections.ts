import { type BinXInputs, binX, plot, type RectYOptions, rectY, ruleX, ruleY } from '@observablehq/plot';
import { html, nothing, type TemplateResult } from 'lit';
import { ref } from 'lit/directives/ref.js';
import type { CaseReport, ClassReport, OperatingPoint } from '../../src/core/experiment/caseReport';
import type { Estimate, Undefined } from '../../src/core/statistics/estimate';
import { type Draw, drawFigure } from '../shared/drawFigure';
import { confusionMatrix } from './confusionMatrix';
import { decisionSection, percent } from './decisionSection';
import { estimateTable } from './estimateTable';
import { estimateWords } from './estimateText';
import { reliabilitySection } from './reliability';
import { rocFigure } from './rocFigure';
import type { RunCases } from './runCases';
import { studySection } from './studySection';

const widest = 520;
const colours = ['blue', 'yellow', 'green', 'purple', 'orange', 'red'].map((hue) => `var(--vscode-charts-${hue}, currentColor)`);

const bins: BinXInputs<RectYOptions> = {
  x: { value: 'score', thresholds: 20, domain: [0, 1] },
  fy: 'label',
  fill: 'label',
} as BinXInputs<RectYOptions>;

const histogram =
  ({ points, score, classes }: ClassReport, threshold: number | null): Draw =>
  (width) =>
    plot({
      width: Math.min(width, widest),
      height: 70 + 110 * classes.length,
      marginRight: 90,
      ariaLabel: `${score}, counted by labelled class`,
      x: { label: score, domain: [0, 1] },
      y: { label: 'Images', grid: true, ticks: 4 },
      fy: { domain: [...classes], label: null },
      color: { domain: [...classes], range: classes.map((_, index) => colours[index % colours.length] ?? 'currentColor') },
      marks: [
        rectY([...points], binX<RectYOptions>({ y: 'count' }, bins)),
        ...(threshold === null ? [] : [ruleX([threshold], { stroke: 'currentColor', strokeDasharray: '2 3' })]),
        ruleY([0]),
      ],
    });

/** What is shown of predicted classes: operating point, matrix, calibration. */
export function classSections(cases: RunCases, report: CaseReport, detail: ClassReport): TemplateResult {
  const operating = cases.operated?.operating ?? detail.operating;
  return html`${
    detail.classes.length === 2 ? operatingSection(cases, detail, operating) : severalSection(detail)
  } ${studySection(detail.studies)} ${confusionMatrix(cases, report, detail)} ${reliabilitySection(detail, scoresFigure(report, detail, operating))}
  ${decisionSection(detail.decision, operating?.threshold ?? null)}`;
}

function scoresFigure({ images }: CaseReport, detail: ClassReport, operating: OperatingPoint | null): TemplateResult {
  const shown = detail.points.length < images ? `, ${detail.points.length} of ${images} images` : '';
  const threshold = operating === null ? '' : ' The dotted line is the threshold.';
  return html`<figure>
    <figcaption>${detail.score} by labelled class${shown}.${threshold}</figcaption>
    <div class="plot" ${ref((element) => drawFigure(element, histogram(detail, operating?.threshold ?? null)))}></div>
  </figure>`;
}

function operatingSection(cases: RunCases, detail: ClassReport, operating: OperatingPoint | null): TemplateResult {
  const [roc] = detail.rocs;
  if (roc === undefined || operating === null)
    return html`<section aria-labelledby="operating">
      <h2 id="operating">Operating point</h2>
      <p>No ROC curve: ${roc !== undefined && 'undefined' in roc.auc ? roc.auc.undefined : 'there are no images.'}</p>
    </section>`;
  const positive = detail.classes[1] ?? '';
  return html`<section aria-labelledby="operating">
    <h2 id="operating">Operating point</h2>
    <div class="figures">
      <figure>
        <figcaption>${estimateWords('AUC', roc.auc)}. The point is the threshold beside; its cross are the 95 % intervals.</figcaption>
        <div class="plot" ${ref((element) => drawFigure(element, rocFigure(roc, operating, 400)))}></div>
      </figure>
      <div>
        ${thresholdControl(cases, detail, operating, positive)}
        ${estimateTable('Measures at the threshold', [
          ['Sensitivity', operating.sensitivity],
          ['Specificity', operating.specificity],
          ['PPV', operating.ppv],
          ['NPV', operating.npv],
          ['Accuracy', operating.accuracy],
          ['LR+', operating.positiveRatio],
          ['LR−', operating.negativeRatio],
          ...statedRows(operating),
        ])}
        <p class="muted">
          ${
            isChosen(cases, detail)
              ? `The threshold was chosen on these same images (${detail.chosen?.rule}), so these numbers are optimistic.`
              : 'A threshold that is chosen by looking at these images makes these numbers optimistic.'
          }
          PPV and NPV hold only for the share of "${positive}" among ${operating.stated === null ? 'them; state that of your patients with operatingPoint.prevalence in the experiment' : 'the images, or the stated prevalence'}.
        </p>
      </div>
    </div>
  </section>`;
}

const isChosen = (cases: RunCases, { chosen }: ClassReport): boolean => cases.threshold === null || cases.threshold === chosen?.threshold;

/** Predictive values where the model will be used, not among these images. */
function statedRows({ stated }: OperatingPoint): readonly (readonly [string, Estimate | Undefined])[] {
  if (stated === null) return [];
  const at = `at a prevalence of ${percent(stated.prevalence)}`;
  return [
    [`PPV ${at}`, stated.ppv],
    [`NPV ${at}`, stated.npv],
  ];
}

const rounded = (value: number): string => value.toFixed(3);

function thresholdControl(cases: RunCases, detail: ClassReport, operating: OperatingPoint, positive: string): TemplateResult {
  const value = cases.usedThreshold ?? operating.threshold;
  const take = (event: Event): void => {
    const { valueAsNumber } = event.target as HTMLInputElement;
    if (valueAsNumber >= 0 && valueAsNumber <= 1) cases.setThreshold(valueAsNumber);
  };
  const { chosen } = detail;
  return html`<div class="threshold" role="group" aria-label="Threshold">
    <label for="threshold">Called "${positive}" from</label>
    <input id="threshold" type="number" min="0" max="1" step="0.001" .value=${rounded(value)} @change=${take} />
    <input type="range" min="0" max="1" step="0.001" aria-label="Threshold" .value=${String(value)} @input=${take} />
    <vscode-button
      secondary
      ?disabled=${chosen === null || isChosen(cases, detail)}
      title=${chosen === null ? '' : `Back to the threshold that was chosen: ${chosen.rule}`}
      @click=${() => chosen !== null && cases.setThreshold(chosen.threshold)}
      >As Chosen</vscode-button
    >
  </div>`;
}

function severalSection(detail: ClassReport): TemplateResult {
  return html`<section aria-labelledby="operating">
    <h2 id="operating">Each class against the rest</h2>
    <div class="small-figures many">
      ${detail.rocs.map(
        (roc) => html`<figure>
          <figcaption><strong>${roc.name}</strong><br />${estimateWords('AUC', roc.auc)}; ${roc.positives} labelled</figcaption>
          ${roc.points.length === 0 ? nothing : html`<div class="plot small" ${ref((element) => drawFigure(element, rocFigure(roc, null, 260)))}></div>`}
        </figure>`,
      )}
    </div>
    ${estimateTable(
      'Measures of each class',
      detail.counts.flatMap(({ name, sensitivity, ppv }) => [
        [`${name}: sensitivity`, sensitivity] as const,
        [`${name}: PPV`, ppv] as const,
      ]),
    )}
    <p class="muted">The most probable class is called.</p>
  </section>`;
}
