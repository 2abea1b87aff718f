import type { Dataset, Element } from './dataset';
import { formatTag } from './dicomError';
import { undefinedLength } from './elementHeader';
import { bigIntegersOf, isLittleEndian, kindOf, numbersOf, textsOf, valueBytes } from './value';
import type { Vr } from './vr';

/** A value as text, and whether that is only its first characters. */
export type ValueText = { readonly text: string; readonly isCut: boolean };

/**
 * A value of the representation `vr` as text of at most `longest` characters, several values joined by backslash: numbers in decimal (64-bit ones
 * exactly), tags as `(0028,0010)`, bytes in hexadecimal but for unknown ones that are plain text; '' for sequences and encapsulated pixels.
 */
export function valueText(dataset: Dataset, element: Element, vr: Vr, characterSets: readonly string[], longest: number): ValueText {
  if (vr === 'SQ' || element.length === undefinedLength) return { text: '', isCut: false };
  // Text has at most 10 bytes to a character (an escape sequence each way around two bytes), a byte in hexadecimal three characters: more need not be decoded.
  const bytes = valueBytes(dataset, element).subarray(0, kindOf(vr) === 'bytes' ? longest : 10 * longest);
  const text = textOf(bytes, vr, characterSets, isLittleEndian(dataset, element));
  return { text: text.slice(0, longest), isCut: text.length > longest || bytes.length < element.valueEnd - element.valueStart };
}

function textOf(bytes: Uint8Array, vr: Vr, characterSets: readonly string[], littleEndian: boolean): string {
  if (vr === 'AT') return numbersOf(bytes, vr, littleEndian).map(formatTag).join('\\');
  if (vr === 'FL' || vr === 'OF') return numbersOf(bytes, vr, littleEndian).map(shortest).join('\\');
  const kind = kindOf(vr);
  if (kind === 'wide') return bigIntegersOf(bytes, vr, littleEndian).join('\\');
  if (kind === 'number') return numbersOf(bytes, vr, littleEndian).join('\\');
  if (kind === 'text') return textsOf(bytes, vr, characterSets).join('\\');
  return vr === 'UN' && looksLikeText(bytes) ? textsOf(bytes, 'LO', []).join('\\') : hexOf(bytes);
}

/** The fewest digits that give the same single-precision number. */
function shortest(value: number): string {
  for (let digits = 6; digits < 9; digits += 1) {
    const text = Number(value.toPrecision(digits));
    if (Math.fround(text) === value) return String(text);
  }
  return String(value);
}

/** Short values of unknown kind are text only without anything that a number's bytes often are. */
function looksLikeText(bytes: Uint8Array): boolean {
  const padded = bytes.at(-1) === 0 ? bytes.subarray(0, -1) : bytes;
  if (bytes.length > 8) return padded.every((byte) => (byte >= 0x20 && byte < 0x7f) || (byte >= 0x09 && byte <= 0x0d));
  return padded === bytes && /^[\w .,/:+^\\-]*$/.test(String.fromCharCode(...bytes));
}

const hexOf = (bytes: Uint8Array): string => Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0').toUpperCase()).join('\\');
