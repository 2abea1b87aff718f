import { dictionary, type Keyword } from './dictionary';
import type { DicomElement, DicomSequence, DicomValue } from './writeDicom';

/** An element to write, by its keyword; a number alone is one value, and decimal strings are written from numbers. */
export function elementOf(keyword: Keyword, value: DicomValue['value'] | number): DicomValue {
  const [tag, vr] = dictionary[keyword];
  const values = typeof value === 'number' ? [value] : value;
  if ((vr !== 'DS' && vr !== 'IS') || !Array.isArray(values)) return { tag, vr, value: values };
  return { tag, vr, value: values.map((entry) => (typeof entry === 'number' ? decimalString(entry) : String(entry))) };
}

/** A sequence to write, by its keyword. */
export function sequenceOf(keyword: Keyword, items: readonly (readonly DicomElement[])[]): DicomSequence {
  return { tag: dictionary[keyword][0], vr: 'SQ', items };
}

/** A number in the 16 characters that a decimal string has, as exact as they allow; throws RangeError for one that is not finite. */
export function decimalString(value: number): string {
  if (!Number.isFinite(value)) throw new RangeError('a decimal string is finite');
  const plain = String(value);
  if (plain.length <= 16) return plain;
  for (let digits = 15; digits > 0; digits -= 1) {
    const text = String(Number(value.toPrecision(digits)));
    if (text.length <= 16) return text;
  }
  return value.toExponential(6);
}

/** A text as DICOM's short text elements take it: one line, no backslash, at most `longest` characters. */
export const plainText = (text: string, longest = 64): string =>
  [...text.replace(/[\p{C}\\\s]+/gu, ' ').trim()].slice(0, longest).join('').trim();
