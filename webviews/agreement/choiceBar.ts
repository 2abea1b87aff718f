import { html, nothing, type TemplateResult } from 'lit';
import { live } from 'lit/directives/live.js';
import type { Part } from '../../src/core/dataset/split';
import type { AgreementReport, ReaderCount } from '../../src/core/label/agreementReport';
import type { Look } from './look';
import { counted } from './words';

type Change = (part: Partial<Look>) => void;

function toggled({ readers, counts }: AgreementReport, reader: string): readonly string[] {
  const isChosen = (name: string): boolean => (name === reader ? !readers.includes(name) : readers.includes(name));
  return counts.map((count) => count.reader).filter(isChosen);
}

const countWords = ({ final, drafts }: ReaderCount): string => `${final} final${drafts === 0 ? '' : `, ${counted(drafts, 'draft')}`}`;

const readerBox = (report: AgreementReport, count: ReaderCount, change: Change): TemplateResult => html`<label>
  <input
    type="checkbox"
    .checked=${live(report.readers.includes(count.reader))}
    @change=${() => change({ readers: toggled(report, count.reader) })}
  />${count.reader} <span class="muted">${countWords(count)}</span></label
>`;

const partChoice = ({ parts, part }: AgreementReport, change: Change): TemplateResult | typeof nothing =>
  parts.length === 0
    ? nothing
    : html`<label
        >Images
        <select aria-label="Images" @change=${(event: Event) => change({ part: ((event.target as HTMLSelectElement).value || null) as Part | null })}>
          <option value="" ?selected=${part === null}>all</option>
          ${parts.map((name) => html`<option value=${name} ?selected=${part === name}>${name} part</option>`)}
        </select></label
      >`;

/** Whose labels are compared, and in which images. */
export const choiceBar = (report: AgreementReport, change: Change): TemplateResult => html`<div class="choices">
  <fieldset>
    <legend>Readers</legend>
    ${report.counts.map((count) => readerBox(report, count, change))}
  </fieldset>
  ${partChoice(report, change)}
</div>`;
