import { html, nothing, type TemplateResult } from 'lit';
import type { ProblemsGlance } from '../../src/protocol/overview';
import type { Act, Shown } from './overviewApp';
import { untrusted, waiting } from './waiting';

const words = { error: ['error', 'errors'], warning: ['warning', 'warnings'], information: ['note', 'notes'] } as const;
const severities = ['error', 'warning', 'information'] as const;

const counted = (n: number, severity: (typeof severities)[number]): string => `${n} ${words[severity][n === 1 ? 0 : 1]}`;

function found({ counts, worst, failure }: ProblemsGlance, act: Act): TemplateResult {
  if (failure !== '') return html`<p class="failure" role="alert">${failure}</p>`;
  const all = counts.error + counts.warning + counts.information;
  if (all === 0) return html`<p>The check found nothing: no leaks, no identifiers, no invalid files.</p>`;
  const more = all - worst.length;
  return html`<p class="counts">
      ${severities.filter((severity) => counts[severity] > 0).map((severity) => html`<span class="count ${severity}">${counted(counts[severity], severity)}</span>`)}
    </p>
    <ul class="findings">
      ${worst.map(({ severity, message, file, line }) => html`<li class=${severity}><span class="muted">${words[severity][0]}</span> ${message} <span class="muted">${file}:${line}</span></li>`)}
    </ul>
    <vscode-button secondary @click=${() => act({ what: 'problems' })}>${more > 0 ? `Show All ${all} in the Problems Panel` : 'Show in the Problems Panel'}</vscode-button>`;
}

/** What the check has found, worst first. */
export const problemsSection = ({ value, failure }: Shown<ProblemsGlance>, isTrusted: boolean, act: Act): TemplateResult => html`<section
  aria-labelledby="problems"
>
  <h2 id="problems">Open problems</h2>
  ${!isTrusted ? untrusted('The check', act) : value === null ? waiting(failure, 'Checking the project') : found(value, act)}
  ${isTrusted && value !== null && failure !== '' ? html`<p class="failure" role="alert">${failure}</p>` : nothing}
</section>`;
