import { type MaskAt, maskOnPlane } from '../../../src/core/label/maskOnPlane';
import type { MaskRuns } from '../../../src/core/label/maskRuns';
import type { SliceMasks } from '../../../src/core/label/sliceMasks';
import { viewAffine, viewScale } from '../../../src/core/viewer/viewTransform';
import { invertAffine3 } from '../../../src/core/volume/affine3';
import { type PlaneName, planeIndex, planeThrough } from '../../../src/core/volume/viewGrid';
import { type PlanesModel, planeShape, type ShownPlanes } from '../mprModel';
import type { PlanesOverlay } from '../mprOverlay';
import type { PlanePane } from '../mprPane';
import type { MaskBoard, ShownMask } from './maskBoard';
import { MaskCanvas } from './maskCanvas';
import { PlaneBrush } from './planeBrush';

/** What is painted on one plane, and what it was made of. */
type PlanePicture = {
  readonly canvas: MaskCanvas;
  readonly masks: Map<string, { readonly of: SliceMasks; readonly index: number; readonly maskAt: MaskAt; readonly mask: MaskRuns }>;
};

/** Masks and the brush on the three planes. */
export function maskPlanes(board: MaskBoard): PlanesOverlay {
  let pictures = new Map<PlaneName, PlanePicture>();
  let brushes: readonly PlaneBrush[] = [];
  let shownIn: PlanesModel | null = null;
  board.listen(() => shownIn?.refresh());
  return {
    mount: (model, panes) => {
      pictures = new Map();
      shownIn = model;
      brushes = panes.map((pane) => new PlaneBrush(board, model, pane));
      return () => {
        for (const brush of brushes) brush.destroy();
        brushes = [];
        shownIn = null;
      };
    },
    paint: (pane, context, shown) => {
      const picture = pictures.get(pane.name) ?? { canvas: new MaskCanvas(), masks: new Map() };
      pictures.set(pane.name, picture);
      paintMasks(board, picture, pane, context, shown);
      brushes.find(({ name }) => name === pane.name)?.paint(context, shown);
    },
  };
}

function paintMasks(board: MaskBoard, picture: PlanePicture, pane: PlanePane, context: CanvasRenderingContext2D, shown: ShownPlanes): void {
  const shape = planeShape(shown.grid, pane.name);
  picture.canvas.show(masksOn(board, picture, pane.name, shown), shape);
  if (picture.canvas.isEmpty) return;
  const view = shown.views[pane.name];
  const [a, b, c, d, e, f] = viewAffine(shape, view, pane.size);
  context.setTransform(a, d, b, e, c, f);
  context.imageSmoothingEnabled = viewScale(shape, view, pane.size) < 1;
  context.drawImage(picture.canvas.canvas, 0, 0);
  context.resetTransform();
}

/** The masks where the plane cuts them; a mask that did not change is cut once for each place of the plane. */
function masksOn(
  board: MaskBoard,
  { masks: known }: PlanePicture,
  name: PlaneName,
  { volume, grid, place }: ShownPlanes,
): readonly ShownMask[] {
  const index = planeIndex(grid, name, place);
  const toVoxel = invertAffine3(volume.toMm);
  return board.shown.flatMap(({ masks, ...look }): readonly ShownMask[] => {
    const old = known.get(look.key);
    if (old?.of === masks && old.index === index) return old.mask.rows.length === 0 ? [] : [{ ...look, mask: old.mask }];
    const maskAt: MaskAt = (slice) => masks.get(volume.order[slice] ?? -1);
    const mask = maskOnPlane(maskAt, toVoxel, planeThrough(grid, name, place), old?.index === index ? old : null);
    known.set(look.key, { of: masks, index, maskAt, mask });
    return mask.rows.length === 0 ? [] : [{ ...look, mask }];
  });
}
