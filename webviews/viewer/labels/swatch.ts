import { html, type TemplateResult } from 'lit';
import type { LabelDefinition } from '../../../src/core/label/protocol';
import { colourOf } from './markColour';

/** A square of a definition's colour. */
export const swatch = (definition: Pick<LabelDefinition, 'name' | 'colour'>): TemplateResult =>
  html`<svg class="swatch" viewBox="0 0 10 10" aria-hidden="true"><rect width="10" height="10" rx="2" fill=${colourOf(definition)} /></svg>`;
