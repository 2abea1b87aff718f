import type { PlanesModel, ShownPlanes } from './mprModel';
import type { PlanePane } from './mprPane';

/** What lies over the planes, such as masks, and may take the pointer on them. */
export type PlanesOverlay = {
  /** The planes are there; gives what to do when they go. */
  readonly mount: (model: PlanesModel, panes: readonly PlanePane[]) => () => void;
  /** Paints over a plane, below the crosshair. */
  readonly paint: (pane: PlanePane, context: CanvasRenderingContext2D, shown: ShownPlanes) => void;
};
