import { html, type TemplateResult } from 'lit';
import { live } from 'lit/directives/live.js';
import { countImages, type ImageFilter } from '../../src/core/experiment/comparedImages';
import type { ComparisonReport } from '../../src/core/experiment/comparisonReport';
import type { ImageTable } from './imageTable';
import type { Look } from './look';
import { shortName } from './runName';

const errors: Readonly<Record<ComparisonReport['task'], string>> = {
  regression: 'the absolute error',
  classification: 'one less the probability of the labelled class',
  detection: 'marked boxes missed and boxes called in vain',
  segmentation: 'one less Dice',
};

/** The place of the run whose changes are shown: the chosen one, else the last. */
export function otherPlace({ runs }: ComparisonReport, { other }: Look): number {
  const place = runs.indexOf(other);
  return place > 0 ? place : runs.length - 1;
}

/** The predictions image by image: which got better or worse from the reference to another run. */
export function imageSection(
  report: ComparisonReport,
  look: Look,
  table: ImageTable,
  shown: number,
  change: (part: Partial<Look>) => void,
): TemplateResult {
  const { runs, task, cases, unit } = report;
  const other = otherPlace(report, look);
  const counts = countImages(cases, other);
  const choices: readonly (readonly [ImageFilter, string])[] = [
    ['all', 'all'],
    ['better', 'better'],
    ['worse', 'worse'],
    ...(task === 'classification' ? [['changed', 'class changed'] as const] : []),
    ...(task === 'detection' ? [['changed', 'number of boxes changed'] as const] : []),
  ];
  const select = html`<label
    >From ${shortName(runs[0] ?? '')} to
    <select aria-label="Run whose changes are shown" @change=${(event: Event) => change({ other: (event.target as HTMLSelectElement).value })}>
      ${runs.slice(1).map((run, index) => html`<option value=${run} ?selected=${index + 1 === other}>${shortName(run)}</option>`)}
    </select></label
  >`;
  return html`<section aria-labelledby="images">
    <h2 id="images">Image by image</h2>
    <div class="choices">
      ${select}
      <fieldset>
        <legend class="hidden">Which images</legend>
        ${choices.map(
          ([value, words]) => html`<label
            ><input type="radio" name="filter" .checked=${live(look.filter === value)} @change=${() => change({ filter: value })} />${words}
            <span class="muted">${counts[value]}</span></label
          >`,
        )}
      </fieldset>
      <label
        >Name
        <input
          type="search"
          aria-label="Part of the image's name"
          .value=${live(look.search)}
          @input=${(event: Event) => change({ search: (event.target as HTMLInputElement).value })}
      /></label>
    </div>
    <p class="muted" role="status">${shown} of ${cases.length} images of the ${report.part} part. The error is ${errors[task]}${unit === '' ? '' : ` in ${unit}`}. Enter or a click opens an image with what the runs say of it.</p>
    ${table.element}
  </section>`;
}
