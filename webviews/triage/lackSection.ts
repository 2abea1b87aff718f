import { html, type TemplateResult } from 'lit';
import type { Host } from '../../src/protocol/channel';
import type { TriageLack, TriagePage } from '../../src/protocol/triage';

const actions = {
  images: { request: 'importImages', title: 'Import Images…' },
  split: { request: 'split', title: 'Split by Patient' },
  run: { request: 'train', title: 'Train…' },
} as const;

/** What keeps the list from being made, and the button for what to do first. */
export function lackSection(
  { lack, sentence }: TriageLack,
  host: Host<TriagePage>,
  again: () => void,
  ask: (answer: Promise<unknown>) => void,
): TemplateResult {
  const { request, title } = actions[lack];
  return html`<section class="lack">
    <p>${sentence}</p>
    <vscode-button @click=${() => ask(host.call(request))}>${title}</vscode-button>
    <vscode-button secondary @click=${again}>Look Again</vscode-button>
  </section>`;
}
