/** A bar that tells how large things are: its length in canvas pixels, and what that is. */
export type ScaleBar = { readonly pixels: number; readonly label: string };

/** Where millimetres come from: of the patient, of the detector (things in the patient are smaller), or nowhere. */
export type LengthUnit = 'mm' | 'mm at the detector' | 'px';

/** The longest bar of 1, 2 or 5 times a power of ten that is not longer than `room` canvas pixels; `unitsPerPixel` are millimetres or picture pixels a canvas pixel. */
export function scaleBar(unitsPerPixel: number, unit: LengthUnit, room: number): ScaleBar {
  const most = room * unitsPerPixel;
  const power = 10 ** Math.floor(Math.log10(most));
  const length = power * ([5, 2].find((step) => step * power <= most) ?? 1);
  return { pixels: length / unitsPerPixel, label: lengthLabel(length, unit) };
}

function lengthLabel(length: number, unit: LengthUnit): string {
  const inCentimetres = unit !== 'px' && length >= 10;
  const number = Number((inCentimetres ? length / 10 : length).toPrecision(3));
  return inCentimetres ? `${number} ${unit.replace('mm', 'cm')}` : `${number} ${unit}`;
}
