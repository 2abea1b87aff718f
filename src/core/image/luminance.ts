/** Rec. 601 luma of red, green and blue, in their unit; equal parts give exactly that part. */
export const luminance = (red: number, green: number, blue: number): number => (299 * red + 587 * green + 114 * blue) / 1000;
