import { html, type TemplateResult } from 'lit';
import { live } from 'lit/directives/live.js';
import type { ComparisonReport } from '../../src/core/experiment/comparisonReport';
import type { SettingRow } from '../../src/core/experiment/settingTable';
import type { Look } from './look';
import { type RunPlaces, runName } from './runName';

const settingRow = ({ key, texts, differs }: SettingRow, { runs }: ComparisonReport, places: RunPlaces): TemplateResult => html`<tr>
  <th scope="row"><code>${key}</code></th>
  ${texts.map((text, index) => html`<td data-run=${places.indexOf(runs[index] ?? '')} class=${differs && text !== texts[0] ? 'differs' : ''}><code>${text}</code></td>`)}
</tr>`;

/** The settings side by side: those that differ, or all. */
export function settingsTable(report: ComparisonReport, { allSettings }: Look, places: RunPlaces, change: (part: Partial<Look>) => void) {
  const shown = report.settings.filter(({ differs }) => allSettings || differs);
  return html`<section aria-labelledby="settings">
    <h2 id="settings">Settings</h2>
    <div class="choices">
      <label
        ><input
          type="checkbox"
          .checked=${live(allSettings)}
          @change=${(event: Event) => change({ allSettings: (event.target as HTMLInputElement).checked })}
        />Show all ${report.settings.length} settings</label
      >
    </div>
    ${shown.length === 0 ? html`<p>All settings are the same.</p>` : table(shown, report, places)}
  </section>`;
}

const table = (shown: readonly SettingRow[], report: ComparisonReport, places: RunPlaces): TemplateResult =>
  html`<div class="scroll" tabindex="0" role="region" aria-label="Table of settings">
    <table class="wide">
      <thead>
        <tr>
          <th scope="col">Setting</th>
          ${report.runs.map((run) => html`<th scope="col" data-run=${places.indexOf(run)}>${runName(run, places)}</th>`)}
        </tr>
      </thead>
      <tbody>
        ${shown.map((row) => settingRow(row, report, places))}
      </tbody>
    </table>
  </div>`;
