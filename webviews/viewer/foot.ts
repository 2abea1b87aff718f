import { html, nothing, render, svg, type TemplateResult } from 'lit';
import { unsafeHTML } from 'lit/directives/unsafe-html.js';
import type { Actions } from './actions';
import { frameRateOf } from './cine';
import { icons } from './icons';
import { indexOf, placeOf, slicesOf, timesOf } from './stackPlace';
import type { Shown, Viewer } from './viewer';
import type { TimeBand } from './viewState';

/** What is marked along the slider, each point in time as wide as its step. */
const bandStrip = (count: number, bands: readonly TimeBand[]): TemplateResult =>
  html`<svg class="bands" viewBox="-0.5 0 ${count} 4" preserveAspectRatio="none" aria-hidden="true">
    ${bands.map(({ first, last, colour, isStrong }) => svg`<rect class=${isStrong ? 'strong' : ''} x=${first - 0.45} width=${last - first + 0.9} y=${isStrong ? 0 : 1} height=${isStrong ? 4 : 2} fill=${colour} />`)}
  </svg>`;

const slider = (
  label: string,
  count: number,
  now: number,
  said: string,
  go: (at: number) => void,
  bands: readonly TimeBand[],
): TemplateResult => html`<label class="slider">
  <span>${label}</span>
  <span class="track">
    <input
      type="range"
      min="1"
      max=${count}
      .value=${String(now + 1)}
      aria-valuetext=${said}
      @input=${(event: Event) => go(Number((event.target as HTMLInputElement).value) - 1)}
    />
    ${bands.length === 0 ? nothing : bandStrip(count, bands)}
  </span>
  <output>${now + 1} / ${count}</output>
</label>`;

function time(viewer: Viewer, { stack, state, flags }: Shown): TemplateResult | typeof nothing {
  const count = timesOf(stack);
  if (count < 2) return nothing;
  const place = placeOf(stack, state.index);
  const seconds = (stack.timesMs[place.time] ?? 0) / 1000;
  const go = (at: number): void => viewer.goTo(indexOf(stack, place.slice, at));
  return slider('Time', count, place.time, `Time ${place.time + 1} of ${count}, ${seconds} seconds`, go, flags.bands);
}

function slice(viewer: Viewer, { stack, state, flags }: Shown): TemplateResult | typeof nothing {
  const count = slicesOf(stack);
  if (count < 2) return nothing;
  const place = placeOf(stack, state.index);
  const go = (at: number): void => viewer.goTo(indexOf(stack, at, place.time));
  // Frames without times are points in time themselves.
  return slider('Image', count, place.slice, `Image ${place.slice + 1} of ${count}`, go, timesOf(stack) > 1 ? [] : flags.bands);
}

function cine(viewer: Viewer, actions: Actions, shown: Shown): TemplateResult {
  const { isPlaying } = shown.flags;
  const change = ({ target }: Event) => {
    const rate = Number((target as HTMLInputElement).value);
    if (rate >= 1 && rate <= 100) viewer.keep({ frameRate: rate });
  };
  return html`<button type="button" class="tool" data-action="toggleCine" aria-label=${isPlaying ? 'Stop' : 'Play'} title="${isPlaying ? 'Stop' : 'Play'} (P)" @click=${actions.toggleCine}>
      ${unsafeHTML(icons[isPlaying ? 'pause' : 'play'])}
    </button>
    <label class="rate"><input type="number" min="1" max="100" step="1" aria-label="Images a second" title="Images a second" .value=${String(frameRateOf(shown))} @change=${change} /><span>/ s</span></label>`;
}

/** Draws sliders and the cine's controls below the picture; nothing for a single frame. */
export function drawFoot(root: HTMLElement, viewer: Viewer, shown: Shown, actions: Actions): void {
  root.hidden = shown.stack.frames.length < 2 || shown.state.mode === 'planes';
  render(root.hidden ? nothing : html`${cine(viewer, actions, shown)} ${slice(viewer, shown)} ${time(viewer, shown)}`, root);
}
