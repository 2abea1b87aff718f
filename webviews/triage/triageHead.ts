import { html, nothing, type TemplateResult } from 'lit';
import type { TriageList, UnreadFilm } from '../../src/core/experiment/triageList';
import type { TriageStates } from '../../src/core/experiment/triageStates';
import { triageFacts, triageOrder } from '../../src/core/experiment/triageWords';
import type { TriagePart } from '../../src/protocol/triage';
import type { Look } from './look';

/** What the toolbar does. */
export type ToolbarOptions = {
  readonly look: Look;
  readonly regions: readonly string[];
  /** Null for films outside the project, which have no parts. */
  readonly parts: readonly TriagePart[] | null;
  readonly busy: boolean;
  readonly change: (look: Partial<Look>) => void;
  readonly save: () => void;
  readonly chooseFolder: () => void;
};

const checkbox = (title: string, checked: boolean, change: (checked: boolean) => void): TemplateResult => html`<label class="choice">
  <input type="checkbox" .checked=${checked} @change=${(event: Event) => change((event.target as HTMLInputElement).checked)} />
  ${title}
</label>`;

function select(
  title: string,
  value: string,
  options: readonly (readonly [string, string])[],
  change: (value: string) => void,
): TemplateResult {
  return html`<label class="choice"
    >${title}
    <select aria-label=${title} .value=${value} @change=${(event: Event) => change((event.target as HTMLSelectElement).value)}>
      ${options.map(([of, words]) => html`<option value=${of} ?selected=${of === value}>${words}</option>`)}
    </select></label
  >`;
}

const partWords: Readonly<Record<TriagePart, string>> = { tuning: 'tuning part', train: 'train part', test: 'test part (opens it)' };

/** Which films, filters, and what can be done with the list. */
export const triageToolbar = ({ look, regions, parts, busy, change, save, chooseFolder }: ToolbarOptions): TemplateResult => html`<div
  class="toolbar"
  role="group"
  aria-label="Films and filters"
>
  ${
    parts === null
      ? nothing
      : select(
          'Films',
          look.part,
          parts.map((part) => [part, partWords[part]] as const),
          (part) => change({ part: part as TriagePart }),
        )
  }
  ${checkbox('Alerts only', look.alertsOnly, (alertsOnly) => change({ alertsOnly }))}
  ${checkbox('Unread only', look.unreadOnly, (unreadOnly) => change({ unreadOnly }))}
  ${
    regions.length < 2
      ? nothing
      : select('Region', look.region, [['', 'all'], ...regions.map((region) => [region, region.toLowerCase()] as const)], (region) =>
          change({ region }),
        )
  }
  <vscode-button secondary ?disabled=${busy} @click=${save}>Save List…</vscode-button>
  <vscode-button secondary @click=${chooseFolder}>Sort a Folder…</vscode-button>
</div>`;

/** Films that could not be judged stand above all others, with the reason. */
export const unreadSection = (unread: readonly UnreadFilm[]): TemplateResult | typeof nothing =>
  unread.length === 0
    ? nothing
    : html`<section class="unread" aria-label="Films that could not be sorted">
        <h2>${unread.length === 1 ? '1 film could not be sorted' : `${unread.length} films could not be sorted`}: please look at ${unread.length === 1 ? 'it' : 'them'}</h2>
        <ul tabindex="0" aria-label="Films and reasons">
          ${unread.map(({ image, reason }) => html`<li><strong>${image}</strong> ${reason}</li>`)}
        </ul>
      </section>`;

/** Whence the list comes: run, weights, threshold, how good it is, when; and the keys. */
export const aboutSection = (list: TriageList, notes: readonly string[]): TemplateResult => html`<details class="about">
    <summary>Where this list comes from, how good the alert is, and its keys</summary>
    <dl>
      ${triageFacts(list).map(([name, value]) => html`<div><dt>${name}</dt><dd>${value}</dd></div>`)}
    </dl>
    <p>${triageOrder}</p>
    <p>
      Keys on a study: <kbd>A</kbd> agree, <kbd>D</kbd> disagree, <kbd>R</kbd> read, <kbd>U</kbd> unread again, <kbd>Enter</kbd> open the film, arrows and
      <kbd>Page Down</kbd> the next ones. What you say stays on this machine.
    </p>
  </details>
  ${[...notes, ...list.about.notes].map((note) => html`<p class="note">${note}</p>`)}`;

/** "12 of 45 shown · 3 read, of which 2 agree and 1 disagree". */
export function countWords(shown: number, list: TriageList, states: TriageStates): string {
  const own = list.studies.flatMap(({ study }) => (Object.hasOwn(states, study) ? (states[study]?.state ?? []) : []));
  const count = (state: string): number => own.filter((one) => one === state).length;
  const all = list.studies.length;
  const read = own.length === 0 ? 'none read yet' : `${own.length} read, ${count('agree')} agree, ${count('disagree')} disagree`;
  return `${shown === all ? `${all} ${all === 1 ? 'study' : 'studies'}` : `${shown} of ${all} studies shown`} · ${read}`;
}
