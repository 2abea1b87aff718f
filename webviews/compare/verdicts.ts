import { html, nothing, type TemplateResult } from 'lit';
import type { RunVerdict } from '../../src/core/experiment/compareRuns';
import type { ComparisonReport } from '../../src/core/experiment/comparisonReport';
import { verdictWords } from '../../src/core/experiment/verdictWords';
import { type RunPlaces, runName } from './runName';

const sentence = (verdict: RunVerdict, reference: string, metric: string, places: RunPlaces): TemplateResult => {
  const { relation, amount, place } = verdictWords(verdict, metric);
  return html`<li>
    <p class="verdict ${verdict.verdict.replaceAll(' ', '-')}">
      ${runName(verdict.run, places)} <strong>${relation}</strong> ${runName(reference, places)}<span>${relation.startsWith('can') ? ':' : ''} ${amount}</span>
    </p>
    ${place === '' ? nothing : html`<p class="muted place">${place}</p>`}
    ${verdict.calls === undefined ? nothing : html`<p class="muted place">${verdict.calls}</p>`}
  </li>`;
};

/** What the comparison says, a sentence a run. */
export const verdictList = ({ verdicts, runs, metric }: ComparisonReport, places: RunPlaces): TemplateResult =>
  html`<ul class="verdicts">
    ${verdicts.map((verdict) => sentence(verdict, runs[0] ?? '', metric, places))}
  </ul>`;
