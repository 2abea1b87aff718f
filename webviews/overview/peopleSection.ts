import { html, nothing, type TemplateResult } from 'lit';
import type { OverviewHead, OverviewMember } from '../../src/core/overview/overviewHead';
import type { TeamGap } from '../../src/core/project/teamGaps';
import type { Act } from './overviewApp';

const member = ({ name, from, roles, skills }: OverviewMember): TemplateResult => html`<li>
  <strong class=${name === '' ? 'muted' : ''}>${name === '' ? 'nobody yet' : name}</strong>
  <span>${roles.join(', ')}</span>
  ${skills.length === 0 ? nothing : html`<span class="muted">${skills.join(', ')}</span>`}
  ${from === '' ? nothing : html`<span class="tag">${from}</span>`}
</li>`;

const gap = ({ kind, words, ask }: TeamGap): TemplateResult => html`<li>
  <strong>${words}</strong> <span class="muted">(${kind})</span>: ${ask}
</li>`;

const open = (act: Act, words: string): TemplateResult =>
  html`<vscode-button secondary @click=${() => act({ what: 'task', task: '2-team/team' })}>${words}</vscode-button>`;

/** Who does what, and which needed skills and roles nobody has. */
export function peopleSection(head: OverviewHead | null, act: Act): TemplateResult {
  const members = (head?.members ?? []).filter(({ name }) => name !== '');
  const gaps = head?.gaps ?? [];
  return html`<section aria-labelledby="people">
    <h2 id="people">People</h2>
    ${head === null ? html`<p><span class="ghost wide">Reading</span></p>` : nothing}
    ${members.length === 0 ? nothing : html`<ul class="people">${members.map(member)}</ul>`}
    ${head !== null && members.length === 0 ? html`<p>Nobody is named yet. Enter who takes part in 2-team/team.yaml.</p>` : nothing}
    ${gaps.length === 0 ? nothing : html`<h3>Nobody yet, and whom to ask</h3><ul class="gaps">${gaps.map(gap)}</ul>`}
    ${head === null ? nothing : open(act, members.length === 0 ? 'Name the Team' : 'Open the Team')}
  </section>`;
}
