import type { FrameHeader } from '../../series/frameHeader';
import { UserError } from '../../userError';
import type { Affine3 } from '../../volume/affine3';
import type { FrameGeometry } from '../../volume/frameGeometry';
import { stackGeometry } from '../../volume/stackGeometry';
import { cross3, scale3 } from '../../volume/vector3';
import type { Spacing } from '../measure';
import type { FramePlace, SourceImage } from './sourceImage';

/** The voxels of an image as one volume: columns, rows and slices of its frames. */
export type MaskGrid = {
  readonly rows: number;
  readonly columns: number;
  /** The frame of each slice. */
  readonly places: readonly FramePlace[];
  /** Voxel indices to millimetres in DICOM's patient frame (LPS); for an image without a position its rows run to the left and down to the back, as ITK reads it. */
  readonly affine: Affine3;
  readonly isInPatient: boolean;
  readonly isInMillimetres: boolean;
};

/**
 * The grid of an image's frames; in the patient where all frames say where they lie and are even slices of one volume, else in their order, with the
 * image's own spacing where it is the patient's. Null where the files differ in size.
 */
export function maskGrid({ instances }: Pick<SourceImage, 'instances'>, spacing: Spacing | null): MaskGrid | null {
  const [first] = instances;
  if (first === undefined || instances.some(({ rows, columns }) => rows !== first.rows || columns !== first.columns)) return null;
  const frames = instances.flatMap((instance, file) => instance.frames.map((header, frame) => ({ file, frame, header })));
  const places = frames.map(({ file, frame }) => ({ file, frame }));
  const { rows, columns } = first;
  const inPatient = geometryOf(
    frames.map(({ header }) => header),
    first.sliceThicknessMm,
  );
  if (inPatient === null) return plainGrid({ rows, columns }, places, spacing);
  const ordered = inPatient.order.flatMap((at) => places[at] ?? []);
  return { rows, columns, places: ordered, affine: inPatient.toMm, isInPatient: true, isInMillimetres: true };
}

/** The grid of frames that don't say where they lie. */
export function plainGrid(
  { rows, columns }: Pick<MaskGrid, 'rows' | 'columns'>,
  places: readonly FramePlace[],
  spacing: Spacing | null,
): MaskGrid {
  const [down, right] = spacing?.from === 'PixelSpacing' ? spacing.mm : [1, 1];
  const affine: Affine3 = {
    steps: [
      [right, 0, 0],
      [0, down, 0],
      [0, 0, 1],
    ],
    origin: [0, 0, 0],
  };
  return { rows, columns, places, affine, isInPatient: false, isInMillimetres: spacing?.from === 'PixelSpacing' };
}

function geometryOf(headers: readonly FrameHeader[], thickness: number | null) {
  const slices = headers.flatMap(({ positionMm, orientation, spacingMm }): readonly FrameGeometry[] =>
    positionMm === null || orientation === null || spacingMm === null ? [] : [{ positionMm, orientation, spacingMm }],
  );
  const [first] = slices;
  if (first === undefined || slices.length < headers.length) return null;
  if (slices.length === 1) {
    const { positionMm, orientation, spacingMm } = first;
    const steps = [scale3(orientation[0], spacingMm[1]), scale3(orientation[1], spacingMm[0])] as const;
    return { order: [0], toMm: { steps: [...steps, scale3(cross3(...orientation), thickness ?? 1)], origin: positionMm } as const };
  }
  try {
    return stackGeometry(slices);
  } catch (error) {
    // A time series, or slices with gaps: no affine says where they lie.
    if (error instanceof UserError) return null;
    throw error;
  }
}
