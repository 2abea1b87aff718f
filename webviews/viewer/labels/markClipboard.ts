import { isLineMark } from '../../../src/core/label/cornersOfMark';
import { putMark } from '../../../src/core/label/edit';
import type { Mark } from '../../../src/core/label/label';
import { newMarkId } from '../../../src/core/label/markId';
import { shiftMark } from '../../../src/core/label/reshapeMark';
import type { LabelModel } from './labelModel';
import { liesOn } from './markPlace';
import { pictureSize } from './pictureSize';
import type { ToolGiven } from './tool';

/** Screen pixels by which a copy is off on the frame of its original, so that both are seen. */
const off = 12;

/** The mark that was copied last; it is put on the frame that is shown then. */
export class MarkClipboard {
  readonly #model: LabelModel;
  readonly #given: ToolGiven;
  #mark: Mark | null = null;

  constructor(model: LabelModel, given: ToolGiven) {
    this.#model = model;
    this.#given = given;
  }

  /** True where the key meant something. */
  key({ key, shiftKey }: KeyboardEvent): boolean {
    if (shiftKey) return false;
    if (key.toLowerCase() === 'c') return this.#copy();
    return key.toLowerCase() === 'v' && this.#paste();
  }

  #copy(): boolean {
    const { label, selected } = this.#model.shown;
    const mark = label.marks.find(({ id }) => id === selected);
    // Text that is marked on the page is copied by the browser.
    if (mark === undefined || document.getSelection()?.isCollapsed === false) return false;
    this.#mark = mark;
    return true;
  }

  /** A copy is the reader's own, whoever made the original, and an object of its own. */
  #paste(): boolean {
    if (this.#mark === null) return false;
    const { instance: _, frame: __, object: ___, run: ____, score: _____, ...shape } = this.#mark;
    const { viewer, place, reach } = this.#given;
    const id = newMarkId(this.#model.label.marks, Math.random);
    const copy: Mark = { ...shape, id, ...(shape.kind === 'interval' ? {} : place()) };
    const { across, down, within } = reach(off);
    const isBeside = isLineMark(copy) && liesOn(this.#mark, place());
    const put = isBeside ? shiftMark(copy, [within / across, within / down], pictureSize(viewer)) : copy;
    this.#model.step('Paste Mark', [putMark(this.#model.label, put)]);
    this.#model.select(id);
    return true;
  }
}
