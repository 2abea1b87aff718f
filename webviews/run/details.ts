import { html, nothing, type TemplateResult } from 'lit';
import type { Fact, RunView, Setting } from '../../src/protocol/run';

const settingRow = ({ name, value, changed }: Setting): TemplateResult => html`<tr>
  <th scope="row"><code>${name}</code></th>
  <td class=${changed ? 'changed' : ''}><code>${value}</code>${changed ? html` (changed for this run)` : nothing}</td>
</tr>`;

const factRow = ({ name, value }: Fact): TemplateResult => html`<tr>
  <th scope="row">${name}</th>
  <td><code>${value}</code></td>
</tr>`;

const dataTable = ({ data }: RunView): TemplateResult => html`<section aria-labelledby="data">
  <h2 id="data">Data</h2>
  <table>
    <thead>
      <tr>
        <th scope="col">Part</th>
        <th scope="col" class="number">Images</th>
        <th scope="col" class="number">Patients</th>
      </tr>
    </thead>
    <tbody>
      ${data.map(
        ({ part, images, patients }) => html`<tr>
          <th scope="row">${part}</th>
          <td class="number">${images}</td>
          <td class="number">${patients}</td>
        </tr>`,
      )}
    </tbody>
  </table>
  <p class="muted">The test part is never read by training.</p>
</section>`;

const notes = (lines: readonly string[]): TemplateResult | typeof nothing =>
  lines.length === 0
    ? nothing
    : html`<section aria-labelledby="notes">
        <h2 id="notes">Notes</h2>
        <ul>
          ${lines.map((line) => html`<li>${line}</li>`)}
        </ul>
      </section>`;

const settingsSection = ({ settings }: RunView): TemplateResult => {
  const changed = settings.filter((setting) => setting.changed).length;
  return html`<section aria-labelledby="settings">
    <h2 id="settings">Settings</h2>
    <details id="settings-table" open>
      <summary>${settings.length} settings${changed === 0 ? '' : `, ${changed} changed for this run`}</summary>
      <table aria-labelledby="settings">
        <tbody>
          ${settings.map(settingRow)}
        </tbody>
      </table>
    </details>
  </section>`;
};

const factsSection = ({ facts }: RunView): TemplateResult => html`<section aria-labelledby="facts">
  <h2 id="facts">Reproducing</h2>
  <details id="facts-table">
    <summary>Hashes and versions</summary>
    <table aria-labelledby="facts">
      <tbody>
        ${facts.map(factRow)}
      </tbody>
    </table>
  </details>
</section>`;

/** The images that the run used, and its notes. */
export const dataSections = (view: RunView): TemplateResult =>
  html`${view.data.length === 0 ? nothing : dataTable(view)} ${notes(view.notes)}`;

/** The settings, and the hashes and versions that pin the run. */
export const settingSections = (view: RunView): TemplateResult =>
  html`${view.settings.length === 0 ? nothing : settingsSection(view)} ${view.facts.length === 0 ? nothing : factsSection(view)}`;
