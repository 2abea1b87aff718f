import type { FrameMeaning } from '../../../src/core/image/frameMeaning';
import type { Size } from '../../../src/core/image/resize';
import type { Voi } from '../../../src/core/image/voi';
import type { PixelSize } from '../../../src/core/label/distanceMap';
import type { LabelEdit } from '../../../src/core/label/edit';
import type { Mark } from '../../../src/core/label/label';
import { eraseSlices, type PaintTarget, paintedSlices, paintSlices } from '../../../src/core/label/maskEdits';
import type { MaskRuns } from '../../../src/core/label/maskRuns';
import type { LabelDefinition } from '../../../src/core/label/protocol';
import type { SliceMasks } from '../../../src/core/label/sliceMasks';
import { indexOf, placeOf, slicesOf } from '../stackPlace';
import type { Shown, Viewer } from '../viewer';
import { type BrushSettings, freshBrush } from './brushSettings';
import type { LabelModel } from './labelModel';
import { colourOf } from './markColour';
import { type MarkPlace, markPlace } from './markPlace';
import { kept, type MaskVolume, type PaintedStroke, volumesOf, withStroke } from './maskVolumes';

/** How the masks of a name are shown. */
type MaskLook = { readonly key: string; readonly colour: string; readonly opacity: number };

/** The pixels of one name on one slice or plane. */
export type ShownMask = MaskLook & { readonly mask: MaskRuns };

/** The voxels of one name. */
export type ShownVolume = MaskLook & { readonly masks: SliceMasks };

/** A model's proposals are fainter than a reader's own masks. */
const proposalPart = 0.5;

