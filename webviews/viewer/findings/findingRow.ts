import { html, nothing, type TemplateResult } from 'lit';
import { areaWords, boxWords } from '../../../src/core/experiment/drawnFindingWords';
import type { FindingWords } from '../../../src/core/experiment/findingWords';
import type { Findings, RunFinding } from '../../../src/protocol/findings';
import { labelMarks } from './findingMarks';
import type { FindingModel } from './findingModel';
import { labelColour } from './pictureColours';

/** What a row can do besides what the model does. */
export type RowActions = {
  readonly openRun: (run: string) => void;
  /** Goes to the frame on which the run or the label drew; null where that is shown, or nothing is drawn. */
  readonly goToMarks: (of: RunFinding | 'label') => { readonly words: string; readonly go: () => void } | null;
};

const line = (colour: string, isDashed: boolean): TemplateResult => html`<svg class="finding-line" viewBox="0 0 26 10" aria-hidden="true">
  <line x1="1" y1="5" x2="25" y2="5" stroke=${colour} stroke-width="3" stroke-dasharray=${isDashed ? '6 4' : 'none'} />
</svg>`;

function goButton(actions: RowActions, of: RunFinding | 'label'): TemplateResult | typeof nothing {
  const way = actions.goToMarks(of);
  return way === null ? nothing : html`<button type="button" class="plain" @click=${way.go}>${way.words}</button>`;
}

/** The label's row: whose it is, what it says, and whether it is drawn. */
export function labelRow(model: FindingModel, actions: RowActions): TemplateResult {
  const { label, labelled, isHidden } = model.findings;
  if (label === null)
    return html`<li class="finding-item finding-muted">${isHidden ? 'Your label is not there yet.' : 'Nobody has labelled this image: there is no reference standard to hold predictions against.'}</li>`;
  return html`<li class="finding-item">
    <label class="finding-head">
      <input type="checkbox" .checked=${model.choice.hasLabel} @change=${() => model.toggleLabel()} />
      ${line(labelColour, false)}
      <strong>Label</strong><span class="finding-muted">${label.reader}, ${label.status}</span>
    </label>
    <div class="finding-body">${labelled.map((text) => html`<div>${text}</div>`)}
      <div class="finding-buttons">${goButton(actions, 'label')}</div></div>
  </li>`;
}

/** What a run says in words, at the chosen threshold where it found boxes. */
export function wordsOf(
  finding: RunFinding,
  findings: Findings,
  threshold: number,
): Pick<FindingWords, 'said' | 'against'> & Partial<FindingWords> {
  if (finding.words !== null) return finding.words;
  if (finding.marks === null) return { said: '', against: '' };
  const labelled = findings.label === null ? null : labelMarks(findings.label, { findings: [finding] });
  return finding.task === 'detection' ? boxWords(finding.marks, labelled, threshold) : areaWords(finding.marks, labelled, finding.share);
}

function against({ against: text, isRight }: ReturnType<typeof wordsOf>): TemplateResult | typeof nothing {
  if (text === '') return nothing;
  const [sign, name] = isRight === true ? ['✓ ', 'finding-right'] : isRight === false ? ['✗ ', 'finding-wrong'] : ['', ''];
  return html`<div class="finding-against ${name}"><span aria-hidden="true">${sign}</span>${text}</div>`;
}

/** A run's row: its colour and letter, what it says, whether its marks are drawn, and its attention. */
export function runRow(
  model: FindingModel,
  finding: RunFinding,
  { letter, colour }: { readonly letter: string; readonly colour: string },
  actions: RowActions,
): TemplateResult {
  const { run, experiment, title, problem } = finding;
  const words = wordsOf(finding, model.findings, model.choice.threshold);
  const isOn = model.choice.attention === run;
  return html`<li class="finding-item" data-run=${run}>
    <label class="finding-head">
      <input type="checkbox" .checked=${model.isShown(finding)} @change=${() => model.toggleRun(run)} />
      ${line(colour, true)}
      <strong>${letter}</strong><span class="finding-name">${experiment || run}</span>
    </label>
    <div class="finding-body">
      <button type="button" class="finding-run" title="Open the run's page" @click=${() => actions.openRun(run)}>${run}</button>
      ${words.said === '' ? nothing : html`<div class="finding-said ${finding.words === null ? '' : 'finding-whole'}"><span class="finding-muted">${title}:</span> <strong>${words.said}</strong></div>`}
      ${words.others ? html`<div class="finding-muted">${words.others}</div>` : nothing}
      ${against(words)}
      ${problem === '' ? nothing : html`<div class="finding-muted">${problem}</div>`}
      <div class="finding-buttons">
        <button type="button" class="plain finding-look" aria-pressed=${isOn} aria-label="Attention of ${letter}" title="Where the network looked (A)" @click=${() => model.toggleAttention(run)}>Attention</button>
        ${goButton(actions, finding)}
      </div>
    </div>
  </li>`;
}
