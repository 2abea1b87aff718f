import { html, nothing, type TemplateResult } from 'lit';
import { metricTitle } from '../../src/core/experiment/describeMetric';
import type { SettingImportance } from '../../src/core/experiment/settingImportance';
import type { Undefined } from '../../src/core/statistics/estimate';

/** What is known of the importance: nothing yet, why it failed, or what came of it. */
export type KnownImportance =
  | { readonly state: 'busy' }
  | { readonly state: 'failed'; readonly why: string }
  | { readonly state: 'known'; readonly found: SettingImportance | Undefined };

/** How much each setting matters, as bars. */
export function importanceBars(known: KnownImportance): TemplateResult {
  if (known.state === 'busy') return html`<p class="muted" role="status">Computing …</p>`;
  if (known.state === 'failed') return html`<p class="message bad">${known.why}</p>`;
  const { found } = known;
  if ('undefined' in found) return html`<p>${found.undefined}</p>`;
  const most = Math.max(...found.settings.map(({ share }) => share), found.noise, 1e-6);
  return html`<div class="scroll" tabindex="0" role="region" aria-label="Importance of settings">
      <table class="importance">
        <thead>
          <tr>
            <th scope="col">Setting</th>
            <th scope="col">Share of the variance of ${metricTitle(found.metric)}</th>
            <th scope="col" class="number">Values tried</th>
          </tr>
        </thead>
        <tbody>
          ${found.settings.map(
            ({ keys, share, values }) => html`<tr class=${share > found.noise ? 'real' : 'pale'}>
              <th scope="row">${keys.map((key, index) => html`${index === 0 ? nothing : ' with '}<code>${key}</code>`)}</th>
              <td>
                <span class="bar" aria-hidden="true"><span .style=${`width: ${Math.round((100 * share) / most)}%`}></span></span>
                ${share.toFixed(2)}${share > found.noise ? nothing : html` <span class="muted">no more than chance</span>`}
              </td>
              <td class="number">${values}</td>
            </tr>`,
          )}
        </tbody>
      </table>
    </div>
    <p class="muted">${found.method} ${found.notes.join(' ')}</p>`;
}
