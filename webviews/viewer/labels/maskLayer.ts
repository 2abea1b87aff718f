import { viewAffine, viewScale } from '../../../src/core/viewer/viewTransform';
import { shapeOf } from '../stage';
import { type MaskBoard, pictureSize } from './maskBoard';
import { MaskCanvas } from './maskCanvas';

/** A canvas over the picture with the masks of the shown slice. */
export class MaskLayer {
  readonly canvas = document.createElement('canvas');
  readonly #context: CanvasRenderingContext2D | null;
  readonly #board: MaskBoard;
  readonly #masks = new MaskCanvas();
  #drawn = '';

  constructor(board: MaskBoard) {
    this.#board = board;
    this.canvas.className = 'masks';
    this.canvas.setAttribute('aria-hidden', 'true');
    this.#context = this.canvas.getContext('2d');
  }

  /** Draws the masks where the picture is shown; nothing is done where nothing has changed. */
  draw(): void {
    const { viewer, model } = this.#board;
    const { picture, session, state, reply } = viewer.shown;
    const size = pictureSize(viewer.shown);
    const context = this.#context;
    if (context === null || picture === null || size === null || state.mode === 'planes') return;
    // While a slice or another image is on its way, the one before is still shown.
    const hasChanged = this.#masks.show(
      reply === null || session.image !== model.label.image ? [] : this.#board.shownOn(this.#board.slice),
      size,
    );
    const [width, height] = viewer.stage.size;
    const [a, b, c, d, e, f] = viewAffine(shapeOf(picture), state.look.view, [width, height]);
    const view = [a, b, c, d, e, f, width, height].join(' ');
    if (!hasChanged && view === this.#drawn) return;
    this.#drawn = view;
    if (this.canvas.width !== width || this.canvas.height !== height) [this.canvas.width, this.canvas.height] = [width, height];
    context.resetTransform();
    context.clearRect(0, 0, width, height);
    if (this.#masks.isEmpty) return;
    context.setTransform(a, d, b, e, c, f);
    // Enlarged, a mask shows its very pixels.
    context.imageSmoothingEnabled = viewScale(shapeOf(picture), state.look.view, [width, height]) < 1;
    context.drawImage(this.#masks.canvas, 0, 0);
  }
}
