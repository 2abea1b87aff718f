import { html, nothing, type TemplateResult } from 'lit';
import type { CaseReport } from '../../src/core/experiment/caseReport';
import type { RunView } from '../../src/protocol/run';
import { caseGrid } from './caseGrid';
import { classSections } from './classSections';
import { boxSections, maskSections } from './drawnSections';
import { groupSection } from './groupSection';
import { numberSections } from './numberSections';
import type { RunCases } from './runCases';

const empty: Readonly<Record<RunView['state'], string>> = {
  queued: 'The run has not begun. Its predictions of the tuning part come at its end, and with them its cases.',
  running: 'The predictions of the tuning part come at the end of the run, and with them curves, calibration and the worst cases.',
  finished:
    'The predictions of this run are not here: its folder has no predictions.csv. "git restore" brings it back where it was committed.',
  stopped: 'The run was stopped before it had predicted its tuning part; "radsteps resume" goes on with it.',
  failed: 'The run failed before it had predicted its tuning part, so there are no cases to show.',
  damaged: 'Without its record nothing can be said of its cases.',
};

/** Everything about the cases of a run: what its predictions say, groups, and the worst ones. */
export function caseSections(view: RunView, cases: RunCases): TemplateResult {
  if (cases.state === 'none')
    return html`<section aria-labelledby="predictions">
      <h2 id="predictions">Cases</h2>
      <p class="muted">${empty[view.state]}</p>
    </section>`;
  return html`${failure(cases)} ${cases.state === 'reading' ? reading : nothing}
  ${cases.report === null ? nothing : html`${introduction(cases.report)} ${details(cases, cases.report)} ${groupSection(cases)}`}
  ${worstSection(cases)}`;
}

const reading = html`<section aria-labelledby="predictions">
  <h2 id="predictions">Cases</h2>
  <p class="muted" role="status">Reading the predictions …</p>
</section>`;

const failure = (cases: RunCases): TemplateResult | typeof nothing =>
  cases.failure === ''
    ? nothing
    : html`<div class="message bad" role="alert">
        <p>${cases.failure}</p>
        ${cases.state === 'failed' ? html`<p><vscode-button secondary @click=${() => cases.reread()}>Try Again</vscode-button></p>` : nothing}
      </div>`;

const introduction = ({ part, images, patients, notes }: CaseReport): TemplateResult => html`<section aria-labelledby="predictions">
  <h2 id="predictions">Cases</h2>
  <p class="muted">
    All that follows is of the ${part === 'tuning' ? 'tuning part' : 'out-of-fold predictions'}, n = ${images} images of ${patients} patients. ${notes.join(' ')}
  </p>
</section>`;

function details(cases: RunCases, report: CaseReport): TemplateResult | typeof nothing {
  const { detail } = report;
  if (report.images === 0) return html`<p>None of the predicted images can be judged.</p>`;
  if (detail.kind === 'classes') return classSections(cases, report, detail);
  if (detail.kind === 'numbers') return numberSections(report, detail);
  return detail.kind === 'boxes' ? boxSections(report, detail) : maskSections(report, detail);
}

const worstSection = (cases: RunCases): TemplateResult | typeof nothing =>
  cases.picked.worst === undefined || cases.state === 'failed' || cases.picked.worst.list?.total === 0
    ? nothing
    : html`<section aria-labelledby="worst">
        <h2 id="worst">Worst cases</h2>
        <p class="muted">The largest errors first. A picture opens the image with its label and what the run said; a wrong case may be a wrong label.</p>
        ${caseGrid(cases, 'worst', 'Worst cases')}
      </section>`;
