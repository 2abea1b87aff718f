import type { Frame } from '../../src/core/image/frame';
import type { FrameMeaning, VoiWindow } from '../../src/core/image/frameMeaning';
import type { FrameGeometry, Point3 } from '../../src/core/volume/frameGeometry';

/** One slice as the page decodes it; without a geometry no planes can be made, and the view says so. */
export type LoadedSlice = { readonly frame: Frame; readonly meaning: FrameMeaning; readonly geometry: FrameGeometry | null };

/** What a grey level stands for; the page and its planes share one. */
export type PlanesWindow = Pick<VoiWindow, 'center' | 'width' | 'shape'>;

export type PlaneName = 'axial' | 'coronal' | 'sagittal';

/** Zoom as a factor of the fitted picture, and the shift of its middle in millimetres to the right and down. */
export type PlaneZoom = { readonly factor: number; readonly shiftMm: readonly [number, number] };

/** What survives a tab switch and a reload; plain JSON. */
export type PlanesState = {
  readonly positionMm: Point3;
  /** The plane that is shown large; null: all three are equal. */
  readonly large: PlaneName | null;
  readonly zoom: Readonly<Record<PlaneName, PlaneZoom>>;
};

/** A stack of slices (one point in time) that becomes a volume. */
export type PlanesSource = {
  readonly slices: number;
  /** Resolves to the slice; slices are asked for one after the other from the middle outwards, and no more once the signal says stop. */
  readonly loadSlice: (index: number, signal: AbortSignal) => Promise<LoadedSlice>;
  /** Null: from the volume's own values. */
  readonly window: PlanesWindow | null;
  /** True shows low values bright; for MONOCHROME1 and for the user's own inversion: the page says which of them holds. */
  readonly isInverted: boolean;
  /** Where the crosshair stands first; null: the volume's middle. */
  readonly positionMm: Point3 | null;
  readonly state: PlanesState | null;
};

/** What the view tells the page. */
export type PlanesGiven = {
  /** A volume that needs more than this is refused with a sentence. */
  readonly limitBytes: number;
  readonly onPosition: (positionMm: Point3) => void;
  /** The window was dragged (or found from the values at first): the page keeps it and need not call `setWindow` back. */
  readonly onWindow: (window: PlanesWindow) => void;
  readonly onState: (state: PlanesState) => void;
  /** The user cancelled the loading: the page goes back to its stack. */
  readonly onCancel: () => void;
};

/** The three planes; `destroy` frees the volume. */
export type PlanesView = {
  /** Loads a source and shows it; what was shown before is freed. Never rejects: what goes wrong is said in place. */
  readonly show: (source: PlanesSource) => Promise<void>;
  readonly setWindow: (window: PlanesWindow, isInverted: boolean) => void;
  readonly setPosition: (positionMm: Point3) => void;
  /** Fits all planes and takes the crosshair to the volume's middle. */
  readonly reset: () => void;
  readonly destroy: () => void;
};
