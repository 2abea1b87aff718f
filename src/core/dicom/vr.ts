/** Value representation: two capital letters, such as `US`; unknown ones are kept as they stand in the file. */
export type Vr = string;

/** PS3.5 7.1.2 as of 2024: these have 16-bit lengths in explicit VR; every other, new ones included, has 2 reserved bytes and 32 bits. */
const shortVrs = 'AE AS AT CS DA DS DT FL FD IS LO LT PN SH SL SS ST TM UI UL US';
const longVrs = 'OB OD OF OL OV OW SQ SV UC UN UR UT UV';

const codeOf = (vr: Vr): number => (vr.charCodeAt(0) << 8) | vr.charCodeAt(1);
const shortCodes: ReadonlyMap<number, Vr> = new Map(shortVrs.split(' ').map((vr) => [codeOf(vr), vr]));
const longCodes: ReadonlyMap<number, Vr> = new Map(longVrs.split(' ').map((vr) => [codeOf(vr), vr]));

/** True where explicit VR headers give the length in 16 bits. */
export const hasShortLength = (vr: Vr): boolean => shortCodes.has(codeOf(vr));

const isCapital = (byte: number): boolean => byte >= 0x41 && byte <= 0x5a;

/** The value representation that two bytes spell, or undefined where they are not two capital letters. */
export function vrFromBytes(first: number, second: number): Vr | undefined {
  const code = (first << 8) | second;
  const known = shortCodes.get(code) ?? longCodes.get(code);
  if (known !== undefined) return known;
  return isCapital(first) && isCapital(second) ? String.fromCharCode(first, second) : undefined;
}

/** True for a value representation of the standard's list. */
export const isKnownVr = (vr: Vr): boolean => shortCodes.has(codeOf(vr)) || longCodes.has(codeOf(vr));
