import { movePoint } from '../../../src/core/image/affine';
import { removeMark } from '../../../src/core/label/edit';
import type { LabelKind } from '../../../src/core/label/protocol';
import { viewAffine } from '../../../src/core/viewer/viewTransform';
import type { PageParts } from '../page';
import { shapeOf } from '../stage';
import type { Viewer } from '../viewer';
import { boxTool } from './boxTool';
import { LabelModel } from './labelModel';
import { drawLabelPanel } from './labelPanel';
import { MarkLayer } from './markLayer';
import { type MarkPlace, markPlace } from './markPlace';
import { passPointer } from './pointerOfTool';
import type { Tool, ToolGiven, ToolMaker } from './tool';

/** The tool of each kind that is drawn. */
const tools: Partial<Readonly<Record<LabelKind, ToolMaker>>> = { box: boxTool };

/** Adds the label to a viewer's page: marks over the picture, tools, and a panel beside it. */
export async function mountLabels(viewer: Viewer, parts: PageParts): Promise<void> {
  const model = new LabelModel(viewer.page, await viewer.page.host.call('openLabel'));
  const layer = new MarkLayer(model);
  parts.canvas.after(layer.canvas);
  const panel = document.createElement('aside');
  panel.className = 'labels';
  panel.setAttribute('aria-label', 'Label');
  parts.panel.before(panel);
  const stage = new LabelStage(viewer, model, layer);
  passPointer(viewer, parts.stage, () => stage.tool);
  listenToKeys(model, stage);
  viewer.listen(() => stage.draw());
  model.listen(() => {
    stage.follow();
    parts.stage.style.cursor = stage.tool?.cursor ?? '';
    drawLabelPanel(panel, model);
  });
  drawLabelPanel(panel, model);
  stage.draw();
}

/** The tool in use, and the drawing of marks where the picture is shown. */
class LabelStage {
  readonly #given: ToolGiven;
  readonly #layer: MarkLayer;
  #tool: Tool | null = null;
  #chosen: string | null = null;
  #isQueued = false;

  constructor(viewer: Viewer, model: LabelModel, layer: MarkLayer) {
    this.#layer = layer;
    const redraw = () => this.#queue();
    this.#given = { viewer, model, place: () => this.#place(), toCanvas: (point) => this.#toCanvas(point), redraw };
  }

  get tool(): Tool | null {
    return this.#tool;
  }

  /** Takes the tool of the definition that is chosen, and draws what is there now. */
  follow(): void {
    const { model } = this.#given;
    if (model.shown.chosen !== this.#chosen) {
      this.#tool?.cancel();
      this.#chosen = model.shown.chosen;
      const definition = model.chosen;
      const maker = definition === null ? undefined : tools[definition.kind];
      this.#tool = definition === null || maker === undefined ? null : maker(this.#given, definition);
    }
    this.#queue();
  }

  draw(): void {
    const { viewer } = this.#given;
    if (viewer.shown.picture === null) return;
    const [width, height] = viewer.stage.size;
    this.#layer.draw(width, height, this.#place(), (point) => this.#toCanvas(point), this.#tool);
  }

  #queue(): void {
    if (this.#isQueued) return;
    this.#isQueued = true;
    requestAnimationFrame(() => {
      this.#isQueued = false;
      this.draw();
    });
  }

  #place(): MarkPlace {
    const { session, stack, state } = this.#given.viewer.shown;
    const frame = stack.frames[state.index];
    return frame === undefined ? {} : markPlace(session, frame);
  }

  #toCanvas(point: readonly [number, number]): readonly [number, number] {
    const { viewer } = this.#given;
    const { picture, state } = viewer.shown;
    return picture === null ? [0, 0] : movePoint(viewAffine(shapeOf(picture), state.look.view, viewer.stage.size), point);
  }
}

/** Keys of the label come before the viewer's own. */
function listenToKeys(model: LabelModel, stage: LabelStage): void {
  document.addEventListener(
    'keydown',
    (event) => {
      if (event.ctrlKey || event.metaKey || event.altKey || isTyping(event.target)) return;
      if (!press(model, stage, event)) return;
      event.preventDefault();
      event.stopImmediatePropagation();
    },
    { capture: true },
  );
}

const isTyping = (target: EventTarget | null): boolean => target instanceof Element && target.matches('input, select, textarea');

/** True where the key meant something. */
function press(model: LabelModel, stage: LabelStage, event: KeyboardEvent): boolean {
  const { key } = event;
  if (stage.tool?.key?.(event) === true) return true;
  if (key === 'Escape') return leave(model, stage);
  const { selected, labels } = model.shown;
  if ((key === 'Delete' || key === 'Backspace') && selected !== null) {
    model.step('Delete Mark', [removeMark(model.label, selected)]);
    return true;
  }
  const definition = labels.find(({ hotkey }) => hotkey !== undefined && hotkey.toLowerCase() === key.toLowerCase());
  if (definition !== undefined) model.choose(definition.name);
  return definition !== undefined;
}

function leave(model: LabelModel, stage: LabelStage): boolean {
  if (stage.tool?.cancel() === true) return true;
  const { selected, chosen } = model.shown;
  if (selected !== null) model.select(null);
  else if (chosen !== null) model.choose(null);
  else return false;
  return true;
}
