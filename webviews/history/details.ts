import { html, nothing, type TemplateResult } from 'lit';
import { keyed } from 'lit/directives/keyed.js';
import { describeMetric } from '../../src/core/experiment/describeMetric';
import { formatDuration } from '../../src/core/experiment/formatDuration';
import type { HistoryRow } from '../../src/core/experiment/historyTable';
import type { NotesEdit } from '../../src/core/experiment/runNotes';
import { type OwnSetting, settingText } from '../../src/core/experiment/settingBase';
import type { HistoryAction } from '../../src/protocol/history';
import { groupOf, localTime, stateText } from './columns';

/** What can be done in the details of a run. */
export type DetailActions = { readonly edit: (edit: NotesEdit) => void; readonly act: (what: HistoryAction) => void };

const fact = (name: string, value: string | null | undefined): TemplateResult | typeof nothing =>
  value === null || value === undefined || value === '' ? nothing : html`<dt>${name}</dt><dd>${value}</dd>`;

const tagList = (tags: readonly string[], { edit }: DetailActions): TemplateResult =>
  html`<div class="tags">
    ${tags.map((tag) => html`<button class="chip" aria-label="Remove tag ${tag}" @click=${() => edit({ removeTag: tag })}>${tag} <span aria-hidden="true">×</span></button>`)}
  </div>`;

function metricList({ record }: HistoryRow): TemplateResult | typeof nothing {
  const metrics = Object.entries(record?.result?.metrics ?? {});
  if (metrics.length === 0) return nothing;
  return html`<h3>Metrics</h3>
    <ul>
      ${metrics.map(([name, { unit, best }]) => html`<li>${describeMetric(name, { ...best, unit }, 'tuning')}</li>`)}
    </ul>`;
}

/** All that the history knows of one run, and its note and tags to be changed; `baseWords` says what its settings are held against. */
export function details(row: HistoryRow, changed: readonly OwnSetting[], baseWords: string, actions: DetailActions): TemplateResult {
  const { listing, record, notes } = row;
  const save = (event: Event): void => actions.edit({ note: (event.target as HTMLTextAreaElement).value });
  return html`<aside class="details" aria-label="Details" tabindex="0">
    <h2>${listing.run}</h2>
    <p class="state ${listing.state}">${stateText(row)}</p>
    ${listing.reason === undefined ? nothing : html`<p class="message bad">${listing.reason}</p>`}
    ${notes.problem === undefined ? nothing : html`<p class="message">${notes.problem}</p>`}
    <label class="note"
      >Note
      ${keyed(listing.run, html`<textarea rows="4" .value=${notes.note} @change=${save}></textarea>`)}
    </label>
    ${tagList(notes.tags, actions)} ${metricList(row)}
    <h3>Changed settings</h3>
    <p class="muted">Against ${baseWords}.</p>
    ${
      changed.length === 0
        ? html`<p>${record === null ? 'Its record can’t be read.' : 'None.'}</p>`
        : html`<dl>${changed.map(([key, value]) => html`<dt>${key}</dt><dd>${settingText(value)}</dd>`)}</dl>`
    }
    <h3>From</h3>
    <dl>
      ${fact('When', localTime(listing.created))} ${fact('Who', record?.author)} ${fact('Experiment', listing.experiment)}
      ${fact('Group', groupOf(row))} ${fact('Target', record?.target)} ${fact('Branch', record?.branch)}
      ${fact('Now on', listing.refs?.join(', '))} ${fact('Commit', record?.parent)}
      ${fact('Engine', record === null ? null : `${record.engine.name}, ${record.engine.backend}`)} ${fact('Device', record?.engine.device)}
      ${fact('Duration', listing.seconds === null ? null : formatDuration(listing.seconds))}
      ${fact('Training', record === null ? null : `${record.data.train.images} images`)} ${fact('Remarks', record?.notes.join(' '))}
    </dl>
    <button class="plain" @click=${() => actions.act('git')}>Show in Git</button>
  </aside>`;
}
