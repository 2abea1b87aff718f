import { html, type TemplateResult } from 'lit';
import { live } from 'lit/directives/live.js';
import type { ComparedRun, ComparisonReport } from '../../src/core/experiment/comparisonReport';
import { type RunPlaces, runName } from './runName';

export type RunActions = { readonly refer: (run: string) => void; readonly openRun: (run: string) => void };

const when = (time: string): string => {
  const date = new Date(time);
  return Number.isNaN(date.getTime()) ? time : date.toLocaleString(undefined, { dateStyle: 'medium', timeStyle: 'short' });
};

const row = ({ run, experiment, state, created, author, refs }: ComparedRun, reference: string, places: RunPlaces, actions: RunActions) =>
  html`<tr>
    <td>
      <label class="refer"
        ><input
          type="radio"
          name="reference"
          aria-label="Hold the others against ${run}"
          data-run=${places.indexOf(run)}
          .checked=${live(run === reference)}
          @change=${() => actions.refer(run)}
      /></label>
    </td>
    <th scope="row">
      <button class="link" data-run=${places.indexOf(run)} aria-label="Open run ${run}" @click=${() => actions.openRun(run)}>${runName(run, places)}</button>
    </th>
    <td>${experiment}</td>
    <td>${state}</td>
    <td>${when(created)}</td>
    <td>${author}</td>
    <td>${refs === null ? 'working tree' : refs.join(', ')}</td>
  </tr>`;

/** The runs with their colours: which one is the reference, and where each comes from. */
export function runTable({ details, runs }: ComparisonReport, wanted: string, places: RunPlaces, actions: RunActions): TemplateResult {
  // Until the answer comes the chosen one stays chosen.
  const reference = runs.includes(wanted) ? wanted : (runs[0] ?? '');
  const ordered = places.flatMap((run) => details.find((one) => one.run === run) ?? []);
  return html`<section aria-labelledby="runs">
    <h2 id="runs">Runs</h2>
    <div class="scroll" tabindex="0" role="region" aria-label="Table of runs">
      <table class="runs">
        <thead>
          <tr>
            <th scope="col">Reference</th>
            <th scope="col">Run</th>
            <th scope="col">Experiment</th>
            <th scope="col">State</th>
            <th scope="col">Made</th>
            <th scope="col">Author</th>
            <th scope="col">Lies in</th>
          </tr>
        </thead>
        <tbody>
          ${ordered.map((one) => row(one, reference, places, actions))}
        </tbody>
      </table>
    </div>
  </section>`;
}
