import { html, type TemplateResult } from 'lit';
import { runColour } from '../shared/runColour';

/** The page's runs in the order in which they were chosen, which decides their colours and their places in highlighting. */
export type RunPlaces = readonly string[];

/** A run's name without its time. */
export const shortName = (run: string): string => run.replace(/^\d{8}-\d{6}-/, '');

/** A run's short name with its colour, which is highlighted together with the run's curves. */
export const runName = (run: string, places: RunPlaces): TemplateResult =>
  html`<span class="run-name" data-run=${places.indexOf(run)} title=${run}
    ><span class="swatch" aria-hidden="true" .style=${`--colour: ${runColour(places.indexOf(run))}`}></span>${shortName(run)}</span
  >`;
