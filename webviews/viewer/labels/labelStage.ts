import { type Affine, movePoint } from '../../../src/core/image/affine';
import type { LineMark } from '../../../src/core/label/cornersOfMark';
import type { Reach } from '../../../src/core/label/hitMark';
import type { PixelPoint } from '../../../src/core/label/label';
import { markPoint } from '../../../src/core/label/reshapeMark';
import { viewAffine } from '../../../src/core/viewer/viewTransform';
import { shapeOf } from '../stage';
import type { Viewer } from '../viewer';
import type { TimeBand } from '../viewState';
import type { LabelModel } from './labelModel';
import { colourOf } from './markColour';
import type { MarkLayer } from './markLayer';
import { liesOn, type MarkPlace, markPlace } from './markPlace';
import { markLines } from './markWords';
import { pictureSize } from './pictureSize';
import { type SelectTool, selectTool } from './selectTool';
import type { Press, Tool, ToolGiven } from './tool';
import { kindsToDraw, toolMakers } from './toolMakers';

/** After this long without a movement of the view many marks are drawn as carefully as few. */
const restMs = 120;

/** The tool in use, and the drawing of marks where the picture is shown. */
export class LabelStage {
  readonly given: ToolGiven;
  readonly select: SelectTool;
  readonly #layer: MarkLayer;
  #tool: Tool | null = null;
  #chosen = '';
  #place = '';
  #view = '';
  #rest: ReturnType<typeof setTimeout> | undefined;
  #isQueued = false;

  constructor(viewer: Viewer, model: LabelModel, layer: MarkLayer) {
    this.#layer = layer;
    this.given = {
      viewer,
      model,
      place: () => this.#placeNow(),
      toCanvas: (point) => movePoint(this.#affine, point) as readonly [number, number],
      markPoint: (point) => markPoint(point, pictureSize(viewer)),
      reach: (screenPixels) => this.#reach(screenPixels),
      redraw: () => this.#queue(),
    };
    this.select = selectTool(this.given);
  }

  /** The tool of the chosen definition; null where none is chosen or none fits. */
  get tool(): Tool | null {
    return this.#tool;
  }

  /** What a press of the pointer belongs to; null leaves it to the viewer. */
  toolFor(at: PixelPoint): Tool | null {
    const tool = this.#tool;
    if (tool === null || tool.interval !== undefined) return this.select;
    return tool.isBusy?.() !== true && this.select.holds(at) ? this.select : tool;
  }

  /** A press that nothing took, and that was no drag. */
  click(at: PixelPoint): void {
    if (this.#tool === null || this.#tool.interval !== undefined) this.select.click(at);
  }

  /** The pointer's shape over a place; '' leaves it to the viewer. */
  cursorAt(at: PixelPoint): string {
    const tool = this.toolFor(at);
    return tool === this.select ? this.select.cursorAt(at) : (tool?.cursor ?? '');
  }

  /** The pointer or the pixel cursor moved. */
  hover(at: PixelPoint, event: Press): void {
    this.#tool?.move(at, event);
  }

  /** Drops what is begun; true where something was. */
  cancel(): boolean {
    return this.select.cancel() || this.#tool?.cancel() === true;
  }

  /** Takes the tool of the definition that is chosen, and draws what is there now. */
  follow(): void {
    const { model } = this.given;
    const definition = model.shown.locked === null ? model.chosen : null;
    const kinds = definition === null ? [] : kindsToDraw(definition);
    const kind = kinds.find((one) => one === model.shown.drawAs) ?? kinds[0];
    const chosen = `${definition?.name} ${kind}`;
    if (chosen !== this.#chosen) {
      this.#tool?.cancel();
      this.#chosen = chosen;
      const maker = kind === undefined ? undefined : toolMakers[kind];
      this.#tool = definition === null || maker === undefined ? null : maker(this.given, definition);
    }
    this.#queue();
  }

  /** Draws what is there now; after a change of the view once more when it rests. */
  draw(): void {
    const view = `${this.given.viewer.stage.size} ${this.#affine}`;
    const isMoving = view !== this.#view;
    this.#view = view;
    if (isMoving) {
      clearTimeout(this.#rest);
      this.#rest = setTimeout(() => {
        this.#rest = undefined;
        this.draw();
      }, restMs);
    }
    this.#paint(this.#rest !== undefined);
  }

  #paint(isMoving: boolean): void {
    const { viewer } = this.given;
    const { picture } = viewer.shown;
    if (picture === null) return;
    this.#leavePlace();
    this.#showBands();
    this.#layer.draw({
      size: [viewer.stage.canvas.width, viewer.stage.canvas.height],
      place: this.#placeNow(),
      toCanvas: this.given.toCanvas,
      tool: this.#tool,
      preview: this.select.preview(),
      isMoving,
      isMeasured: viewer.shown.reply !== null,
      // While another frame is on its way, the numbers would be about the last one.
      lines: (mark: LineMark, isSelected) =>
        viewer.shown.reply === null ? [] : markLines(mark, picture, isSelected && this.select.preview() === null),
    });
  }

  /** What was begun or selected on another frame is let go. */
  #leavePlace(): void {
    const { viewer, model, place } = this.given;
    const { session, stack, state } = viewer.shown;
    const frame = stack.frames[state.index];
    const key = frame === undefined ? '' : `${frame.frame} ${session.files[frame.file]?.uri}`;
    if (key === this.#place) return;
    this.#place = key;
    if (this.#tool?.interval === undefined) this.#tool?.cancel();
    this.select.cancel();
    const selected = model.label.marks.find(({ id }) => id === model.shown.selected);
    if (selected !== undefined && selected.kind !== 'interval' && !liesOn(selected, place())) model.select(null);
  }

  /** Intervals stand at the sliders and in the curve. */
  #showBands(): void {
    const { viewer, model } = this.given;
    const { label, labels, selected, areHidden } = model.shown;
    const begun = this.#tool?.interval?.() ?? null;
    const bands: readonly TimeBand[] = [
      ...label.marks.flatMap((mark) => {
        if (mark.kind !== 'interval' || areHidden) return [];
        const definition = labels.find(({ name }) => name === mark.name) ?? mark;
        return [{ first: mark.first, last: mark.last, colour: colourOf(definition), isStrong: mark.id === selected }];
      }),
      ...(begun === null || model.chosen === null
        ? []
        : [{ first: begun[0], last: begun[1], colour: colourOf(model.chosen), isStrong: true }]),
    ];
    if (JSON.stringify(bands) !== JSON.stringify(viewer.shown.flags.bands)) viewer.flag({ bands });
  }

  #queue(): void {
    if (this.#isQueued) return;
    this.#isQueued = true;
    requestAnimationFrame(() => {
      this.#isQueued = false;
      this.draw();
    });
  }

  #placeNow(): MarkPlace {
    const { session, stack, state } = this.given.viewer.shown;
    const frame = stack.frames[state.index];
    return frame === undefined ? {} : markPlace(session, frame);
  }

  get #affine(): Affine {
    const { viewer } = this.given;
    const { picture, state } = viewer.shown;
    return picture === null ? [1, 0, 0, 0, 1, 0] : viewAffine(shapeOf(picture), state.look.view, viewer.stage.size);
  }

  #reach(screenPixels: number): Reach {
    const [a, b, , d, e] = this.#affine;
    return { across: Math.hypot(a, d), down: Math.hypot(b, e), within: screenPixels * devicePixelRatio };
  }
}
