import { movePoint } from '../../src/core/image/affine';
import { draggedWindow } from '../../src/core/viewer/dragWindow';
import { panned, viewAffine } from '../../src/core/viewer/viewTransform';
import type { Actions } from './actions';
import { currentWindow, smallestWidth } from './currentWindow';
import { keyTable } from './keyTable';
import { middlePixel } from './middlePixel';
import { shapeOf } from './stage';
import type { Viewer } from './viewer';

/** Canvas pixels of one step of panning, and screen pixels of a drag that one press of a window key stands for. */
const panStep = 50;
const windowStep = 20;

const arrows: Readonly<Record<string, readonly [number, number]>> = {
  ArrowLeft: [-1, 0],
  ArrowRight: [1, 0],
  ArrowUp: [0, -1],
  ArrowDown: [0, 1],
};
/** Narrower, wider, darker, brighter. */
const windowKeys: Readonly<Record<string, readonly [number, number]>> = { '[': [-1, 0], ']': [1, 0], ',': [0, 1], '.': [0, -1] };

/** What keys do while three planes are shown; they have keys of their own for the rest. */
const whilePlanes: readonly string[] = [
  'autoWindow',
  'fileWindow',
  'toggleInvert',
  'togglePlanes',
  'toggleIdentifiers',
  'toggleHeader',
  'toggleHistogram',
  'toggleKeyboard',
  'toggleLink',
];

/** A control that has this key for itself. */
function hasOwnKey(target: EventTarget | null, key: string): boolean {
  if (!(target instanceof Element)) return false;
  if (target.matches('input[type=range]')) return /^(Arrow|Page|Home|End)/.test(key);
  return target.matches('input, select, textarea');
}

/** Makes keys do what buttons do, wherever the focus is but in a field. */
export function listenToKeys(viewer: Viewer, actions: Actions): void {
  document.addEventListener('keydown', (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented) return;
    if (event.key === 'Escape' ? leave(viewer) : !hasOwnKey(event.target, event.key) && press(viewer, actions, event))
      event.preventDefault();
  });
}

/** True where the key meant something. */
function press(viewer: Viewer, actions: Actions, { key, shiftKey }: KeyboardEvent): boolean {
  const isPlanes = viewer.shown.state.mode === 'planes';
  const arrow = isPlanes ? undefined : arrows[key];
  if (arrow !== undefined && viewer.shown.flags.hasCursor) return moveCursor(viewer, arrow, shiftKey ? 10 : 1);
  if (arrow !== undefined && shiftKey) return pan(viewer, arrow);
  const window = windowKeys[key];
  if (window !== undefined) return changeWindow(viewer, window);
  const row = keyTable.find(({ keys }) => keys.includes(key));
  if (row === undefined || (isPlanes && !whilePlanes.includes(row.action))) return false;
  actions[row.action]();
  return true;
}

function leave(viewer: Viewer): boolean {
  if (viewer.shown.flags.hasCursor) viewer.flag({ hasCursor: false });
  else if (viewer.shown.state.panel !== null) viewer.keep({ panel: null });
  else return false;
  return true;
}

function pan(viewer: Viewer, [x, y]: readonly [number, number]): boolean {
  const { picture, state } = viewer.shown;
  // The arrow moves the eye, hence the picture the other way.
  if (picture !== null) viewer.look({ view: panned(shapeOf(picture), state.look.view, viewer.stage.size, [-x * panStep, -y * panStep]) });
  return true;
}

function changeWindow(viewer: Viewer, [x, y]: readonly [number, number]): boolean {
  const now = currentWindow(viewer.shown);
  if (now === null) return true;
  const { picture, state } = viewer.shown;
  const isInverted = picture !== null && picture.meaning.isInverted !== state.look.isInverted;
  const next = draggedWindow(now, [x * windowStep, y * windowStep], isInverted, smallestWidth(viewer.shown));
  viewer.look({ window: { kind: 'own', name: '', ...next } });
  return true;
}

/** Moves the pixel cursor by pixels of the screen's direction, whatever way the picture is turned. */
function moveCursor(viewer: Viewer, [x, y]: readonly [number, number], steps: number): boolean {
  const { picture, state, flags } = viewer.shown;
  if (picture === null) return true;
  const shape = shapeOf(picture);
  const [a, b, c, d] = state.look.view.turn;
  const [column, row] = flags.pixel ?? middlePixel(viewer);
  const within = (value: number, count: number): number => Math.min(Math.max(value, 0), count - 1);
  viewer.flag({ pixel: [within(column + steps * (a * x + c * y), shape.columns), within(row + steps * (b * x + d * y), shape.rows)] });
  return true;
}

/** Where the middle of a pixel lies on the canvas. */
export function canvasPlace(viewer: Viewer, [column, row]: readonly [number, number]): readonly [number, number] | null {
  const { picture, state } = viewer.shown;
  return picture === null ? null : movePoint(viewAffine(shapeOf(picture), state.look.view, viewer.stage.size), [column + 0.5, row + 0.5]);
}
