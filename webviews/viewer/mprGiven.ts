import type { Voi } from '../../src/core/image/voi';
import type { GreyWindow } from '../../src/core/viewer/dragWindow';
import type { View } from '../../src/core/viewer/viewTransform';
import type { Point3 } from '../../src/core/volume/frameGeometry';
import type { SlabKind } from '../../src/core/volume/resampleSlab';
import type { PlaneName } from '../../src/core/volume/viewGrid';
import type { Slice } from '../../src/core/volume/volumeBuilder';
import type { PlanesOverlay } from './mprOverlay';

/** What survives a tab switch and a reload; plain JSON. */
export type PlanesState = {
  /** Where the crosshair stands. */
  readonly positionMm: Point3;
  /** The plane that is shown large; null: all three are equal. */
  readonly large: PlaneName | null;
  readonly views: Readonly<Record<PlaneName, View>>;
  /** Thickness of what is shown as one plane, 0 for one layer of voxels. */
  readonly slab: { readonly kind: SlabKind; readonly mm: number };
};

/** A stack of slices (one point in time) that becomes a volume. */
export type PlanesSource = {
  readonly slices: number;
  /** Resolves to the slice; asked for a few at a time from the middle outwards, and no more once the signal says stop. A slice without a geometry gives no planes, and the view says so. */
  readonly loadSlice: (index: number, signal: AbortSignal) => Promise<Slice>;
  /** Null: from the volume's own values, told by `onWindow`. */
  readonly voi: Voi | null;
  /** True turns grey over once more than the file itself does. */
  readonly isInverted: boolean;
  /** False where nothing tells how the volume lies in the patient (some NIfTI files): no letters are shown. */
  readonly isOriented: boolean;
  /** Where the crosshair stands first; null: as in `state`, else in the volume's middle. */
  readonly positionMm: Point3 | null;
  /** What `onState` told last time, or null; anything else is taken as null. */
  readonly state: unknown;
};

/** What the view tells the page. */
export type PlanesGiven = {
  /** A volume that needs more than this is refused with a sentence. */
  readonly limitBytes: number;
  /** The user moved the crosshair. */
  readonly onPosition: (positionMm: Point3) => void;
  /** The window was dragged, or found from the values at first: the page keeps it and need not call `setWindow` back. */
  readonly onWindow: (window: GreyWindow) => void;
  readonly onState: (state: PlanesState) => void;
  /** The user cancelled the loading, or goes back after a failure: the page shows its stack. */
  readonly onCancel: () => void;
};

/** The three planes. */
export type PlanesView = {
  /** Loads a source and shows it; what was shown before is freed. Never rejects: what goes wrong is said in place. */
  readonly show: (source: PlanesSource) => Promise<void>;
  readonly setWindow: (voi: Voi, isInverted: boolean) => void;
  /** Moves the crosshair, as a linked viewer does; not told back by `onPosition`. */
  readonly setPosition: (positionMm: Point3) => void;
  /** Lays something over the planes of this and later sources; null takes it away. */
  readonly setOverlay: (overlay: PlanesOverlay | null) => void;
  /** Stops loading and frees the volume. */
  readonly destroy: () => void;
};
