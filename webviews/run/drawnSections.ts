import { type BinXInputs, binX, line, plot, type RectYOptions, rectY, ruleX, ruleY } from '@observablehq/plot';
import { html, nothing, type TemplateResult } from 'lit';
import { ref } from 'lit/directives/ref.js';
import type { BorderReport, BoxReport, CaseReport, MaskReport } from '../../src/core/experiment/caseReport';
import { metricNumber } from '../../src/core/experiment/describeMetric';
import { type Draw, drawFigure } from '../shared/drawFigure';
import { estimateTable } from './estimateTable';
import { countedImages } from './estimateText';

const blue = 'var(--vscode-charts-blue)';
const widest = 520;
const height = 280;

const frocFigure =
  ({ froc }: BoxReport): Draw =>
  (width) =>
    plot({
      width: Math.min(width, widest),
      height,
      ariaLabel: 'FROC curve: sensitivity against false positives an image',
      x: { label: 'False positives per image', nice: true, grid: true, zero: true },
      y: { label: 'Sensitivity (of marked boxes)', domain: [0, 1], grid: true, ticks: 5 },
      marks: [
        line([{ falsePositives: 0, sensitivity: 0 }, ...froc], {
          x: 'falsePositives',
          y: 'sensitivity',
          stroke: blue,
          strokeWidth: 2,
          curve: 'step-after',
        }),
      ],
    });

const frocWords = ({ found, marked, isWhole, rule }: BoxReport, images: number): string => {
  const hit = rule === 'centre' ? 'the middle of a found box lies in the marked one' : 'they overlap by half (IoU 0.5)';
  const which = isWhole ? `the ${found} boxes that the run found, down to the least sure` : `the ${found} boxes that the run called`;
  const end = isWhole ? '' : " It ends at the run's own threshold.";
  return `Free-response curve of ${which}, against ${marked} marked ones in ${countedImages(images)}; a hit is where ${hit}.${end}`;
};

const rateTitle = (rate: number): string => (rate < 1 ? `1/${Math.round(1 / rate)}` : String(rate));

/** What is shown of found boxes. */
export function boxSections({ images }: CaseReport, detail: BoxReport): TemplateResult {
  const { froc, sensitivity, falsePositives, rates, isWhole } = detail;
  return html`<section aria-labelledby="froc">
    <h2 id="froc">Found and missed</h2>
    ${
      froc.length === 0
        ? nothing
        : html`<figure>
            <figcaption>${frocWords(detail, images)}</figcaption>
            <div class="plot" ${ref((element) => drawFigure(element, frocFigure(detail)))}></div>
          </figure>`
    }
    ${estimateTable('Found and missed', [
      ["Sensitivity at the run's threshold", sensitivity],
      ["False positives at the run's threshold", falsePositives],
      ['AP (IoU 0.5)', detail.averagePrecision],
      ['AP (IoU 0.75)', detail.averagePrecision75],
      ['AP (mean of IoU 0.5 to 0.95)', detail.averagePrecisionCoco],
      ...rates.map(
        ({ rate, sensitivity }) =>
          [`Sensitivity at ${rateTitle(rate)} false positive${rate > 1 ? 's' : ''} per image`, sensitivity] as const,
      ),
      ['Mean of these (competition metric)', detail.competition],
      ['Area under the LROC curve', detail.lroc],
    ])}
    <p class="muted">
      Average precision as COCO has it: 101 sensitivities, at most 100 boxes an image. LROC: how often the surest box of an image with a mark is surer
      than that of one without, and hits.${isWhole ? '' : ' This run kept only the boxes from its threshold on, so that all of these are too low.'}
    </p>
  </section>`;
}

const bins: BinXInputs<RectYOptions> = {
  x: { value: (value: number) => value, thresholds: 20, domain: [0, 1] },
  fill: blue,
} as BinXInputs<RectYOptions>;

const diceFigure =
  ({ dice, quartiles }: MaskReport): Draw =>
  (width) =>
    plot({
      width: Math.min(width, widest),
      height,
      ariaLabel: 'Images by their Dice',
      x: { label: 'Dice of the image', domain: [0, 1] },
      y: { label: 'Images', grid: true, ticks: 5 },
      marks: [
        rectY([...dice], binX<RectYOptions>({ y: 'count' }, bins)),
        ...(quartiles === null ? [] : [ruleX([quartiles[1]], { stroke: 'currentColor', strokeDasharray: '4 3' })]),
        ruleY([0]),
      ],
    });

const borderRows = ({ unit, tolerance, hausdorff95, mean, surfaceDice }: BorderReport) =>
  [
    [`Border: Hausdorff distance, 95th percentile (${unit})`, hausdorff95],
    [`Border: mean distance, ASSD (${unit})`, mean],
    [`Border: surface Dice at ${tolerance} ${unit}`, surfaceDice],
  ] as const;

function borderWords({ unit, infinite }: BorderReport): TemplateResult {
  const lacking = unit === 'pixels' ? 'The index has no size of a pixel for these images, so that distances are in pixels. ' : '';
  const left =
    infinite === 0 ? '' : ` In ${countedImages(infinite)} only one of the two is there: not in the distances, and 0 in the surface Dice.`;
  return html`<p class="muted">
    ${lacking}The Hausdorff distance is the larger of the two directed 95th percentiles, between the borders of what is found and what is marked.${left}
  </p>`;
}

/** What is shown of masks. */
export function maskSections(_: CaseReport, detail: MaskReport): TemplateResult {
  const { dice, quartiles, mean, emptyKept, borders } = detail;
  return html`<section aria-labelledby="dice">
    <h2 id="dice">Dice of each image</h2>
    ${
      quartiles === null
        ? nothing
        : html`<figure>
            <figcaption>
              ${countedImages(dice.length)} with something found or marked. Half of them lie between ${metricNumber(quartiles[0])} and
              ${metricNumber(quartiles[2])}; the dashed line is the median, ${metricNumber(quartiles[1])}.
            </figcaption>
            <div class="plot" ${ref((element) => drawFigure(element, diceFigure(detail)))}></div>
          </figure>`
    }
    ${estimateTable('Dice', [['Mean Dice', mean], ['Unmarked images left empty', emptyKept], ...borders.flatMap(borderRows)])}
    ${borders.map(borderWords)}
  </section>`;
}