/** The masks of a label as the page shows and paints them: the brush, the stroke on its way, and where in the stack marks lie. */
export class MaskBoard {
  readonly viewer: Viewer;
  readonly model: LabelModel;
  readonly #listeners = new Set<() => void>();
  #brush = freshBrush;
  #stroke: PaintedStroke | null = null;
  #read: { readonly marks: readonly Mark[]; readonly places: readonly MarkPlace[]; readonly volumes: readonly MaskVolume[] } = {
    marks: [],
    places: [],
    volumes: [],
  };
  #look: { readonly of: readonly unknown[]; readonly shown: readonly ShownVolume[] } = { of: [], shown: [] };
  #places: { readonly of: readonly unknown[]; readonly places: readonly MarkPlace[] } | null = null;

  constructor(viewer: Viewer, model: LabelModel) {
    this.viewer = viewer;
    this.model = model;
    model.listen(() => this.#tell());
  }

  /** Hears of every change of the masks and of the brush. */
  listen(listener: () => void): void {
    this.#listeners.add(listener);
  }

  get brush(): BrushSettings {
    return this.#brush;
  }

  setBrush(change: Partial<BrushSettings>): void {
    this.#brush = { ...this.#brush, ...change };
    this.#tell();
  }

  /** The definition that is painted; null where another one or none is chosen, or the label is locked. */
  get painted(): LabelDefinition | null {
    return this.model.drawnKind === 'mask' ? this.model.chosen : null;
  }

  get stroke(): PaintedStroke | null {
    return this.#stroke;
  }

  showStroke(stroke: PaintedStroke | null): void {
    this.#stroke = stroke;
    this.#tell();
  }

  /** Where the slices of the shown stack and time lie in the image. */
  get places(): readonly MarkPlace[] {
    const { session, stack, state } = this.viewer.shown;
    const { time } = placeOf(stack, state.index);
    const of = [session, stack, time];
    if (this.#places === null || !this.#places.of.every((value, at) => value === of[at])) {
      const frames = Array.from({ length: slicesOf(stack) }, (_, slice) => stack.frames[indexOf(stack, slice, time)]);
      this.#places = { of, places: frames.map((frame) => (frame === undefined ? {} : markPlace(session, frame))) };
    }
    return this.#places.places;
  }

  get slice(): number {
    const { stack, state } = this.viewer.shown;
    return placeOf(stack, state.index).slice;
  }

  /** Height and width of a pixel: millimetres where a spacing is known, else pixels. */
  get pixel(): PixelSize {
    const spacing = this.viewer.shown.picture?.facts.spacing;
    return spacing === undefined ? [1, 1] : [spacing.rows, spacing.columns];
  }

  get unit(): 'mm' | 'px' {
    return (this.viewer.shown.picture?.facts.spacing.from ?? 'none') === 'none' ? 'px' : 'mm';
  }

  /** The brush's radius; never so small that it slips between the centres of pixels. */
  get radius(): number {
    return Math.max(this.#brush.radius, Math.hypot(...this.pixel) / 2);
  }

  /** True where slices lie beside each other at places that are known. */
  get canBeBall(): boolean {
    const { stack, picture } = this.viewer.shown;
    return slicesOf(stack) > 1 && picture?.facts.geometry != null;
  }

  get shape(): BrushSettings['shape'] {
    return this.canBeBall ? this.#brush.shape : 'disc';
  }

  /** Takes the range of the shown window at first, or takes it off. */
  toggleRange(): void {
    const { picture, voi } = this.viewer.shown;
    if (this.#brush.range !== null) this.setBrush({ range: null });
    else if (picture?.frame.samples === 1) this.setBrush({ range: rangeOf(voi, picture.meaning) });
  }

  /** What a name's masks are painted through. */
  target(name: string): PaintTarget {
    return { name, places: this.places, random: Math.random };
  }

  /** The mask of a name over the stack, without the stroke on its way. */
  masksOf = (name: string): SliceMasks => paintedSlices(this.model.label, { name, places: this.places });

  /** How many slices a name is painted on. */
  slicesOf(name: string): number {
    return this.#volumes.find((volume) => volume.key === name)?.masks.size ?? 0;
  }

  /** The masks to be shown, the first one lowest, with the stroke on its way; what did not change is the very same object as before. */
  get shown(): readonly ShownVolume[] {
    const made = [this.#volumes, this.#stroke, this.#brush, this.model.shown.labels];
    if (!made.every((value, at) => value === this.#look.of[at])) this.#look = { of: made, shown: this.#shownNow() };
    return this.#look.shown;
  }

  #shownNow(): readonly ShownVolume[] {
    const { labels } = this.model.shown;
    const { isHidden, hidden, opacity, opacities } = this.#brush;
    if (isHidden) return [];
    return withStroke(this.#volumes, this.#stroke).flatMap(({ key, name, isProposal, masks }) => {
      if (hidden.has(name)) return [];
      const colour = colourOf(labels.find((definition) => definition.name === name) ?? { name });
      return [{ key, colour, opacity: (opacities.get(name) ?? opacity) * (isProposal ? proposalPart : 1), masks }];
    });
  }

  /** The masks to be shown on a slice. */
  shownOn(slice: number): readonly ShownMask[] {
    return this.shown.flatMap(({ masks, ...look }) => {
      const mask = masks.get(slice);
      return mask === undefined || mask.rows.length === 0 ? [] : [{ ...look, mask }];
    });
  }

  /** Makes the stroke on its way one step of the label. */
  finishStroke(stroke: PaintedStroke): void {
    // Another one may have begun meanwhile.
    if (this.#stroke?.by === stroke.by) this.#stroke = null;
    const { label } = this.model;
    const edits: readonly LabelEdit[] = (stroke.isErasing ? eraseSlices : paintSlices)(label, this.target(stroke.name), stroke.masks);
    this.model.step(stroke.isErasing ? 'Erase' : 'Paint', edits);
    this.#tell();
  }

  get #volumes(): readonly MaskVolume[] {
    const { marks } = this.model.label;
    const { places } = this;
    if (this.#read.marks !== marks || this.#read.places !== places)
      this.#read = { marks, places, volumes: kept(this.#read.volumes, volumesOf(marks, places)) };
    return this.#read.volumes;
  }

  #tell(): void {
    for (const listener of this.#listeners) listener();
  }
}

/** The size of the shown picture. */
export const pictureSize = ({ picture }: Shown): Size | null =>
  picture === null ? null : { rows: picture.frame.rows, columns: picture.frame.columns };

function rangeOf(voi: Voi | null, { lowest, highest }: FrameMeaning): { readonly low: number; readonly high: number } {
  if (voi === null || 'values' in voi) return { low: lowest, high: highest };
  return { low: Math.round(voi.center - voi.width / 2), high: Math.round(voi.center + voi.width / 2) };
}
