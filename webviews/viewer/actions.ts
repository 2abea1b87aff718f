import { actualSize, fittedView, type Turn, turned, uprightTurn, zoomedAt } from '../../src/core/viewer/viewTransform';
import type { ViewerCommand } from '../../src/protocol/viewer';
import { middlePixel } from './middlePixel';
import { shapeOf } from './stage';
import type { Viewer } from './viewer';
import { type PanelName, plainLook } from './viewState';

/** All that buttons, keys and VS Code's commands do. */
export type Actions = Readonly<Record<ActionName, () => void>>;

export type ActionName =
  | ViewerCommand
  | 'rotateLeft'
  | 'zoomIn'
  | 'zoomOut'
  | 'firstImage'
  | 'lastImage'
  | 'pageForward'
  | 'pageBack'
  | 'nextTime'
  | 'previousTime'
  | 'fileWindow'
  | 'toggleHistogram'
  | 'toggleKeyboard'
  | 'toggleOverlays'
  | 'toggleTexts'
  | 'toggleCurve'
  | 'toggleCursor';

const zoomStep = 1.25;
const page = 10;

/** Makes the actions of a viewer. */
export function makeActions(viewer: Viewer): Actions {
  return { ...viewActions(viewer), ...stackActions(viewer), ...toggles(viewer) };
}

function viewActions(viewer: Viewer) {
  const turn = (by: Parameters<typeof turned>[1]) => () => changeView(viewer, ({ turn: now }) => ({ turn: turned(now, by) }));
  const zoom = (factor: number) => () => {
    const { picture, state } = viewer.shown;
    const [width, height] = viewer.stage.size;
    if (picture !== null)
      viewer.look({ view: zoomedAt(shapeOf(picture), state.look.view, [width, height], factor, [width / 2, height / 2]) });
  };
  return {
    rotate: turn('right'),
    rotateLeft: turn('left'),
    flipHorizontally: turn('horizontal'),
    flipVertically: turn('vertical'),
    zoomIn: zoom(zoomStep),
    zoomOut: zoom(1 / zoomStep),
    fit: () => changeView(viewer, () => ({ zoom: 1, center: fittedView.center })),
    actualSize: () => {
      const { picture, state } = viewer.shown;
      if (picture !== null) viewer.look({ view: actualSize(shapeOf(picture), state.look.view, viewer.stage.size) });
    },
    autoWindow: () => viewer.look({ window: { kind: 'auto' } }),
    fileWindow: () => viewer.look({ window: null }),
    resetView: () => viewer.look({ view: { ...fittedView, turn: uprightTurn }, window: plainLook.window, isInverted: false }),
  };
}

function changeView(viewer: Viewer, change: (view: { readonly turn: Turn }) => object): void {
  const { view } = viewer.shown.state.look;
  viewer.look({ view: { ...view, ...change(view) } });
}

function stackActions(viewer: Viewer) {
  const move =
    (slices: number, times = 0) =>
    () =>
      viewer.step(slices, times);
  return {
    nextImage: move(1),
    previousImage: move(-1),
    pageForward: move(page),
    pageBack: move(-page),
    firstImage: move(-Number.MAX_SAFE_INTEGER),
    lastImage: move(Number.MAX_SAFE_INTEGER),
    nextTime: move(0, 1),
    previousTime: move(0, -1),
  };
}

function toggles(viewer: Viewer) {
  const panel = (name: PanelName) => () => viewer.keep({ panel: viewer.shown.state.panel === name ? null : name });
  const look = (name: 'isInverted' | 'hasOverlays' | 'hasTexts') => () => viewer.look({ [name]: !viewer.shown.state.look[name] });
  const flag = (name: 'hasIdentifiers' | 'isPlaying') => () => viewer.flag({ [name]: !viewer.shown.flags[name] });
  return {
    toggleInvert: look('isInverted'),
    toggleOverlays: look('hasOverlays'),
    toggleTexts: look('hasTexts'),
    toggleHeader: panel('header'),
    toggleHistogram: panel('histogram'),
    toggleKeyboard: panel('keyboard'),
    toggleIdentifiers: flag('hasIdentifiers'),
    toggleCine: flag('isPlaying'),
    toggleCursor: () => {
      const { hasCursor, pixel } = viewer.shown.flags;
      viewer.flag({ hasCursor: !hasCursor, pixel: pixel ?? middlePixel(viewer) });
    },
    toggleLink: () => viewer.keep({ isLinked: !viewer.shown.state.isLinked }),
    togglePlanes: () => viewer.keep({ mode: viewer.shown.state.mode === 'planes' ? 'stack' : 'planes' }),
    toggleCurve: () => viewer.keep({ hasCurve: !viewer.shown.state.hasCurve }),
  };
}
