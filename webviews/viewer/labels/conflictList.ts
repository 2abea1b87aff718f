import { html, nothing, type TemplateResult } from 'lit';
import type { CategoryValue, LabelConflict } from '../../../src/core/label/label';
import { type Choice, settleConflict } from '../../../src/core/label/settleConflict';
import { sides } from './conflictSides';
import type { LabelModel, ShownLabel } from './labelModel';

type Offer = { readonly choice: Choice; readonly title: string; readonly colour: string | null; readonly value: string };

const nothingThere = 'nothing';

const valueText = (value: CategoryValue | null): string =>
  value === null ? nothingThere : Array.isArray(value) ? value.join(', ') || nothingThere : String(value);

/** What can be chosen of a conflict. */
function offersOf(conflict: LabelConflict): readonly Offer[] {
  const offers = sides.map(({ side, title, colour }): Offer => {
    if (conflict.on === 'category') return { choice: side, title, colour: null, value: valueText(conflict[side]) };
    return { choice: side, title, colour, value: conflict[side] === null ? 'without it' : '' };
  });
  const hasBoth = conflict.on === 'mark' && conflict.ours !== null && conflict.theirs !== null;
  return hasBoth ? [...offers, { choice: 'both', title: 'Both', colour: null, value: '' }] : offers;
}

function titleOf(conflict: LabelConflict, { labels, label }: ShownLabel): string {
  if (conflict.on === 'category') return labels.find(({ name }) => name === conflict.name)?.title ?? conflict.name;
  const name = (conflict.ours ?? conflict.theirs ?? conflict.base)?.name ?? '';
  const at = label.marks.findIndex(({ id }) => id === conflict.id);
  return `${labels.find((other) => other.name === name)?.title ?? name}${at < 0 ? '' : ` ${at + 1}`}`;
}

const settle = (model: LabelModel, index: number, choice: Choice): void =>
  model.step('Settle Conflict', settleConflict(model.label, index, choice));

function offerButton(model: LabelModel, index: number, title: string, offer: Offer): TemplateResult {
  const { choice, colour, value } = offer;
  const said = value === '' ? offer.title : `${offer.title}: ${value}`;
  return html`<button
    type="button"
    data-choice=${choice}
    aria-label="${title}: take ${said}"
    ?disabled=${model.shown.locked !== null}
    @click=${() => settle(model, index, choice)}
  >${colour === null ? nothing : html`<svg class="swatch" viewBox="0 0 10 10" aria-hidden="true"><rect width="10" height="10" rx="2" fill=${colour} /></svg>`}${said}</button>`;
}

function conflictItem(model: LabelModel, conflict: LabelConflict, index: number): TemplateResult {
  const { shown } = model;
  const title = titleOf(conflict, shown);
  const isLookedAt = shown.lookedAt === index;
  return html`<li class=${isLookedAt ? 'conflict looked' : 'conflict'} data-conflict=${index} @focusin=${() => model.lookAt(index)}>
    <button type="button" class="plain" aria-pressed=${isLookedAt} @click=${() => model.lookAt(index)}><span class="title">${title}</span></button>
    <div class="choices" role="group" aria-label=${title}>${offersOf(conflict).map((offer) => offerButton(model, index, title, offer))}</div>
  </li>`;
}

/** The conflicts of a merge: what is looked at is drawn by both sides, and each is settled by choosing one. */
export function conflictList(model: LabelModel): TemplateResult | typeof nothing {
  const { conflicts = [] } = model.shown.label;
  if (conflicts.length === 0) return nothing;
  return html`<h3>Conflicts of a merge: ${conflicts.length}</h3>
    <p class="hint">Both sides changed these. Choose what stays; until then the label can't be final.</p>
    <ul class="conflicts">${conflicts.map((conflict, index) => conflictItem(model, conflict, index))}</ul>`;
}
