/** Red, green and blue, 0 to 255. */
export type Rgb = readonly [red: number, green: number, blue: number];

/** Relative luminance that a line on black needs for a contrast of 4.5 to 1 (WCAG 2.1: (L + 0.05) / 0.05). */
const leastLuminance = 4.5 * 0.05 - 0.05;

/** The relative luminance of a colour, 0 to 1, after WCAG 2.1. */
export function luminance([red, green, blue]: Rgb): number {
  const linear = (value: number): number => (value <= 10.31475 ? value / 3294.6 : ((value / 255 + 0.055) / 1.055) ** 2.4);
  return 0.2126 * linear(red) + 0.7152 * linear(green) + 0.0722 * linear(blue);
}

/** The colour itself, or as much white mixed into it as a line over a dark film needs: a light theme's colours are made for white paper. */
export function brightEnough(colour: Rgb): Rgb {
  for (let white = 0; white < 20; white++) {
    const mixed = colour.map((value) => Math.round(value + (white / 20) * (255 - value)));
    const found: Rgb = [mixed[0] ?? 255, mixed[1] ?? 255, mixed[2] ?? 255];
    if (luminance(found) >= leastLuminance) return found;
  }
  return [255, 255, 255];
}
