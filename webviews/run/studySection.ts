import { html, nothing, type TemplateResult } from 'lit';
import type { ReportLevel, StudyReport } from '../../src/core/experiment/reportStudies';
import type { Estimate, Undefined } from '../../src/core/statistics/estimate';
import { estimateTexts } from './estimateText';

/** The same cases film by film and study by study, or why that is the same. */
export function studySection(report: StudyReport | null): TemplateResult | typeof nothing {
  if (report === null) return nothing;
  const { levels, words, films, studies, patients } = report;
  return html`<section aria-labelledby="studies">
    <h2 id="studies">Films and studies</h2>
    ${levels === null ? nothing : table(levels, patients)}
    <p class="muted">${levels === null ? '' : `${films} films of ${studies} studies of ${patients} patients. `}${words}</p>
  </section>`;
}

const table = (levels: readonly ReportLevel[], patients: number): TemplateResult => html`<div
  class="scroll"
  tabindex="0"
  role="region"
  aria-label="Table: films and studies"
>
  <table class="estimates">
    <thead>
      <tr>
        <th scope="col">Counted by</th>
        <th scope="col" class="number">n</th>
        <th scope="col" class="number">Positive</th>
        <th scope="col" class="number">Patients</th>
        <th scope="col" class="number">Threshold</th>
        ${['AUC', 'Sensitivity', 'Specificity'].map((title) => html`<th scope="col" class="number">${title} (95 % interval)</th>`)}
      </tr>
    </thead>
    <tbody>
      ${levels.map(
        ({ level, n, positives, threshold, auc, sensitivity, specificity }) => html`<tr>
          <th scope="row">${level === 'film' ? 'Film' : 'Study'}</th>
          <td class="number">${n}</td>
          <td class="number">${positives}</td>
          <td class="number">${patients}</td>
          <td class="number">${threshold === null ? 'none' : threshold.toFixed(3)}</td>
          ${[auc, sensitivity, specificity].map(cell)}
        </tr>`,
      )}
    </tbody>
  </table>
</div>`;

function cell(estimate: Estimate | Undefined): TemplateResult {
  if ('undefined' in estimate) return html`<td class="number muted" title=${estimate.undefined}>none</td>`;
  const { value, interval, method } = estimateTexts(estimate);
  return html`<td class="number" title=${method}>${value} (${interval})</td>`;
}
