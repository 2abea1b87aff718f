import { html, nothing, type TemplateResult } from 'lit';
import { live } from 'lit/directives/live.js';
import type { AgreementReport, ReportedLabel } from '../../src/core/label/agreementReport';
import type { ConsensusOutcome } from '../../src/core/label/consensusOutcome';
import type { ConsensusRule } from '../../src/core/label/consensusRule';
import type { Look } from './look';
import { ruleTitle } from './ruleTitle';
import { counted } from './words';

/** What became of the last consensus of all that agree. */
export type Batch = {
  readonly busy: boolean;
  readonly progress: string;
  readonly failure: string;
  readonly outcome: ConsensusOutcome | null;
};

export type ConsensusActions = {
  readonly change: (part: Partial<Look>) => void;
  readonly makeAll: (replace: boolean) => void;
  readonly dismiss: () => void;
  readonly open: (images: readonly string[]) => void;
};

function ruleChoice({ name, title, rules }: ReportedLabel, look: Look, change: ConsensusActions['change']): TemplateResult {
  const chosen = look.rules[name] ?? rules[0];
  const take = (rule: string) => change({ rules: { ...look.rules, [name]: rule as ConsensusRule } });
  return html`<label
    >${title}
    <select aria-label="Rule for ${title}" @change=${(event: Event) => take((event.target as HTMLSelectElement).value)}>
      ${rules.map((rule) => html`<option value=${rule} ?selected=${rule === chosen}>${ruleTitle(rule)}</option>`)}
    </select></label
  >`;
}

const agreedWords = ({ agreed: { none, draft, final, stale } }: AgreementReport): string => {
  const parts = [
    `${none} without a consensus`,
    `${draft} with a draft`,
    `${final} with a final one`,
    ...(stale === 0 ? [] : [`${stale} with a stale one`]),
  ];
  return `${counted(none + draft + final + stale, 'image')} on which the readers agree: ${parts.join(', ')}.`;
};

/** By which rules a consensus is made, and the consensus of all images on which the readers agree. */
export function consensusPanel(report: AgreementReport, look: Look, batch: Batch, actions: ConsensusActions): TemplateResult {
  const { none, draft, final, stale } = report.agreed;
  const nobody = none + draft + final + stale === 0;
  return html`<section aria-labelledby="consensus">
    <h2 id="consensus">Consensus</h2>
    <p class="muted">
      A consensus is a label of its own, in <code>3-data/labels/consensus</code>, and keeps which labels it was made from. What two readers
      differ in is left to be decided image by image, unless the rule names one reader.
    </p>
    <div class="rules">${report.labels.map((label) => ruleChoice(label, look, actions.change))}</div>
    <p>${agreedWords(report)}</p>
    <div class="buttons">
      <vscode-button ?disabled=${batch.busy || nobody} @click=${() => actions.makeAll(false)}>Make Consensus of All That Agree</vscode-button>
      <label
        ><input
          type="checkbox"
          .checked=${live(look.final)}
          @change=${(event: Event) => actions.change({ final: (event.target as HTMLInputElement).checked })}
        />as final labels</label
      >
    </div>
    ${batchResult(batch, actions)}
  </section>`;
}

function batchResult({ busy, progress, failure, outcome }: Batch, actions: ConsensusActions): TemplateResult | typeof nothing {
  if (busy) return html`<p role="status" class="muted">${progress || 'Making consensus labels …'}</p>`;
  if (failure !== '') return html`<p class="message bad" role="alert">${failure}</p>`;
  if (outcome === null) return nothing;
  const { made, kept, differ, undecided } = outcome;
  return html`<div class="message" role="status">
    <p>Consensus of ${counted(made.length, 'image')} written${kept.length === 0 ? '' : `; ${counted(kept.length, 'image')} had it already`}.</p>
    ${
      differ.length === 0
        ? nothing
        : html`<p>${counted(differ.length, 'image')} ${differ.length === 1 ? 'has' : 'have'} a consensus that says something else, and ${differ.length === 1 ? 'was' : 'were'} left: ${imageButtons(differ, actions)}</p>
            <div class="buttons">
              <vscode-button @click=${() => actions.makeAll(true)}>Write Over ${differ.length === 1 ? 'It' : 'Them'}</vscode-button>
              <vscode-button secondary @click=${actions.dismiss}>Leave ${differ.length === 1 ? 'It' : 'Them'}</vscode-button>
            </div>`
    }
    ${undecided.slice(0, shown).map(({ image, why }) => html`<p>${imageButtons([image], actions)} ${why}</p>`)}
    ${undecided.length > shown ? html`<p>And ${undecided.length - shown} more.</p>` : nothing}
  </div>`;
}

/** Images that a message names, at most. */
const shown = 12;

const imageButtons = (images: readonly string[], { open }: ConsensusActions): TemplateResult =>
  html`${images.slice(0, shown).map((image) => html`<button class="plain" @click=${() => open([image])}>${image}</button> `)}${images.length > shown ? `and ${images.length - shown} more` : ''}`;
