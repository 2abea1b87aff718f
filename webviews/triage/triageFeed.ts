import { html, type TemplateResult } from 'lit';
import { repeat } from 'lit/directives/repeat.js';
import type { TriageStudy } from '../../src/core/experiment/triageList';
import type { TriageStates } from '../../src/core/experiment/triageStates';
import { type CardOptions, cardHeight, mostSmall, studyCard } from './studyCard';

/** Cards drawn above and below what is seen. */
const beyond = 2;

export type Shown = readonly { readonly study: TriageStudy; readonly place: number }[];

/** What of the list is seen, CSS pixels: where the first card would stand above the window's upper edge, and how high the window is. */
export type Window = { readonly above: number; readonly height: number };

/** The places of cards to be drawn: those seen with some beyond, and the one in focus, so that keys still reach it when it was scrolled away. */
export function drawnPlaces(count: number, { above, height }: Window, focus: number): readonly number[] {
  const first = Math.max(0, Math.floor(above / cardHeight) - beyond);
  const last = Math.min(count - 1, Math.floor((above + height) / cardHeight) + beyond);
  const places = Array.from({ length: Math.max(0, last - first + 1) }, (_, at) => first + at);
  return focus >= 0 && focus < count && !places.includes(focus) ? [...places, focus] : places;
}

/** The films of the cards drawn, in order. */
export const drawnFilms = (shown: Shown, places: readonly number[]): readonly string[] =>
  places.flatMap((place) => (shown[place]?.study.films ?? []).slice(0, 1 + mostSmall).map(({ image }) => image));

/** The studies, of which only those near the window are in the page. */
export function triageFeed(
  shown: Shown,
  states: TriageStates,
  places: readonly number[],
  focus: number,
  options: CardOptions,
): TemplateResult {
  return html`<div class="feed" role="feed" aria-label="Studies, worst first" .style=${`height: ${shown.length * cardHeight}px`}>
    ${repeat(
      places,
      (index) => shown[index]?.study.study ?? index,
      (index) => {
        const one = shown[index];
        if (one === undefined) return html``;
        const state = Object.hasOwn(states, one.study.study) ? states[one.study.study]?.state : undefined;
        return studyCard({ ...one, index, count: shown.length, state, hasFocus: index === Math.max(0, focus) }, options);
      },
    )}
  </div>`;
}
