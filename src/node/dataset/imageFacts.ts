import { publishedAge } from '../../core/dataset/labelValue';
import { type PseudonymKey, sitePseudonym } from '../../core/identity/pseudonym';
import type { ImageHeader } from '../images/imageHeader';
import type { ImageFacts } from './foundFile';

/** What a header says of its image, without anything that names a patient or a hospital. */
export function imageFacts(header: ImageHeader, key: PseudonymKey): ImageFacts {
  const { modality, bodyPart, view, laterality, rows, columns, frames, spacingMm, spacingFrom, sex, ageYears, institution } = header;
  return {
    modality: code(modality),
    bodyPart: code(bodyPart),
    view: code(view),
    laterality: code(laterality),
    rows,
    columns,
    frames,
    spacingMm,
    spacingFrom,
    sex,
    ageYears: ageYears === null ? null : publishedAge(ageYears),
    site: institution === '' ? '' : sitePseudonym(key, institution),
    manufacturer: line(header.manufacturer),
    model: line(header.model),
  };
}

/** A code string as DICOM defines it (PS3.5 6.2); anything else in such a field may be somebody's name and is left out. */
const code = (text: string): string => (/^[A-Z0-9_ ]{1,16}$/.test(text) ? text : '');

/** A device's name on one line, at most 64 characters. */
const line = (text: string): string =>
  text
    .replace(/[\p{C}\s]+/gu, ' ')
    .trim()
    .slice(0, 64);
