import { html, nothing, type TemplateResult } from 'lit';
import { live } from 'lit/directives/live.js';
import { type Column, shortRun } from './columns';
import { columnsPanel } from './columnsPanel';
import { filterHelp } from './help';
import type { Look } from './look';

/** What the toolbar shows besides the look. */
export type ToolbarView = {
  readonly look: Look;
  /** What is wrong with the filter; '' where nothing is. */
  readonly problem: string;
  readonly columns: readonly Column[];
  readonly shown: readonly Column[];
  /** The run that settings are held against; '' for none. */
  readonly baseRun: string;
  readonly filterKeys: readonly string[];
};

/** What the toolbar does. */
export type ToolbarActions = {
  readonly filter: (text: string) => void;
  readonly insert: (text: string) => void;
  readonly change: (part: Partial<Look>) => void;
  readonly down: () => void;
};

const textOf = (event: Event): string => (event.target as HTMLInputElement | HTMLSelectElement).value;
const isChecked = (event: Event): boolean => (event.target as HTMLInputElement).checked;

function filterField({ look, problem }: ToolbarView, { filter, down }: ToolbarActions): TemplateResult {
  const onKey = (event: KeyboardEvent): void => {
    if (event.key !== 'ArrowDown' && event.key !== 'Enter') return;
    event.preventDefault();
    down();
  };
  return html`<div class="search">
    <div class="field">
      <input
        id="filter"
        type="search"
        aria-label="Filter runs"
        aria-invalid=${problem !== ''}
        aria-describedby="filter-problem"
        placeholder="Filter: learningRate < 0.001 auc > 0.9   ( / )"
        autocomplete="off"
        spellcheck="false"
        .value=${live(look.filter)}
        @input=${(event: Event) => filter(textOf(event))}
        @keydown=${onKey}
      />
      <button class="plain" popovertarget="help" aria-label="How to filter, and keys">?</button>
    </div>
    <p id="filter-problem" class="problem" role="status">${problem}</p>
  </div>`;
}

const checkbox = (title: string, isOn: boolean, change: (isOn: boolean) => void): TemplateResult =>
  html`<label><input type="checkbox" .checked=${live(isOn)} @change=${(event: Event) => change(isChecked(event))} />${title}</label>`;

const option = (value: string, title: string, chosen: string): TemplateResult =>
  html`<option value=${value} .selected=${live(value === chosen)}>${title}</option>`;

function bases({ look, baseRun }: ToolbarView, { change }: ToolbarActions): TemplateResult {
  const chosen = baseRun === '' && !['defaults', 'experiment'].includes(look.base) ? 'common' : look.base;
  return html`<label
    >Changed against
    <select aria-label="Changed settings against" @change=${(event: Event) => change({ base: textOf(event) })}>
      ${option('common', 'the most common', chosen)} ${option('defaults', "RadSteps's defaults", chosen)}
      ${option('experiment', "the experiment's file", chosen)} ${baseRun === '' ? nothing : option(baseRun, `run ${shortRun(baseRun)}`, chosen)}
    </select></label
  >`;
}

const groups = ({ look }: ToolbarView, { change }: ToolbarActions): TemplateResult => html`<label
  >Group
  <select aria-label="Group by" @change=${(event: Event) => change({ group: textOf(event) as Look['group'] })}>
    ${option('none', 'none', look.group)} ${option('experiment', 'experiment', look.group)}
    ${option('group', 'sweep or folds', look.group)}
  </select></label
>`;

/** The filter with its problem, what is shown of which runs, and the columns. */
export const toolbar = (view: ToolbarView, actions: ToolbarActions): TemplateResult => html`<div class="toolbar">
  ${filterField(view, actions)}
  <div class="choices">
    ${checkbox('All branches and tags', view.look.all, (all) => actions.change({ all }))}
    ${checkbox('Hide failed', view.look.hideFailed, (hideFailed) => actions.change({ hideFailed }))} ${groups(view, actions)}
    ${bases(view, actions)}
    <button class="plain" popovertarget="columns">Columns</button>
    ${checkbox('Details', view.look.details, (details) => actions.change({ details }))}
  </div>
  ${columnsPanel(view.columns, view.shown, (columns) => actions.change({ columns }))} ${filterHelp(view.filterKeys, actions.insert)}
</div>`;
