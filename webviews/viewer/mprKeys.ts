import { draggedWindow } from '../../src/core/viewer/dragWindow';
import { fittedView, panned, type View, zoomedAt } from '../../src/core/viewer/viewTransform';
import { inPlane, placeInPlane, placeOfPixel, planeCount, planeIndex } from '../../src/core/volume/viewGrid';
import { type PlanesModel, planeShape } from './mprModel';
import type { PlanePane } from './mprPane';
import { smallestWidth } from './mprPointer';

/** Canvas pixels of one step of panning, and screen pixels of a drag that one press of a window key stands for: as in the stack. */
const panStep = 50;
const windowStep = 20;
const zoomStep = 1.25;

type Step = readonly [x: number, y: number];
const arrows: Readonly<Record<string, Step>> = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };
/** Narrower, wider, darker, brighter. */
const windowKeys: Readonly<Record<string, Step>> = { '[': [-1, 0], ']': [1, 0], ',': [0, 1], '.': [0, -1] };
/** Planes to go on; Home and End reach the ends. */
const pages: Readonly<Record<string, number>> = { PageDown: 1, PageUp: -1, Home: Number.NEGATIVE_INFINITY, End: Number.POSITIVE_INFINITY };

/** Makes the keys work on the plane that has the focus; `onMoved` hears when a key moved the crosshair. */
export function listenToPlaneKeys(model: PlanesModel, pane: PlanePane, onMoved: () => void): void {
  pane.element.addEventListener('keydown', (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.target !== pane.element) return;
    if (press(model, pane, event, onMoved)) event.preventDefault();
  });
}

/** True where the key means something to a plane. */
function press(model: PlanesModel, pane: PlanePane, { key, shiftKey }: KeyboardEvent, onMoved: () => void): boolean {
  const [arrow, window, page] = [arrows[key], windowKeys[key], pages[key]];
  if (arrow !== undefined && shiftKey)
    changeView(model, pane, (view, shape) => panned(shape, view, pane.size, [-arrow[0] * panStep, -arrow[1] * panStep]));
  else if (arrow !== undefined) moveCrosshair(model, pane, arrow);
  else if (window !== undefined) changeWindow(model, window);
  else if (page !== undefined) scroll(model, pane, shiftKey ? page * 10 : page);
  else return pressOther(model, pane, key);
  if (page !== undefined || (arrow !== undefined && !shiftKey)) onMoved();
  return true;
}

function pressOther(model: PlanesModel, pane: PlanePane, key: string): boolean {
  const middle = [pane.size[0] / 2, pane.size[1] / 2] as const;
  if (key === '+' || key === '=') changeView(model, pane, (view, shape) => zoomedAt(shape, view, pane.size, zoomStep, middle));
  else if (key === '-' || key === '_') changeView(model, pane, (view, shape) => zoomedAt(shape, view, pane.size, 1 / zoomStep, middle));
  else if (key === 'f' || key === 'F') changeView(model, pane, () => fittedView);
  else if (key === '0') model.reset();
  else if (key === 'Enter') model.change({ large: model.shown.large === pane.name ? null : pane.name });
  else return false;
  return true;
}

function moveCrosshair(model: PlanesModel, { name }: PlanePane, [x, y]: Step): void {
  const { grid, place } = model.shown;
  const [column, row] = placeInPlane(grid, name, place);
  model.moveTo(placeOfPixel(grid, name, place, [column + x, row + y]));
}

function scroll(model: PlanesModel, { name }: PlanePane, by: number): void {
  const { grid, place } = model.shown;
  const index = Math.min(Math.max(planeIndex(grid, name, place) + by, 0), planeCount(grid, name) - 1);
  model.moveTo(inPlane(grid, name, place, index));
}

function changeWindow(model: PlanesModel, [x, y]: Step): void {
  const { isInverted, volume } = model.shown;
  const turned = volume.meaning.isInverted !== isInverted;
  model.setWindow(draggedWindow(model.window, [x * windowStep, y * windowStep], turned, smallestWidth(model)));
}

function changeView(model: PlanesModel, { name }: PlanePane, change: (view: View, shape: ReturnType<typeof planeShape>) => View): void {
  const { views, grid } = model.shown;
  model.change({ views: { ...views, [name]: change(views[name], planeShape(grid, name)) } });
}
