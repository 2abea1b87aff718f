/** The letters that lie on films to name the side, five by seven. */
const letters: Readonly<Record<'L' | 'R', readonly string[]>> = {
  L: ['#....', '#....', '#....', '#....', '#....', '#....', '#####'],
  R: ['####.', '#...#', '#...#', '####.', '#.#..', '#..#.', '#...#'],
};

/** Where a marker lies: its top left corner, and how large a step of its letter is, in pixels. */
export type MarkerPlace = { readonly column: number; readonly row: number; readonly step: number };

/** Adds a letter of lead to the bone's millimetres. */
export function drawMarker(bone: Float32Array, columns: number, side: 'L' | 'R', { column, row, step }: MarkerPlace): void {
  for (const [down, line] of letters[side].entries()) {
    for (const [right, dot] of [...line].entries()) {
      if (dot === '#') fill(bone, columns, column + right * step, row + down * step, step);
    }
  }
}

const lead = 30;

function fill(bone: Float32Array, columns: number, left: number, top: number, step: number): void {
  for (let row = top; row < top + step; row++) bone.fill(lead, row * columns + left, row * columns + left + step);
}
