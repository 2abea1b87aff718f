import type { Dataset } from './dataset';
import { elementOf, plainText } from './elementOf';
import { readString } from './value';
import type { DicomElement } from './writeDicom';

/** A coded concept (PS3.3 section 8): its value in a coding scheme such as SCT, DCM or UCUM, and what it means to people. */
export type Code = { readonly value: string; readonly scheme: string; readonly meaning: string };

/** The elements of a code's item; a value of more than 16 characters goes to Long Code Value. */
export function codeItem({ value, scheme, meaning }: Code): readonly DicomElement[] {
  return [
    elementOf(value.length <= 16 ? 'CodeValue' : 'LongCodeValue', value),
    elementOf('CodingSchemeDesignator', scheme),
    elementOf('CodeMeaning', plainText(meaning) || value),
  ];
}

/** Reads a code's item; texts that are missing are ''. */
export const readCode = (item: Dataset): Code => ({
  value: readString(item, 'CodeValue') || readString(item, 'LongCodeValue'),
  scheme: readString(item, 'CodingSchemeDesignator'),
  meaning: readString(item, 'CodeMeaning'),
});

export const isSameCode = (a: Pick<Code, 'value' | 'scheme'>, b: Pick<Code, 'value' | 'scheme'>): boolean =>
  a.value === b.value && a.scheme === b.scheme;
