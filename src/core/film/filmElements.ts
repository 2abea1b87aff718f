import { sha256 } from '@noble/hashes/sha2.js';
import type { DicomElement } from '../dicom/writeDicom';
import type { HandFilm } from './drawHandFilm';
import type { FilmPlan } from './planFilms';

/** Said in every film's header, because nothing is burnt into its pixels. */
export const syntheticNotice = 'SYNTHETIC FILM made by RadSteps, not a patient';

/** The SOP class of all films. */
export const digitalXRayForPresentation = '1.2.840.10008.5.1.4.1.1.1.1';

/** A film's DICOM elements: Digital X-Ray Image for Presentation, 12 of 16 bits, inverted where the plan says so; `seed` makes its UIDs. */
export function filmElements(plan: FilmPlan, film: HandFilm, seed: number): readonly DicomElement[] {
  return [...patientElements(plan), ...studyElements(plan, seed), ...equipmentElements(plan), ...pixelElements(plan, film, 'L')];
}

/** Who was never there: name, number, sex and age (months). */
export function patientElements({
  patient,
  sex,
  age,
  maker,
}: Pick<FilmPlan, 'patient' | 'sex' | 'age' | 'maker'>): readonly DicomElement[] {
  const number = String(patient).padStart(4, '0');
  return [
    { tag: 0x00100010, vr: 'PN', value: `SYNTHETIC^RadSteps^${number}` },
    { tag: 0x00100020, vr: 'LO', value: `RADSTEPS-DEMO-${number}` },
    { tag: 0x00100030, vr: 'DA', value: '' },
    { tag: 0x00100040, vr: 'CS', value: sex },
    { tag: 0x00101010, vr: 'AS', value: ageString(age, maker.agesInMonths) },
    { tag: 0x00104000, vr: 'LT', value: syntheticNotice },
  ];
}

/** Small children's ages are in months with every maker. */
function ageString(months: number, inMonths: boolean): string {
  return (inMonths && months < 1000) || months < 36
    ? `${String(Math.floor(months)).padStart(3, '0')}M`
    : `${String(Math.floor(months / 12)).padStart(3, '0')}Y`;
}

function studyElements(plan: FilmPlan, seed: number): readonly DicomElement[] {
  const date = dateOf(plan.day);
  const minute = (plan.filmSeed >>> 8) % 540;
  const time = `${String(8 + Math.floor(minute / 60)).padStart(2, '0')}${String(minute % 60).padStart(2, '0')}00`;
  const uid = (kind: string): string => uidOf(`${seed}|${plan.number}|${kind}`);
  return [
    { tag: 0x00080005, vr: 'CS', value: 'ISO_IR 100' },
    { tag: 0x00080016, vr: 'UI', value: digitalXRayForPresentation },
    { tag: 0x00080018, vr: 'UI', value: uid('instance') },
    { tag: 0x00080020, vr: 'DA', value: date },
    { tag: 0x00080022, vr: 'DA', value: date },
    { tag: 0x00080023, vr: 'DA', value: date },
    { tag: 0x00080030, vr: 'TM', value: time },
    { tag: 0x00080033, vr: 'TM', value: time },
    { tag: 0x00080050, vr: 'SH', value: '' },
    { tag: 0x00080060, vr: 'CS', value: 'DX' },
    { tag: 0x00080068, vr: 'CS', value: 'FOR PRESENTATION' },
    { tag: 0x00080090, vr: 'PN', value: '' },
    { tag: 0x00081030, vr: 'LO', value: 'Bone age, left hand (synthetic)' },
    { tag: 0x0008103e, vr: 'LO', value: syntheticNotice },
    { tag: 0x0020000d, vr: 'UI', value: uid('study') },
    { tag: 0x0020000e, vr: 'UI', value: uid('series') },
    { tag: 0x00200010, vr: 'SH', value: `DEMO${plan.number}` },
    { tag: 0x00200011, vr: 'IS', value: '1' },
    { tag: 0x00200013, vr: 'IS', value: '1' },
    { tag: 0x00204000, vr: 'LT', value: syntheticNotice },
  ];
}

