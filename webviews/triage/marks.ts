import { html, nothing, svg, type TemplateResult } from 'lit';
import type { TriageFilm, TriageMark } from '../../src/core/experiment/triageList';

function shape(mark: TriageMark): TemplateResult {
  if (mark.kind === 'mask') return svg`<path class="found" d=${mark.path}></path>`;
  const { x, y, width, height } = mark;
  if (mark.kind === 'box') return svg`<rect class="found" x=${x} y=${y} width=${width} height=${height}></rect>`;
  return svg`<ellipse class="looked" cx=${x + width / 2} cy=${y + height / 2} rx=${width / 2} ry=${height / 2}></ellipse>`;
}

/** What is drawn over a film, on a plane that lies over its picture as the picture lies in its frame; a dark line under each keeps it seen on bright bone. */
export const marksOver = ({ rows, columns, marks }: TriageFilm): TemplateResult | typeof nothing =>
  rows === 0 || columns === 0 || marks.length === 0
    ? nothing
    : html`<svg class="marks" viewBox="0 0 ${columns} ${rows}" preserveAspectRatio="xMidYMid meet" aria-hidden="true">
        <g class="under">${marks.map(shape)}</g>
        <g>${marks.map(shape)}</g>
      </svg>`;

/** The score as a bar from 0 to 1, with the threshold as a line across it. */
export const scoreBar = (score: number, threshold: number): TemplateResult => html`<svg
  class="bar"
  viewBox="0 0 100 12"
  preserveAspectRatio="none"
  aria-hidden="true"
>
  <rect class="track" x="0" y="3" width="100" height="6"></rect>
  <rect class="value" x="0" y="3" width=${100 * score} height="6"></rect>
  <line class="threshold" x1=${100 * threshold} x2=${100 * threshold} y1="0" y2="12"></line>
</svg>`;
