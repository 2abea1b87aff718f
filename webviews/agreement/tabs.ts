import { html, type TemplateResult } from 'lit';

/** Tabs by the pattern of the ARIA guide: arrow keys choose, Tab goes on into the panel. */
export function tabs<T extends string>(
  names: readonly (readonly [T, string])[],
  chosen: T,
  choose: (name: T) => void,
  body: TemplateResult,
): TemplateResult {
  const move = (event: KeyboardEvent): void => {
    const step = event.key === 'ArrowRight' ? 1 : event.key === 'ArrowLeft' ? -1 : 0;
    const at = names.findIndex(([name]) => name === chosen);
    const next = names[(at + step + names.length) % names.length];
    if (step === 0 || next === undefined) return;
    event.preventDefault();
    choose(next[0]);
    (event.currentTarget as HTMLElement).querySelector<HTMLElement>('[aria-selected=true]')?.focus();
  };
  return html`<div role="tablist" aria-label="Views" @keydown=${move}>
      ${names.map(
        ([name, title]) => html`<button
          role="tab"
          id="tab-${name}"
          aria-controls="panel"
          aria-selected=${name === chosen ? 'true' : 'false'}
          tabindex=${name === chosen ? 0 : -1}
          @click=${() => choose(name)}
        >
          ${title}
        </button>`,
      )}
    </div>
    <div role="tabpanel" id="panel" aria-labelledby="tab-${chosen}">${body}</div>`;
}
