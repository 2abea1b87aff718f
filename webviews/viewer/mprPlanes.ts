import type { Voi } from '../../src/core/image/voi';
import type { Point3 } from '../../src/core/volume/frameGeometry';
import { gridPlace, nearestCell, type PlaneName, planeNames } from '../../src/core/volume/viewGrid';
import type { Volume } from '../../src/core/volume/volume';
import { part } from './mprElement';
import type { PlanesGiven, PlanesSource } from './mprGiven';
import { drawInfo, spokenPlace } from './mprInfo';
import { listenToPlaneKeys } from './mprKeys';
import { planeColours } from './mprMarks';
import { PlanesModel, type ShownPlanes } from './mprModel';
import type { PlanesOverlay } from './mprOverlay';
import { PlanePane } from './mprPane';
import { PlanePointer } from './mprPointer';

/** The planes of one volume, on the screen until destroyed. */
export type MountedPlanes = {
  readonly setWindow: (voi: Voi, isInverted: boolean) => void;
  readonly setPosition: (positionMm: Point3) => void;
  readonly setOverlay: (overlay: PlanesOverlay | null) => void;
  readonly destroy: () => void;
};

/** Where a plane lies in the grid. */
function areaOf(name: PlaneName, large: PlaneName | null): string {
  if (large === null) return name;
  const small = planeNames.filter((other) => other !== large);
  return name === large ? 'large' : name === small[0] ? 'first' : 'second';
}

/** Puts three planes and the cell beside them into `root`. */
export function mountVolume(root: HTMLElement, volume: Volume, source: PlanesSource, given: PlanesGiven): MountedPlanes {
  const panes = planeNames.map((name) => new PlanePane(name));
  const info = part('div', 'mpr-info', { role: 'group', 'aria-label': 'Crosshair and planes' });
  const status = part('div', 'mpr-spoken', { role: 'status' });
  const frame = part('div', 'mpr-grid');
  for (const name of planeNames) frame.style.setProperty(`--${name}`, planeColours[name]);
  frame.append(...panes.map(({ element }) => element), info, status);
  root.replaceChildren(frame);
  let over: { readonly overlay: PlanesOverlay; readonly unmount: () => void } | null = null;
  const setOverlay = (overlay: PlanesOverlay | null): void => {
    if (overlay === (over?.overlay ?? null)) return;
    over?.unmount();
    over = overlay === null ? null : { overlay, unmount: overlay.mount(model, panes) };
    model.refresh();
  };
  const draw = (shown: ShownPlanes): void => {
    if (shown.large === null) delete frame.dataset.large;
    else frame.dataset.large = shown.large;
    for (const { name, element } of panes) element.style.gridArea = areaOf(name, shown.large);
    for (const pane of panes) pane.draw(shown, (context) => over?.overlay.paint(pane, context, shown));
    drawInfo(info, model);
  };
  const model = new PlanesModel(volume, source, given, draw);
  for (const pane of panes) {
    new PlanePointer(model, pane);
    listenToPlaneKeys(model, pane, () => {
      status.textContent = spokenPlace(model);
    });
  }
  // At once, so that nothing is in another place for a moment.
  draw(model.shown);
  const observer = new ResizeObserver(() => model.refresh());
  for (const { element } of panes) observer.observe(element);
  return {
    setWindow: (voi, isInverted) => model.change({ voi, isInverted }),
    setPosition: (positionMm) => model.change({ place: nearestCell(model.shown.grid, gridPlace(model.shown.grid, positionMm)) }),
    setOverlay,
    destroy: () => {
      setOverlay(null);
      observer.disconnect();
      model.destroy();
      for (const pane of panes) pane.destroy();
      root.replaceChildren();
    },
  };
}
