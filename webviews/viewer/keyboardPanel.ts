import { html, nothing, render, type TemplateResult } from 'lit';
import type { ViewerSession } from '../../src/protocol/viewer';
import { findingKeyTable } from './findings/findingKeyTable';
import { keyTable } from './keyTable';
import { labelKeyTable, labelMouseTable } from './labels/labelKeyTable';
import { workKeyRows } from './labels/workKeyRows';
import type { Panel } from './panel';

type Row = readonly [how: string, does: string];

const more: readonly Row[] = [
  ['[  ]', 'Window narrower, wider'],
  [',  .', 'Darker, brighter'],
  ['Shift+arrows', 'Pan; ten pixels with the pixel cursor'],
  ['Escape', 'Leave the pixel cursor, close the panel'],
];

const mouse: readonly Row[] = [
  ['Drag', 'Right: wider window. Down: darker. Colour: pan'],
  ['Wheel', 'Next and previous image; zoom for a single one'],
  ['Ctrl+wheel, pinch', 'Zoom'],
  ['Right button', 'Zoom by dragging up and down'],
  ['Middle button, Shift or Space and drag', 'Pan'],
  ['Double click', 'Fit'],
];

/** In a label's editor its own come first, as they do when they are pressed. */
const ofLabels = (): TemplateResult =>
  html`${table('Keyboard: labelling', workKeyRows)} ${table('Keyboard: marks', labelKeyTable)} ${table('Mouse: marks', labelMouseTable)}`;

const table = (label: string, rows: readonly Row[]): TemplateResult => html`<h2>${label}</h2>
  <table>
    <tbody>
      ${rows.map(([how, does]) => html`<tr><th scope="row"><kbd>${how}</kbd></th><td>${does}</td></tr>`)}
    </tbody>
  </table>`;

/** The list of keys and of what the mouse does. */
export function keyboardPanel(root: HTMLElement, { isLabelled, hasFindings }: ViewerSession): Panel {
  const rows: readonly Row[] = [...keyTable.map(({ name, does }): Row => [name, does]), ...more];
  render(
    html`<div class="help" tabindex="0" role="region" aria-label="Keyboard and mouse">${isLabelled === true ? ofLabels() : nothing} ${hasFindings === true ? table('Keyboard: predictions', findingKeyTable) : nothing} ${table('Keyboard', rows)} ${table('Mouse and touch', mouse)}</div>`,
    root,
  );
  return { show: () => undefined, destroy: () => render(nothing, root) };
}
