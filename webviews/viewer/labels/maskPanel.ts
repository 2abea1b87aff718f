import { html, nothing, render, type TemplateResult } from 'lit';
import type { LabelDefinition } from '../../../src/core/label/protocol';
import { largest, smallest } from './brushSettings';
import { colourOf } from './markColour';
import { type MaskAction, type MaskActions, selectedRegion } from './maskActions';
import type { MaskBoard } from './maskBoard';

/** A slider's place of a radius and back: each step is the same part of it. */
const steps = 100;
const placeOfRadius = (radius: number): number => Math.round((steps * Math.log(radius / smallest)) / Math.log(largest / smallest));
const radiusAt = (place: number): number => Number((smallest * (largest / smallest) ** (place / steps)).toPrecision(2));

const numberOf = (event: Event): number => Number((event.target as HTMLInputElement).value);

const choice = (label: string, title: string, isOn: boolean, choose: () => void): TemplateResult =>
  html`<button type="button" class="choice" title=${title} aria-pressed=${isOn} @click=${choose}>${label}</button>`;

const action = (actions: MaskActions, name: MaskAction, label: string, title: string): TemplateResult =>
  html`<button type="button" class="choice" data-action=${name} title=${title} @click=${actions[name]}>${label}</button>`;

function brush(board: MaskBoard): TemplateResult {
  const { isErasing, radius } = board.brush;
  const size = `${radius} ${board.unit}`;
  return html`<h3>Brush</h3>
    <div class="choices" role="group" aria-label="Brush or eraser">
      ${choice('Paint', 'Paint (X changes; Ctrl while painting erases)', !isErasing, () => board.setBrush({ isErasing: false }))}
      ${choice('Erase', 'Erase (X changes)', isErasing, () => board.setBrush({ isErasing: true }))}
    </div>
    ${
      board.canBeBall
        ? html`<div class="choices" role="group" aria-label="Shape of the brush">
            ${choice('Disc', 'Paints the plane that it is drawn on (K changes)', board.shape === 'disc', () => board.setBrush({ shape: 'disc' }))}
            ${choice('Ball', 'Paints slices before and behind, too (K changes)', board.shape === 'ball', () => board.setBrush({ shape: 'ball' }))}
          </div>`
        : nothing
    }
    <label class="sized" title="Smaller and larger: < and >, or Alt and the wheel">
      <span>Radius</span>
      <input type="range" min="0" max=${steps} .value=${String(placeOfRadius(radius))} aria-valuetext=${size} @input=${(event: Event) => board.setBrush({ radius: radiusAt(numberOf(event)) })} />
      <output>${size}</output>
    </label>
    ${range(board)}`;
}

function range(board: MaskBoard): TemplateResult | typeof nothing {
  const { picture } = board.viewer.shown;
  const { range: now } = board.brush;
  if (picture?.frame.samples !== 1) return nothing;
  const field = (end: 'low' | 'high', label: string) => html`<input
    type="number"
    step="any"
    aria-label=${label}
    .value=${String(now?.[end] ?? '')}
    @change=${(event: Event) => now !== null && board.setBrush({ range: { ...now, [end]: numberOf(event) } })}
  />`;
  return html`<label class="check" title="Paints only where the value lies in the range (G)">
      <input type="checkbox" .checked=${now !== null} @change=${() => board.toggleRange()} /> Only values in a range
    </label>
    ${
      now === null
        ? nothing
        : html`<div class="range">${field('low', 'Lowest value')}<span>to</span>${field('high', 'Highest value')}<span>${picture.meaning.unit}</span></div>
          ${now.low > now.high ? html`<p class="empty" role="alert">The lowest value is above the highest: nothing will be painted.</p>` : nothing}`
    }`;
}

function tools(board: MaskBoard, actions: MaskActions): TemplateResult {
  const isStack = board.places.length > 1;
  return html`<h3>${isStack ? 'This slice' : 'This mask'}</h3>
    <div class="choices wrap">
      ${action(actions, 'fillHoles', 'Fill holes', 'Fills what the mask encloses')}
      ${action(actions, 'largestPart', 'Largest part', 'Keeps only the largest connected part')}
      ${action(actions, 'grow', 'Grow', 'Grows the mask by a pixel')}
      ${action(actions, 'shrink', 'Shrink', 'Shrinks the mask by a pixel')}
      ${action(actions, 'clear', 'Clear', isStack ? 'Takes the mask off this slice' : 'Takes the mask away')}
      ${selectedRegion(board) === null ? nothing : action(actions, 'fillMark', 'Fill selected outline', 'Paints the selected box or outline, within the range of values if there is one')}
    </div>
    ${
      isStack
        ? html`<h3>All slices</h3>
          <div class="choices wrap">
            ${action(actions, 'interpolate', 'Interpolate', 'Fills empty slices between painted ones by their shapes')}
            ${action(actions, 'fillVolume', 'Fill hollows', 'Fills what the mask encloses in three dimensions')}
            ${action(actions, 'largestOfVolume', 'Largest part', 'Keeps only the largest part that is connected across slices')}
            ${action(actions, 'clearVolume', 'Clear all', 'Takes the mask off all slices')}
          </div>`
        : nothing
    }`;
}

function masks(board: MaskBoard, definitions: readonly LabelDefinition[]): TemplateResult {
  const { brush: now } = board;
  const toggle = (name: string) => () => {
    const hidden = new Set(now.hidden);
    if (!hidden.delete(name)) hidden.add(name);
    board.setBrush({ hidden });
  };
  const row = (definition: LabelDefinition): TemplateResult => {
    const { name, title } = definition;
    const opacity = now.opacities.get(name) ?? now.opacity;
    const slices = board.slicesOf(name);
    return html`<li class="maskrow">
      <label title=${title}>
        <input type="checkbox" .checked=${!now.hidden.has(name)} @change=${toggle(name)} />
        <svg class="swatch" viewBox="0 0 10 10" aria-hidden="true"><rect width="10" height="10" rx="2" fill=${colourOf(definition)} /></svg>
        <span class="title">${title}</span>
      </label>
      <span class="count">${slices === 0 ? 'none' : board.places.length > 1 ? `${slices} slices` : 'painted'}</span>
      <input type="range" min="0.1" max="1" step="0.05" .value=${String(opacity)} aria-label="Opacity of ${title}" aria-valuetext="${Math.round(100 * opacity)} %" @input=${(event: Event) => board.setBrush({ opacities: new Map([...now.opacities, [name, numberOf(event)]]) })} />
    </li>`;
  };
  return html`<h3>Masks</h3>
    <label class="check"><input type="checkbox" .checked=${!now.isHidden} @change=${() => board.setBrush({ isHidden: !now.isHidden })} /> Show masks (Q)</label>
    <ul>${definitions.map(row)}</ul>`;
}

/** Draws the brush's settings, what can be done to the mask that is painted, and how masks are shown. */
export function drawMaskPanel(root: HTMLElement, board: MaskBoard, actions: MaskActions): void {
  const { label, labels } = board.model.shown;
  const isPainted = (wanted: string): boolean =>
    label.marks.some(({ kind, name, run }) => kind === 'mask' && run === undefined && name === wanted);
  const definitions = labels.filter(({ kind, name }) => kind === 'mask' || board.painted?.name === name || isPainted(name));
  root.hidden = definitions.length === 0;
  if (root.hidden) return;
  const isPainting = board.painted !== null;
  render(html`${isPainting ? html`${brush(board)}${tools(board, actions)}` : nothing}${masks(board, definitions)}`, root);
}
