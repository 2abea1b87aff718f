import type { Label } from '../label/label';
import type { Protocol } from '../label/protocol';
import type { ImageRow } from './imageRow';
import type { LabelTableRow } from './labelTable';
import { publishedAge } from './labelValue';
import { drawnLabels } from './layoutMarks';
import type { ReconciledAnnotations } from './reconcileAnnotations';

/** The classes of GRAZPEDWRI-DX in the order of their numbers in its YOLO files. */
export const grazClasses = [
  'boneanomaly',
  'bonelesion',
  'foreignbody',
  'fracture',
  'metal',
  'periostealreaction',
  'pronatorsign',
  'softtissue',
  'text',
] as const;

/** Columns that hold 1 or nothing. */
export const grazFlags = ['fracture_visible', 'metal', 'cast', 'osteopenia', 'diagnosis_uncertain', 'initial_exam'] as const;

/** What is known of a film besides its labels; `patient` and `study` are the data set's own numbers, '' where it does not say. */
export type GrazPlace = Pick<ImageRow, 'sex' | 'ageYears' | 'view' | 'laterality'> & { readonly patient: string; readonly study: string };

const views: Readonly<Record<string, string>> = { 1: 'AP', 2: 'LATERAL', 3: 'OBLIQUE' };

/** What a film's name says, such as 0038_0775938745_03_WRI-L2_M014: patient, time, study, side with projection, sex with age; null for another name. */
export function placeOfGrazName(stem: string): GrazPlace | null {
  const found = /^(\d+)_\d+_(\d+)_WRI-([LR])(\d)_([MF])(\d{1,3})$/i.exec(stem);
  if (found === null) return null;
  const [, patient, study, side, projection = '', sex = '', age] = found;
  return {
    patient: plainNumber(patient),
    study: plainNumber(study),
    sex: sex.toUpperCase() === 'F' ? 'F' : 'M',
    ageYears: publishedAge(Number(age)),
    view: views[projection] ?? '',
    laterality: (side ?? '').toUpperCase(),
  };
}

/** What a film's row says. */
export function placeOfGrazRow({ cells, sex, ageYears }: LabelTableRow): GrazPlace {
  const side = (cells.laterality ?? '').trim().toUpperCase();
  return {
    patient: plainNumber(cells.patient_id),
    study: plainNumber(cells.study_number),
    sex,
    ageYears,
    view: views[plainNumber(cells.projection)] ?? '',
    laterality: side === 'L' || side === 'R' ? side : '',
  };
}

/** A row's place, with what its film's name says where the row says nothing. */
export function withGrazName(row: GrazPlace, name: GrazPlace | null): GrazPlace {
  return {
    patient: row.patient || (name?.patient ?? ''),
    study: row.study || (name?.study ?? ''),
    sex: row.sex || (name?.sex ?? ''),
    ageYears: row.ageYears ?? name?.ageYears ?? null,
    view: row.view || (name?.view ?? ''),
    laterality: row.laterality || (name?.laterality ?? ''),
  };
}

/** The device's maker on one line. */
export const manufacturerOf = ({ cells }: LabelTableRow): string =>
  (cells.device_manufacturer ?? '')
    .replace(/[\p{C}\s]+/gu, ' ')
    .trim()
    .slice(0, 64);

/** "0038", "38" and "38.0" are one number; what is no number stays as it is. */
function plainNumber(text = ''): string {
  const trimmed = text.trim();
  return /^\d+(\.0+)?$/.test(trimmed) ? String(Number(trimmed)) : trimmed;
}

/** Where a row and the name of its film disagree. */
export function grazNameProblems(row: GrazPlace, name: GrazPlace | null): readonly string[] {
  if (name === null) return [];
  const differs = (key: 'patient' | 'view' | 'laterality'): boolean => row[key] !== '' && name[key] !== '' && row[key] !== name[key];
  return [
    ...(differs('patient') ? ['patient_id and the name of its film differ; patient_id was taken'] : []),
    ...(differs('view') ? ['projection and the name of its film differ; projection was taken'] : []),
    ...(differs('laterality') ? ['laterality and the name of its film differ; laterality was taken'] : []),
  ];
}

const isSet = (text: string | undefined): boolean => /^(1|1\.0+|true|yes)$/i.test(text?.trim() ?? '');

/** Whether a film's label may be learned from, and why not: the diagnosis is uncertain, or table and boxes disagree while both are labelled. */
export function grazStatus(
  { cells }: LabelTableRow,
  annotations: ReconciledAnnotations | null,
  protocol: Protocol,
  takesUncertain: boolean,
): { readonly status: Label['status']; readonly isUncertain: boolean; readonly problems: readonly string[] } {
  const isUncertain = isSet(cells.diagnosis_uncertain) && !takesUncertain;
  const hasBoxes = annotations?.boxes.some(({ className }) => className === 'fracture') ?? false;
  const { box, region } = drawnLabels('fracture', protocol);
  const differ = annotations !== null && cells.fracture_visible !== undefined && isSet(cells.fracture_visible) !== hasBoxes;
  const isOpen = differ && (box !== null || region !== null);
  const what = hasBoxes
    ? 'it says that no fracture is visible, but there is a box around one'
    : 'it says that a fracture is visible, but no box is around one';
  return {
    status: isUncertain || isOpen ? 'draft' : 'final',
    isUncertain,
    problems: isOpen ? [`${what}; its label is a draft`] : [],
  };
}
