import { html, nothing, type TemplateResult } from 'lit';
import type { HistoryRow } from '../../src/core/experiment/historyTable';
import type { HistoryAction } from '../../src/protocol/history';
import { shortRun } from './columns';

/** What can be done with the runs that are selected, or with the one in focus. */
export type BarActions = {
  readonly act: (what: HistoryAction) => void;
  readonly star: () => void;
  readonly tag: (tag: string) => void;
  readonly base: () => void;
  readonly clear: () => void;
};

export const mostCompared = 20;

/** Why the wanted runs can't be compared; '' where they can. */
export const whyNotCompared = (n: number): string =>
  n < 2 ? 'Select two runs or more to compare them.' : n > mostCompared ? `At most ${mostCompared} runs can be compared.` : '';

const button = (title: string, act: () => void, why = ''): TemplateResult =>
  html`<button class="plain" aria-disabled=${why !== ''} title=${why || nothing} @click=${() => why === '' && act()}>${title}</button>`;

function tagField(known: readonly string[], { tag }: BarActions): TemplateResult {
  const onKey = (event: KeyboardEvent): void => {
    const field = event.target as HTMLInputElement;
    if (event.key !== 'Enter' || field.value.trim() === '') return;
    tag(field.value.trim());
    field.value = '';
  };
  return html`<input class="tag" list="tags" aria-label="Add a tag" placeholder="Add tag" autocomplete="off" spellcheck="false" @keydown=${onKey} />
    <datalist id="tags">${known.map((name) => html`<option value=${name}></option>`)}</datalist>`;
}

/** The wanted runs in words, and what can be done with them. */
export function actionBar(wanted: readonly HistoryRow[], selected: number, known: readonly string[], actions: BarActions): TemplateResult {
  const [first] = wanted;
  const one = wanted.length === 1 ? '' : 'Only one run at a time.';
  const words =
    selected > 0 ? `${selected} ${selected === 1 ? 'run' : 'runs'} selected` : first === undefined ? '' : shortRun(first.listing.run);
  const isRunning = wanted.some(({ listing }) => listing.state === 'running');
  return html`<div class="bar" role="toolbar" aria-label="With these runs">
    <strong role="status">${words}</strong>
    ${
      first === undefined
        ? html`<span class="muted">Arrow keys or a click choose a run; Ctrl, Shift or Space select several.</span>`
        : html`${button('Open', () => actions.act('open'), one)} ${button('Compare', () => actions.act('compare'), whyNotCompared(wanted.length))}
          ${isRunning ? button('Watch', () => actions.act('watch')) : nothing} ${button(wanted.every(({ notes }) => notes.starred) ? 'Unstar' : 'Star', actions.star)}
          ${tagField(known, actions)} ${button('Set as Base', actions.base, one)} ${button('Reproduce...', () => actions.act('reproduce'), one)}
          ${button('Export...', () => actions.act('export'))} ${button('Tidy...', () => actions.act('tidy'))}
          ${selected > 0 ? button('Clear Selection', actions.clear) : nothing}`
    }
  </div>`;
}
