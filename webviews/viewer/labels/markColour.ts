import type { LabelDefinition } from '../../../src/core/label/protocol';

/** Told apart also by colour-blind eyes, on black and on white (Okabe and Ito 2008, without black). */
const palette = ['#56b4e9', '#e69f00', '#009e73', '#f0e442', '#cc79a7', '#d55e00', '#0072b2'] as const;

/** What a definition is drawn in: the protocol's colour, else one by its name. */
export function colourOf({ name, colour }: Pick<LabelDefinition, 'name' | 'colour'>): string {
  if (colour !== undefined) return colour;
  const sum = [...name].reduce((sofar, letter) => (sofar * 31 + (letter.codePointAt(0) ?? 0)) % 997, 7);
  return palette[sum % palette.length] ?? palette[0];
}
