import { html, type TemplateResult } from 'lit';
import type { Act } from './overviewApp';

/** In place of a part that is not there: it is being read, or why it can't be. */
export const waiting = (failure: string, doing: string): TemplateResult =>
  failure === '' ? html`<p class="muted" role="status">${doing} …</p>` : html`<p class="failure" role="alert">${failure}</p>`;

/** In place of a part that starts a program. */
export const untrusted = (what: string, act: Act): TemplateResult => html`<p>${what} starts programs, which Restricted Mode does not.</p>
  <vscode-button secondary @click=${() => act({ what: 'trust' })}>Manage Workspace Trust</vscode-button>`;