function equipmentElements({ maker }: FilmPlan): readonly DicomElement[] {
  return [
    { tag: 0x00080070, vr: 'LO', value: maker.name },
    { tag: 0x00080080, vr: 'LO', value: 'SYNTHETIC' },
    { tag: 0x00081090, vr: 'LO', value: maker.model },
    { tag: 0x00180015, vr: 'CS', value: 'HAND' },
    { tag: 0x00181000, vr: 'LO', value: '0' },
    { tag: 0x00181020, vr: 'LO', value: 'RadSteps demo films' },
    { tag: 0x00185101, vr: 'CS', value: 'PA' },
  ];
}

/** A film's pixels and what is said of them. */
export function pixelElements(
  { inverted, maker }: Pick<FilmPlan, 'inverted' | 'maker'>,
  { rows, columns, pixels, spacing }: HandFilm,
  side: 'L' | 'R',
): readonly DicomElement[] {
  const millimetres = spacing.toFixed(4);
  const { center, width } = maker.window;
  return [
    { tag: 0x00080008, vr: 'CS', value: ['ORIGINAL', 'PRIMARY'] },
    { tag: 0x00181164, vr: 'DS', value: [millimetres, millimetres] },
    { tag: 0x00200062, vr: 'CS', value: side },
    { tag: 0x00280002, vr: 'US', value: [1] },
    { tag: 0x00280004, vr: 'CS', value: inverted ? 'MONOCHROME1' : 'MONOCHROME2' },
    { tag: 0x00280010, vr: 'US', value: [rows] },
    { tag: 0x00280011, vr: 'US', value: [columns] },
    ...(maker.writesPixelSpacing ? [{ tag: 0x00280030, vr: 'DS', value: [millimetres, millimetres] }] : []),
    { tag: 0x00280100, vr: 'US', value: [16] },
    { tag: 0x00280101, vr: 'US', value: [12] },
    { tag: 0x00280102, vr: 'US', value: [11] },
    { tag: 0x00280103, vr: 'US', value: [0] },
    { tag: 0x00280301, vr: 'CS', value: 'NO' },
    { tag: 0x00281040, vr: 'CS', value: 'LOG' },
    { tag: 0x00281041, vr: 'SS', value: [inverted ? 1 : -1] },
    { tag: 0x00281050, vr: 'DS', value: String(inverted ? highest - center : center) },
    { tag: 0x00281051, vr: 'DS', value: String(width) },
    { tag: 0x00281052, vr: 'DS', value: '0' },
    { tag: 0x00281053, vr: 'DS', value: '1' },
    { tag: 0x00281054, vr: 'LO', value: 'US' },
    { tag: 0x00282110, vr: 'CS', value: '00' },
    { tag: 0x20500020, vr: 'CS', value: inverted ? 'INVERSE' : 'IDENTITY' },
    { tag: 0x7fe00010, vr: 'OW', value: inverted ? pixels.map((value) => highest - value) : pixels },
  ];
}

const highest = 4095;

/** A day of invented time, which begins on 4 January 2010, as DICOM writes dates. */
export function dateOf(day: number): string {
  return new Date(Date.UTC(2010, 0, 4 + day)).toISOString().slice(0, 10).replaceAll('-', '');
}

/** A UID below 2.25 from a text's SHA-256 as a version 8 UUID (RFC 9562). */
export function uidOf(text: string): string {
  const bytes = sha256(new TextEncoder().encode(`radsteps-demo|${text}`)).slice(0, 16);
  bytes[6] = ((bytes[6] ?? 0) & 0x0f) | 0x80;
  bytes[8] = ((bytes[8] ?? 0) & 0x3f) | 0x80;
  return `2.25.${bytes.reduce((number, byte) => number * 256n + BigInt(byte), 0n)}`;
}
