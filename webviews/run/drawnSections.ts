import { type BinXInputs, binX, line, plot, type RectYOptions, rectY, ruleX, ruleY } from '@observablehq/plot';
import { html, nothing, type TemplateResult } from 'lit';
import { ref } from 'lit/directives/ref.js';
import type { BoxReport, CaseReport, MaskReport } from '../../src/core/experiment/caseReport';
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

/** What is shown of found boxes. */
export function boxSections({ images }: CaseReport, detail: BoxReport): TemplateResult {
  const { froc, marked, found, sensitivity, falsePositives, averagePrecision } = detail;
  return html`<section aria-labelledby="froc">
    <h2 id="froc">Found and missed</h2>
    ${
      froc.length === 0
        ? nothing
        : html`<figure>
            <figcaption>
              Free-response curve of the ${found} boxes that the run called, against ${marked} marked ones in ${countedImages(images)}; a hit overlaps
              by half (IoU 0.5). It ends at the run's own threshold.
            </figcaption>
            <div class="plot" ${ref((element) => drawFigure(element, frocFigure(detail)))}></div>
          </figure>`
    }
    ${estimateTable('Found and missed', [
      ['Sensitivity, of marked boxes', sensitivity],
      ['False positives', falsePositives],
      ['Average precision of the called boxes', averagePrecision],
    ])}
    <p class="muted">The metrics above count the less sure boxes as well, so that their average precision is higher.</p>
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

/** What is shown of masks. */
export function maskSections(_: CaseReport, detail: MaskReport): TemplateResult {
  const { dice, quartiles, mean, emptyKept } = detail;
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
    ${estimateTable('Dice', [
      ['Mean Dice', mean],
      ['Unmarked images left empty', emptyKept],
    ])}
  </section>`;
}
