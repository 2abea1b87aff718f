import { html, nothing, render, type TemplateResult } from 'lit';
import { unsafeHTML } from 'lit/directives/unsafe-html.js';
import { viewScale } from '../../src/core/viewer/viewTransform';
import type { ActionName, Actions } from './actions';
import { type IconName, icons } from './icons';
import { keyOf } from './keyTable';
import { shapeOf } from './stage';
import type { Shown, Viewer } from './viewer';
import { windowSelect } from './windowSelect';

type Tool = {
  readonly action: ActionName;
  readonly icon: IconName;
  readonly label: string;
  readonly pressed?: boolean;
  readonly turn?: boolean;
};

const button = (actions: Actions, { action, icon, label, pressed, turn }: Tool): TemplateResult => {
  const key = keyOf(action);
  return html`<button
    type="button"
    class=${turn === true ? 'tool turned' : 'tool'}
    data-action=${action}
    title=${key === '' ? label : `${label} (${key})`}
    aria-label=${label}
    aria-pressed=${pressed === undefined ? nothing : String(pressed)}
    tabindex="-1"
    @click=${actions[action]}
  >
    ${unsafeHTML(icons[icon])}
  </button>`;
};

const group = (label: string, content: unknown): TemplateResult =>
  html`<div class="group" role="group" aria-label=${label}>${content}</div>`;

function stackSelect(viewer: Viewer, { session, state }: Shown): TemplateResult | typeof nothing {
  if (session.stacks.length < 2) return nothing;
  const choose = (event: Event) => viewer.goTo(0, Number((event.target as HTMLSelectElement).value));
  return html`<select aria-label="Stack" title="Stack" tabindex="-1" @change=${choose}>
    ${session.stacks.map(({ label }, at) => html`<option value=${at} ?selected=${at === state.stack}>${label || `Stack ${at + 1}`}</option>`)}
  </select>`;
}

function percent({ picture, state }: Shown, viewer: Viewer): string {
  if (picture === null) return '–';
  return `${Math.round(100 * viewScale(shapeOf(picture), state.look.view, viewer.stage.size))} %`;
}

/** The tools that fit this session. */
function tools(viewer: Viewer, shown: Shown, actions: Actions): TemplateResult {
  const { state, flags, picture, stack } = shown;
  const { look, panel } = state;
  const isStack = state.mode === 'stack' || !stack.isVolume;
  const each = (list: readonly Tool[]) => list.map((tool) => button(actions, tool));
  const hasOverlays = isStack && (picture?.meaning.overlays.length ?? 0) > 0;
  const show: readonly Tool[] = [
    ...(hasOverlays ? [{ action: 'toggleOverlays', icon: 'layers', label: 'Overlays', pressed: look.hasOverlays } as const] : []),
    ...(isStack ? [{ action: 'toggleTexts', icon: 'texts', label: 'Text on the picture', pressed: look.hasTexts } as const] : []),
    ...(stack.isVolume ? [{ action: 'togglePlanes', icon: 'planes', label: 'Three planes', pressed: !isStack } as const] : []),
    ...(stack.timesMs.length > 1
      ? [{ action: 'toggleCurve', icon: 'curve', label: 'Curve over time', pressed: state.hasCurve } as const]
      : []),
    { action: 'toggleLink', icon: 'link', label: 'Link with other viewers', pressed: state.isLinked },
  ];
  return html`${group('Window', [
    windowSelect(viewer, shown),
    ...each([
      { action: 'autoWindow', icon: 'wand', label: 'Window from the values' },
      { action: 'toggleInvert', icon: 'colorMode', label: 'Invert', pressed: look.isInverted },
    ]),
  ])}
  ${
    isStack
      ? group('View', [
          ...each([{ action: 'zoomOut', icon: 'zoomOut', label: 'Zoom out' }]),
          html`<button type="button" class="tool wide" tabindex="-1" title="One to one (${keyOf('actualSize')})" aria-label="One to one, now ${percent(shown, viewer)}" @click=${actions.actualSize}>${percent(shown, viewer)}</button>`,
          ...each([
            { action: 'zoomIn', icon: 'zoomIn', label: 'Zoom in' },
            { action: 'fit', icon: 'fit', label: 'Fit' },
            { action: 'rotate', icon: 'rotate', label: 'Rotate right' },
            { action: 'flipHorizontally', icon: 'mirror', label: 'Flip left and right' },
            { action: 'flipVertically', icon: 'mirror', label: 'Flip top and bottom', turn: true },
            { action: 'resetView', icon: 'reset', label: 'Reset view and window' },
          ]),
        ])
      : nothing
  }
  ${group('Show', each(show))}
  <div class="group end" role="group" aria-label="Panels">
    ${identifierSwitch(actions, flags.hasIdentifiers)}
    ${each([
      { action: 'toggleHistogram', icon: 'histogram', label: 'Histogram', pressed: panel === 'histogram' },
      { action: 'toggleHeader', icon: 'header', label: 'Header', pressed: panel === 'header' },
      { action: 'toggleKeyboard', icon: 'keyboard', label: 'Keyboard and mouse', pressed: panel === 'keyboard' },
    ])}
  </div>`;
}

const identifierSwitch = (actions: Actions, isOn: boolean): TemplateResult => html`<button
  type="button"
  class=${isOn ? 'tool worded on' : 'tool worded'}
  data-action="toggleIdentifiers"
  tabindex="-1"
  title="${isOn ? 'Hide' : 'Show'} what may identify the patient (${keyOf('toggleIdentifiers')})"
  @click=${actions.toggleIdentifiers}
>
  ${unsafeHTML(icons.account)}<span>${isOn ? 'Identifiers shown' : 'Identifiers hidden'}</span>
</button>`;

/** Draws the toolbar; one Tab stop, arrow keys move within it. */
export function drawToolbar(root: HTMLElement, viewer: Viewer, shown: Shown, actions: Actions): void {
  render(html`${stackSelect(viewer, shown)} ${tools(viewer, shown, actions)}`, root);
  const items = itemsOf(root);
  if (!items.some(({ tabIndex }) => tabIndex === 0)) items[0]?.setAttribute('tabindex', '0');
}

const itemsOf = (root: HTMLElement): readonly HTMLElement[] => [...root.querySelectorAll<HTMLElement>('button, select')];

/** Makes the toolbar one stop of the Tab key. */
export function roveToolbar(root: HTMLElement): void {
  root.setAttribute('role', 'toolbar');
  root.setAttribute('aria-label', 'Viewer');
  root.addEventListener('keydown', (event) => {
    const step = event.key === 'ArrowRight' ? 1 : event.key === 'ArrowLeft' ? -1 : 0;
    if (step === 0) return;
    const items = itemsOf(root);
    const now = items.indexOf(document.activeElement as HTMLElement);
    items[(now + step + items.length) % items.length]?.focus();
    event.preventDefault();
    event.stopPropagation();
  });
  root.addEventListener('focusin', ({ target }) => {
    for (const item of itemsOf(root)) item.setAttribute('tabindex', item === target ? '0' : '-1');
  });
}
