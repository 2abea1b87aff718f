import type { LabelDefinition, Protocol } from '../label/protocol';

/** Where a film or a study of MURA belongs, from its path; '' for what the path does not hold. */
export type MuraPlace = {
  readonly part: string;
  /** Such as XR_WRIST. */
  readonly region: string;
  readonly patient: string;
  readonly study: string;
  /** What the study's folder says: 1 for abnormal, 0 for normal, '' where it says nothing. */
  readonly abnormal: '1' | '0' | '';
};

/** Reads a path with slashes of a film or a study's folder; null for another one. */
export function placeOfMuraPath(path: string): MuraPlace | null {
  const found = /(?:^|\/)(patient\d+)\/(study\d+)(?:_(positive|negative))?(?:\/[^/]*)?$/i.exec(path);
  if (found === null) return null;
  const before = path.slice(0, found.index);
  const [, patient = '', study = '', said = ''] = found.map((text) => text?.toLowerCase());
  return {
    part: /(?:^|\/)(train|valid|test)(?:\/XR_[A-Z]+)?$/i.exec(before)?.[1]?.toLowerCase() ?? '',
    region: /(?:^|\/)(XR_[A-Z]+)$/i.exec(before)?.[1]?.toUpperCase() ?? '',
    patient,
    study,
    abnormal: said === '' ? '' : said === 'positive' ? '1' : '0',
  };
}

/** A study's name in all of the data set: patients have studies of several regions, each counted from 1. */
export const muraStudyName = ({ region, patient, study }: MuraPlace): string => `${patient}/${region}/${study}`;

/** A film's name in a project: all films of MURA are called image1, image2 and so on. */
export function muraFilmName(path: string): string {
  const place = placeOfMuraPath(path);
  const file = path.slice(path.lastIndexOf('/') + 1).replace(/\.[^.]*$/, '');
  return place === null ? file : [place.region, place.patient, place.study, file].filter((word) => word !== '').join('-');
}

/** The label that takes MURA's word: one that is called abnormal, or says so in `columns`. It is not the same as a fracture. */
export function abnormalLabel({ labels }: Protocol): LabelDefinition | null {
  const says = (text: string): boolean => /^abnormal(ity)?$/i.test(text.trim());
  return (
    labels.find(({ kind, name, values, columns = [] }) => kind === 'category' && values?.length === 2 && [name, ...columns].some(says)) ??
    null
  );
}

/** A line of a table without a header: a study's or film's path, and in the studies' table 0 or 1. */
export type MuraRow = { readonly line: number; readonly place: MuraPlace; readonly path: string; readonly abnormal: '1' | '0' | '' };

/** Reads `train_labeled_studies.csv` and `train_image_paths.csv`; a sentence for each line that is none, but for a header. */
export function parseMuraRows(
  text: string,
  isLabelled: boolean,
): { readonly rows: readonly MuraRow[]; readonly problems: readonly string[] } {
  const rows: MuraRow[] = [];
  const problems: string[] = [];
  for (const [index, line] of text
    .replace(/^\uFEFF/, '')
    .split(/\r?\n/)
    .entries()) {
    if (line.trim() === '') continue;
    const [path = '', said = ''] = line.split(',').map((cell) => cell.trim().replace(/^"|"$/g, '').replaceAll('\\', '/'));
    const place = placeOfMuraPath(path);
    const abnormal = /^1(\.0+)?$/.test(said) ? '1' : /^0(\.0+)?$/.test(said) ? '0' : '';
    if (place !== null && (abnormal !== '' || !isLabelled)) rows.push({ line: index + 1, place, path, abnormal });
    else if (index > 0 || place !== null)
      problems.push(`row ${index + 1}: it is not ${isLabelled ? 'the path of a study with 0 or 1' : 'the path of a film'}`);
  }
  return { rows, problems };
}
