import { cornersOfMark, isLineMark } from '../../../src/core/label/cornersOfMark';
import type { Mark } from '../../../src/core/label/label';
import { measureText } from '../../../src/core/label/measureText';
import type { Viewer } from '../viewer';
import type { LabelModel } from './labelModel';
import { markTitles } from './markWords';

/** Tells a screen reader which mark is selected, and what became of it. */
export class MarkSpeaker {
  readonly #viewer: Viewer;
  readonly #model: LabelModel;
  readonly #region = document.createElement('div');
  #selected: string | null = null;

  constructor(viewer: Viewer, model: LabelModel, panel: HTMLElement) {
    this.#viewer = viewer;
    this.#model = model;
    this.#region.className = 'spoken';
    this.#region.setAttribute('role', 'status');
    panel.append(this.#region);
  }

  follow(): void {
    const { label, selected, chosen, areHidden } = this.#model.shown;
    const mark = label.marks.find(({ id }) => id === selected);
    const isGone = this.#selected !== null && !label.marks.some(({ id }) => id === this.#selected);
    this.#selected = selected;
    const definition = this.#model.chosen;
    const words =
      mark !== undefined
        ? this.#describe(mark)
        : isGone
          ? 'Mark deleted'
          : areHidden
            ? 'Marks hidden'
            : chosen !== null && definition !== null
              ? `Draws ${definition.title}`
              : 'No mark selected';
    if (this.#region.textContent !== words) this.#region.textContent = words;
  }

  #describe(mark: Mark): string {
    const { label, labels, corner } = this.#model.shown;
    const title = markTitles(label, labels).get(mark.id) ?? mark.name;
    if (!isLineMark(mark)) return `${title} selected`;
    const corners = cornersOfMark(mark);
    const place = corner === null ? undefined : corners[corner];
    if (corner !== null && place !== undefined)
      return `${title}, corner ${corner + 1} of ${corners.length}, column ${place[0].toFixed(1)}, row ${place[1].toFixed(1)}`;
    const spacing = this.#viewer.shown.picture?.facts.spacing;
    return [
      `${title} selected`,
      spacing === undefined ? '' : measureText(mark, spacing),
      mark.run === undefined ? '' : 'proposed by a model',
    ]
      .filter((word) => word !== '')
      .join(', ');
  }
}
