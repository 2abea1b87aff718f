import { html, nothing, render, type TemplateResult } from 'lit';
import {
  type GridPlace,
  gridMm,
  inPlane,
  type PlaneName,
  planeCount,
  planeIndex,
  planeNames,
  type ViewGrid,
} from '../../src/core/volume/viewGrid';
import type { PlanesModel } from './mprModel';
import { planeTitles } from './mprPane';

const slabMm = [0, 3, 5, 10, 20, 40];
const sides = ['LR', 'PA', 'HF'];

/** A place in the patient, such as `L 12.3  P 40.0  F 8.5 mm`; without letters where nothing tells how the volume lies. */
function placeText(grid: ViewGrid, place: GridPlace, isOriented: boolean): string {
  const parts = gridMm(grid, place).map((value, axis) =>
    isOriented ? `${sides[axis]?.charAt(value < 0 ? 1 : 0)} ${Math.abs(value).toFixed(1)}` : value.toFixed(1),
  );
  return `${parts.join('  ')} mm`;
}

/** The value at a place with its unit; whole numbers whole, others with six digits that count. */
function valueText(model: PlanesModel, place: GridPlace): string {
  const value = model.valueAt(place);
  if (value === null) return 'outside';
  const { unit } = model.shown.volume.meaning;
  const number = Number.isInteger(value) ? String(value) : String(Number(value.toPrecision(6)));
  return unit === '' ? number : `${number} ${unit}`;
}

/** What a screen reader is told when the crosshair has moved. */
export function spokenPlace(model: PlanesModel): string {
  const { grid, place, isOriented } = model.shown;
  const planes = planeNames.map((name) => `${name} ${planeIndex(grid, name, place) + 1}`);
  return `${valueText(model, place)} at ${placeText(grid, place, isOriented)}, ${planes.join(', ')}`;
}

function readout(title: string, model: PlanesModel, place: GridPlace | null): TemplateResult {
  const { grid, isOriented } = model.shown;
  const [value, at] = place === null ? ['–', ''] : [valueText(model, place), placeText(grid, place, isOriented)];
  return html`<div class="mpr-readout"><dt>${title}</dt><dd><strong>${value}</strong> <span>${at}</span></dd></div>`;
}

function slider(model: PlanesModel, name: PlaneName): TemplateResult {
  const { grid, place } = model.shown;
  const count = planeCount(grid, name);
  const index = planeIndex(grid, name, place);
  const move = (event: Event) => model.moveTo(inPlane(grid, name, model.shown.place, Number((event.target as HTMLInputElement).value)));
  return html`<label class="mpr-slider" data-plane=${name}>
    <span class="mpr-chip" aria-hidden="true"></span><span class="mpr-title">${planeTitles[name]}</span>
    <input type="range" min="0" max=${count - 1} .value=${String(index)} aria-valuetext="${index + 1} of ${count}" @input=${move} />
    <output>${index + 1} / ${count}</output>
  </label>`;
}

function slab(model: PlanesModel): TemplateResult {
  const { slab: now } = model.shown;
  const setMm = (event: Event) => model.change({ slab: { ...model.shown.slab, mm: Number((event.target as HTMLSelectElement).value) } });
  const setKind = (event: Event) =>
    model.change({ slab: { ...model.shown.slab, kind: (event.target as HTMLSelectElement).value === 'highest' ? 'highest' : 'mean' } });
  return html`<div class="mpr-slab">
    <label>Thickness
      <select @change=${setMm}>
        ${slabMm.map((mm) => html`<option value=${mm} ?selected=${mm === now.mm}>${mm === 0 ? 'one layer' : `${mm} mm`}</option>`)}
      </select>
    </label>
    <label ?hidden=${now.mm === 0}>of which
      <select @change=${setKind}>
        <option value="mean" ?selected=${now.kind === 'mean'}>the mean</option>
        <option value="highest" ?selected=${now.kind === 'highest'}>the highest value (MIP)</option>
      </select>
    </label>
  </div>`;
}

/** Degrees by which the planes are turned against the patient's own. */
function tilt({ axes }: ViewGrid): number {
  const leastAlong = Math.min(...axes.map((axis, at) => axis[at] ?? 0));
  return Math.round((Math.acos(Math.min(1, leastAlong)) * 180) / Math.PI);
}

function notes({ shown: { grid, isOriented } }: PlanesModel): readonly string[] {
  if (!isOriented) return ['The file does not say how it lies in the patient: left and right may be swapped.'];
  return tilt(grid) >= 2 ? [`The planes follow the scan, which is tilted by ${tilt(grid)}° against the patient's axes.`] : [];
}

/** Draws the cell beside the planes. */
export function drawInfo(root: HTMLElement, model: PlanesModel): void {
  const { place, cursor } = model.shown;
  render(
    html`<dl>${readout('Crosshair', model, place)} ${readout('Mouse', model, cursor)}</dl>
      <div class="mpr-sliders">${planeNames.map((name) => slider(model, name))}</div>
      ${slab(model)}
      <div><button type="button" class="mpr-button" title="Fit the planes and go to the middle (0)" @click=${() => model.reset()}>Fit and centre</button></div>
      ${notes(model).map((note) => html`<p class="mpr-note">${note}</p>`) ?? nothing}
      <details class="mpr-help">
        <summary>Mouse and keys</summary>
        <ul>
          <li>Click, drag its lines, or arrow keys: move the crosshair</li>
          <li>Wheel, Page Up and Page Down: scroll a plane; Shift: by ten</li>
          <li>Drag, or [ ] , . : window</li>
          <li>Right button, Ctrl and wheel, + and −: zoom; F: fit</li>
          <li>Middle button, Shift and drag or arrows: move the picture</li>
          <li>Double click or Enter: one plane large</li>
        </ul>
      </details>`,
    root,
  );
}
