import { html, type TemplateResult } from 'lit';
import type { AdjudicationCase, AgreementReport, CaseDifference } from '../../src/core/label/agreementReport';
import { type ConsensusRule, type ConsensusRules, readerOfRule } from '../../src/core/label/consensusRule';
import { ruleTitle } from './ruleTitle';

/** What is chosen for the image that is being decided, and what the form does. */
export type Deciding = {
  readonly image: string;
  readonly settled: ConsensusRules;
  /** Why the consensus was not made, or what became of it; '' before. */
  readonly words: string;
  /** The next press writes over a consensus that says something else. */
  readonly asked: boolean;
  readonly busy: boolean;
};

export type DecideActions = {
  readonly settle: (name: string, rule: ConsensusRule | null) => void;
  readonly make: () => void;
  readonly close: () => void;
};

/** One difference a label, with all that is said of it. */
const byLabel = ({ differences }: AdjudicationCase): readonly (readonly [string, readonly CaseDifference[]])[] => [
  ...differences.reduce(
    (map, difference) => map.set(difference.name, [...(map.get(difference.name) ?? []), difference]),
    new Map<string, CaseDifference[]>(),
  ),
];

/** "ada: 167 months", or the rule's own words. */
function optionWords(rule: ConsensusRule, readers: readonly string[], differences: readonly CaseDifference[]): string | null {
  const reader = readerOfRule(rule);
  if (reader === null) return ruleTitle(rule);
  const said = differences.map((difference) => difference.said[readers.indexOf(reader)] ?? null).filter((words) => words !== null);
  return said.length === 0 ? null : `${reader}: ${said.join(', ')}`;
}

function choice(
  [name, differences]: readonly [string, readonly CaseDifference[]],
  { readers, labels }: AgreementReport,
  { settled }: Deciding,
  { settle }: DecideActions,
): TemplateResult {
  const label = labels.find((one) => one.name === name);
  const options = (label?.rules ?? []).flatMap((rule) => {
    const words = optionWords(rule, readers, differences);
    return words === null ? [] : [html`<option value=${rule} ?selected=${settled[name] === rule}>${words}</option>`];
  });
  return html`<label
    >${label?.title ?? name}
    <select aria-label="${label?.title ?? name}" @change=${(event: Event) => settle(name, ((event.target as HTMLSelectElement).value || null) as ConsensusRule | null)}>
      <option value="" ?selected=${settled[name] === undefined}>by the project's rule</option>
      ${options}
    </select></label
  >`;
}

/** Decides one image: for each label in which the readers differ, whose value counts, or by which rule. */
export const decideForm = (
  entry: AdjudicationCase,
  report: AgreementReport,
  deciding: Deciding,
  isFinal: boolean,
  actions: DecideActions,
): TemplateResult => html`<div
  class="decide"
  role="group"
  aria-label="Consensus of ${entry.image}"
>
  ${byLabel(entry).map((one) => choice(one, report, deciding, actions))}
  <div class="buttons">
    <vscode-button ?disabled=${deciding.busy} @click=${actions.make}>${deciding.asked ? 'Write Over It' : isFinal ? 'Make Final Consensus' : 'Make Draft Consensus'}</vscode-button>
    <vscode-button secondary @click=${actions.close}>Close</vscode-button>
  </div>
  <p role="status" class="words">${deciding.words}</p>
</div>`;
