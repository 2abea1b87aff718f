/** A place or a direction in the patient's frame (LPS): x to the patient's left, y to the back, z to the head; millimetres. */
export type Point3 = readonly [x: number, y: number, z: number];

/** Where a frame lies in the patient. */
export type FrameGeometry = {
  /** The centre of the frame's first (top left) pixel: Image Position (Patient). */
  readonly positionMm: Point3;
  /** Unit vectors: along a row to the next column, then down a column to the next row: Image Orientation (Patient). */
  readonly orientation: readonly [right: Point3, down: Point3];
  /** From row to row, then from column to column: Pixel Spacing. */
  readonly spacingMm: readonly [rows: number, columns: number];
};
