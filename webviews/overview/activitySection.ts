import { html, nothing, type TemplateResult } from 'lit';
import type { Activity } from '../../src/core/overview/overviewQuestion';
import type { Shown } from './overviewApp';
import { waiting } from './waiting';

const day = (at: string): string => new Date(at).toLocaleDateString('en-GB', { day: 'numeric', month: 'short', year: 'numeric' });

const line = ({ subject, author, at, commit }: Activity): TemplateResult => html`<li>
  <time datetime=${at} title=${commit}>${day(at)}</time> <span>${subject}</span> <span class="muted">${author}</span>
</li>`;

/** The last commits; nothing in Restricted Mode, where git is not asked. */
export function activitySection({ value, failure }: Shown<readonly Activity[]>, isTrusted: boolean): TemplateResult | typeof nothing {
  if (!isTrusted) return nothing;
  return html`<section aria-labelledby="activity">
    <h2 id="activity">What happened last</h2>
    ${
      value === null
        ? waiting(failure, 'Asking git')
        : value.length === 0
          ? html`<p>Nothing is committed yet. Commit in the Source Control view, so that others see what was done and when.</p>`
          : html`<ul class="activity">${value.map(line)}</ul>`
    }
  </section>`;
}
