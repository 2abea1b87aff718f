import { html, nothing, type TemplateResult } from 'lit';
import { guard } from 'lit/directives/guard.js';
import { repeat } from 'lit/directives/repeat.js';
import { isLineMark } from '../../../src/core/label/cornersOfMark';
import { changeMark, removeMark } from '../../../src/core/label/edit';
import type { IntervalMark, Mark } from '../../../src/core/label/label';
import { measureText } from '../../../src/core/label/measureText';
import { isProposal } from '../../../src/core/label/proposals';
import { type LabelDefinition, regionKinds } from '../../../src/core/label/protocol';
import type { Picture } from '../decodeProtocol';
import type { Viewer } from '../viewer';
import type { LabelModel, ShownLabel } from './labelModel';
import { frameOfMark, liesOn, markPlace } from './markPlace';
import { markTitles, valuesText } from './markWords';
import { swatch } from './swatch';
import { indexAtTime, shownTime } from './timePlace';

/** The reader's marks but masks, whose names stand under the brush: those of the shown frame, those over time, and those of other frames. */
export function markList(viewer: Viewer, model: LabelModel): readonly TemplateResult[] {
  const { session, stack, state } = viewer.shown;
  const frame = stack.frames[state.index];
  const place = frame === undefined ? {} : markPlace(session, frame);
  // What a model proposes stands among the proposals.
  const marks = model.label.marks.filter((mark) => mark.kind !== 'mask' && !isProposal(mark));
  const isAlone = session.stacks.every(({ frames }) => frames.length < 2);
  const groups: readonly (readonly [title: string, marks: readonly Mark[]])[] = [
    [isAlone ? 'Marks' : 'On this image', marks.filter((mark) => liesOn(mark, place))],
    ['Over time', marks.filter(({ kind }) => kind === 'interval')],
    ['On other images', marks.filter((mark) => mark.kind !== 'interval' && !liesOn(mark, place))],
  ];
  return groups.filter(([, list]) => list.length > 0).map(([title, list]) => markGroup(viewer, model, title, list));
}

const atDetector = ' at the detector';

/** Marks under a heading; where all millimetres are the detector's, the heading says so once. */
function markGroup(viewer: Viewer, model: LabelModel, title: string, list: readonly Mark[]): TemplateResult {
  const titles = markTitles(model.label, model.shown.labels);
  const texts = list.map((mark) => measureOf(viewer, mark));
  const lengths = texts.filter((text) => text.includes('mm'));
  const isNoted = lengths.length > 0 && lengths.every((text) => text.endsWith(atDetector));
  const short = new Map(list.map(({ id }, at) => [id, isNoted ? (texts[at] ?? '').replace(atDetector, '') : (texts[at] ?? '')]));
  return html`<h3>${title}${isNoted ? html`<span class="note">mm${atDetector}</span>` : nothing}</h3>
    <ul class="marks" aria-label=${title}>
      ${repeat(
        list,
        ({ id }) => id,
        (mark) => rowOf(viewer, model, mark, titles.get(mark.id) ?? '', short.get(mark.id) ?? ''),
      )}
    </ul>`;
}

/** A row is made anew only when something that it tells has changed: hundreds of them must follow every edit. */
function rowOf(viewer: Viewer, model: LabelModel, mark: Mark, title: string, measure: string): unknown {
  const { labels, selected, locked } = model.shown;
  const isSelected = mark.id === selected;
  const time = isSelected && mark.kind === 'interval' ? shownTime(viewer.shown) : 0;
  return guard([mark, title, measure, isSelected, labels, locked, time, pictureOf(viewer, mark)], () =>
    markRow(viewer, model, mark, title, measure),
  );
}

