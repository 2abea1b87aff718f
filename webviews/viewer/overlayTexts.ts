import { html, nothing, render, type TemplateResult } from 'lit';
import { edgeLetters } from '../../src/core/viewer/edgeLetters';
import type { FrameFacts } from '../../src/core/viewer/frameFacts';
import { pixelReadout } from '../../src/core/viewer/pixelReadout';
import { type LengthUnit, scaleBar } from '../../src/core/viewer/scaleBar';
import { viewScale } from '../../src/core/viewer/viewTransform';
import { canvasPlace } from './keys';
import { placeOf, slicesOf, timesOf } from './stackPlace';
import { shapeOf } from './stage';
import type { Shown, Viewer } from './viewer';

const lateralities: Readonly<Record<FrameFacts['laterality'], string>> = { '': '', L: 'Left', R: 'Right', B: 'Both sides' };

const corner = (name: string, lines: readonly string[]): TemplateResult =>
  html`<div class="corner ${name}">${lines.filter((line) => line !== '').map((line) => html`<div>${line}</div>`)}</div>`;

/** Which image of how many, and when. */
export function placeLines({ stack, state }: Shown): readonly string[] {
  const { slice, time } = placeOf(stack, state.index);
  const ms = stack.timesMs[time];
  return [
    stack.frames.length > 1 ? `Image ${slice + 1} / ${slicesOf(stack)}` : '',
    timesOf(stack) > 1 ? `Time ${time + 1} / ${timesOf(stack)}${ms === undefined ? '' : `, ${Number((ms / 1000).toPrecision(4))} s`}` : '',
  ];
}

const number = (value: number): string => String(Number(value.toPrecision(5)));

function windowLine({ picture, voi, state }: Shown): string {
  const inverted = state.look.isInverted ? ', inverted' : '';
  if (picture === null || voi === null) return inverted.slice(2);
  if ('values' in voi) return `Table ${voi.explanation}${inverted}`;
  const unit = picture.meaning.unit === '' ? '' : ` ${picture.meaning.unit}`;
  return `Window ${number(voi.width)}, level ${number(voi.center)}${unit}${voi.shape === 'SIGMOID' ? ', sigmoid' : ''}${inverted}`;
}

function pixelLines({ picture, flags, reply }: Shown): readonly string[] {
  // While the next image is on its way, the last one is on the screen, and not what the numbers would be about.
  if (picture === null || flags.pixel === null || reply === null) return [];
  const [column, row] = flags.pixel;
  if (column >= picture.frame.columns || row >= picture.frame.rows) return [];
  const { value, pixel, place } = pixelReadout(picture.frame, picture.meaning, picture.facts, flags.pixel);
  return [value, pixel, place];
}

function edges({ picture, state }: Shown): TemplateResult | typeof nothing {
  if (picture === null || picture.facts.directions === null) return nothing;
  const letters = edgeLetters(picture.facts.directions, state.look.view.turn);
  return html`${(['left', 'right', 'top', 'bottom'] as const).map((edge) => html`<div class="edge ${edge}">${letters[edge]}</div>`)}`;
}

const units = { patient: 'mm', detector: 'mm at the detector', none: 'px' } as const;

function bar({ picture, state }: Shown, { stage }: Viewer): TemplateResult | typeof nothing {
  if (picture === null) return nothing;
  const { from, rows, columns } = picture.facts.spacing;
  const unit: LengthUnit = units[from];
  const scale = viewScale(shapeOf(picture), state.look.view, stage.size);
  const { pixels, label } = scaleBar((unit === 'px' ? 1 : Math.min(rows, columns)) / scale, unit, stage.size[0] / 4);
  return html`<div class="scale">
    <span>${label}</span>
    <svg width=${pixels / devicePixelRatio} height="7" aria-hidden="true"><path d="M0.5 0v6.5h${pixels / devicePixelRatio - 1}v-6.5" /></svg>
  </div>`;
}

function cursor(viewer: Viewer, { flags }: Shown): TemplateResult | typeof nothing {
  const place = flags.hasCursor && flags.pixel !== null ? canvasPlace(viewer, flags.pixel) : null;
  if (place === null) return nothing;
  const [x, y] = place.map((value) => value / devicePixelRatio);
  return html`<svg class="cursor" aria-hidden="true" .style=${`left:${x}px;top:${y}px`} width="31" height="31"><path d="M15.5 0v11m0 9v11M0 15.5h11m9 0h11" /></svg>`;
}

/** Draws what stands over the picture. */
export function drawTexts(root: HTMLElement, viewer: Viewer, shown: Shown): void {
  const facts = shown.picture?.facts ?? (shown.reply?.picture === null ? shown.reply.facts : null);
  const { hasTexts } = shown.state.look;
  const identity = shown.flags.hasIdentifiers ? [...(facts?.identity ?? []), fileName(shown)] : [];
  const image = shown.session.image;
  render(
    html`${
      hasTexts
        ? html`${corner('top left', [...identity, image, ...(facts?.technical ?? [])])}
          ${corner('top right', [...placeLines(shown), shown.reply === null && shown.stack.frames.length > 0 ? 'Loading …' : '', facts === null ? '' : lateralities[facts.laterality], shown.picture?.note ?? ''])}
          ${corner('bottom left', pixelLines(shown))} ${corner('bottom right', [windowLine(shown)])}
          ${edges(shown)} ${bar(shown, viewer)}`
        : nothing
    }
    ${cursor(viewer, shown)}`,
    root,
  );
}

function fileName({ session, stack, state }: Shown): string {
  const place = stack.frames[state.index];
  return place === undefined ? '' : (session.files[place.file]?.name ?? '');
}