function markRow(viewer: Viewer, model: LabelModel, mark: Mark, title: string, measure: string): TemplateResult {
  const { labels, selected, locked } = model.shown;
  const definition = labels.find(({ name }) => name === mark.name);
  const isSelected = mark.id === selected;
  const go = (): void => {
    showMark(viewer, mark);
    model.select(mark.id);
  };
  const menu = JSON.stringify({ mark: mark.id, preventDefaultContextMenuItems: true });
  return html`<li class=${isSelected ? 'mark selected' : 'mark'} data-vscode-context=${menu}>
    <button type="button" class="plain" data-mark=${mark.id} aria-pressed=${isSelected} @click=${go}>
      ${swatch(definition ?? mark)}<span class="title">${title}</span>
      <span class="value" title=${measure}>${measure}</span>
    </button>
    <button type="button" class="tool" aria-label="Delete ${title}" title="Delete (Delete)" ?disabled=${locked !== null} @click=${() => model.step('Delete Mark', [removeMark(model.label, mark.id)])}>×</button>
    ${isSelected ? details(viewer, model, mark) : nothing}
  </li>`;
}

/** Goes to the frame of a mark; an interval's is its first, where another time is shown. */
function showMark(viewer: Viewer, mark: Mark): void {
  const { shown } = viewer;
  if (mark.kind === 'interval') {
    const now = shownTime(shown);
    if (now < mark.first || now > mark.last) viewer.goTo(indexAtTime(shown, mark.first));
    return;
  }
  const at = frameOfMark(shown.session, mark);
  if (at !== undefined) viewer.goTo(at.index, at.stack);
}

/** The picture that a mark lies on, as far as it is at hand. */
function pictureOf({ shown, store }: Viewer, mark: Mark): Picture | null {
  const at = frameOfMark(shown.session, mark);
  const frame = at === undefined ? undefined : shown.session.stacks[at.stack]?.frames[at.index];
  return frame === undefined ? null : (store.peek(shown.session, frame)?.picture ?? null);
}

function measureOf(viewer: Viewer, mark: Mark): string {
  if (mark.kind === 'interval') return mark.first === mark.last ? `time ${mark.first + 1}` : `times ${mark.first + 1} to ${mark.last + 1}`;
  const picture = pictureOf(viewer, mark);
  return picture === null || !isLineMark(mark) ? '' : measureText(mark, picture.facts.spacing);
}

function details(viewer: Viewer, model: LabelModel, mark: Mark): TemplateResult {
  const picture = mark.kind === 'interval' ? null : pictureOf(viewer, mark);
  const measure = mark.kind === 'box' ? measureOf(viewer, mark) : '';
  const values = [measure, picture === null ? '' : valuesText(mark, picture)].filter((line) => line !== '');
  return html`<div class="details-of-mark">
    ${values.map((line) => html`<p class="values">${line}</p>`)} ${renaming(model, mark)} ${mark.kind === 'interval' ? ends(viewer, model, mark) : nothing}
  </div>`;
}

/** A choice among the definitions that are drawn alike; nothing where there is one only. */
function renaming(model: LabelModel, mark: Mark): TemplateResult | typeof nothing {
  const { labels, locked }: ShownLabel = model.shown;
  const alike = labels.filter(({ kind }) => isAlike(kind, mark.kind));
  if (alike.length < 2) return nothing;
  const rename = (event: Event): void => {
    const name = (event.target as HTMLSelectElement).value;
    model.step('Rename Mark', [changeMark(model.label, { ...mark, name })]);
  };
  return html`<label class="rename">Label <select ?disabled=${locked !== null} @change=${rename}>
    ${alike.map(({ name, title }) => html`<option value=${name} ?selected=${name === mark.name}>${title}</option>`)}
  </select></label>`;
}

function isAlike(one: LabelDefinition['kind'], other: Mark['kind']): boolean {
  const isRegion = (kind: string): boolean => regionKinds.some((region) => region === kind);
  return one === other || (isRegion(one) && isRegion(other));
}

function ends({ shown }: Viewer, model: LabelModel, mark: IntervalMark): TemplateResult {
  const now = shownTime(shown);
  const set = (change: Partial<IntervalMark>) => () => model.step('Move Interval', [changeMark(model.label, { ...mark, ...change })]);
  const isLocked = model.shown.locked !== null;
  return html`<div class="ends">
    <button type="button" class="wide" ?disabled=${isLocked || now > mark.last || now === mark.first} @click=${set({ first: now })}>Starts at time ${now + 1}</button>
    <button type="button" class="wide" ?disabled=${isLocked || now < mark.first || now === mark.last} @click=${set({ last: now })}>Ends at time ${now + 1}</button>
  </div>`;
}
