import type { DicomElement } from '../dicom/writeDicom';
import type { FractureFilm } from './drawFractureFilm';
import { dateOf, digitalXRayForPresentation, patientElements, pixelElements, syntheticNotice, uidOf } from './filmElements';
import { type FilmRegion, filmRegions } from './filmField';
import type { FractureFilmPlan } from './planFractureFilms';

/** A fracture film's DICOM elements; films of one study share its UID, and `seed` makes all UIDs. */
export function fractureElements(plan: FractureFilmPlan, film: FractureFilm, seed: number): readonly DicomElement[] {
  const person = { ...plan, age: plan.months };
  return [...patientElements(person), ...studyElements(plan, seed), ...viewElements(plan), ...pixelElements(plan, film, plan.side)];
}

function studyElements(plan: FractureFilmPlan, seed: number): readonly DicomElement[] {
  const date = dateOf(plan.day);
  const minute = plan.studySeed % 1440;
  const time = `${String(Math.floor(minute / 60)).padStart(2, '0')}${String(minute % 60).padStart(2, '0')}00`;
  const uid = (kind: string): string => uidOf(`fractures|${seed}|${kind}`);
  const region = plan.region === 'leg' ? 'Lower leg' : plan.region.charAt(0).toUpperCase() + plan.region.slice(1);
  return [
    { tag: 0x00080005, vr: 'CS', value: 'ISO_IR 100' },
    { tag: 0x00080016, vr: 'UI', value: digitalXRayForPresentation },
    { tag: 0x00080018, vr: 'UI', value: uid(`instance ${plan.number}`) },
    { tag: 0x00080020, vr: 'DA', value: date },
    { tag: 0x00080022, vr: 'DA', value: date },
    { tag: 0x00080023, vr: 'DA', value: date },
    { tag: 0x00080030, vr: 'TM', value: time },
    { tag: 0x00080033, vr: 'TM', value: time },
    { tag: 0x00080050, vr: 'SH', value: '' },
    { tag: 0x00080060, vr: 'CS', value: 'DX' },
    { tag: 0x00080068, vr: 'CS', value: 'FOR PRESENTATION' },
    { tag: 0x00080070, vr: 'LO', value: plan.maker.name },
    { tag: 0x00080080, vr: 'LO', value: 'SYNTHETIC' },
    { tag: 0x00080090, vr: 'PN', value: '' },
    { tag: 0x00081030, vr: 'LO', value: `${region}, ${plan.side === 'L' ? 'left' : 'right'} (synthetic)` },
    { tag: 0x0008103e, vr: 'LO', value: syntheticNotice },
    { tag: 0x00081090, vr: 'LO', value: plan.maker.model },
    { tag: 0x0020000d, vr: 'UI', value: uid(`study ${plan.study}`) },
    { tag: 0x0020000e, vr: 'UI', value: uid(`series ${plan.number}`) },
    { tag: 0x00200010, vr: 'SH', value: `DEMO${plan.study}` },
    { tag: 0x00200011, vr: 'IS', value: String(plan.instance) },
    { tag: 0x00200013, vr: 'IS', value: '1' },
    { tag: 0x00204000, vr: 'LT', value: syntheticNotice },
  ];
}

/** SNOMED CT codes of the regions. */
const anatomy: Readonly<Record<FilmRegion, readonly [code: string, meaning: string]>> = {
  hand: ['85562004', 'Hand'],
  wrist: ['8205005', 'Wrist'],
  forearm: ['14975008', 'Forearm'],
  ankle: ['344001', 'Ankle'],
  leg: ['30021000', 'Lower leg'],
};

function viewElements(plan: FractureFilmPlan): readonly DicomElement[] {
  const [code, meaning] = anatomy[plan.region];
  const region: readonly DicomElement[] = [
    { tag: 0x00080100, vr: 'SH', value: code },
    { tag: 0x00080102, vr: 'SH', value: 'SCT' },
    { tag: 0x00080104, vr: 'LO', value: meaning },
  ];
  return [
    { tag: 0x00082218, vr: 'SQ', items: [region] },
    { tag: 0x00180015, vr: 'CS', value: filmRegions[plan.region] },
    { tag: 0x00181000, vr: 'LO', value: '0' },
    { tag: 0x00181020, vr: 'LO', value: 'RadSteps demo films' },
    { tag: 0x00181508, vr: 'CS', value: 'NONE' },
    { tag: 0x00185101, vr: 'CS', value: positionOf(plan) },
    { tag: 0x00187004, vr: 'CS', value: 'DIRECT' },
    { tag: 0x00200020, vr: 'CS', value: orientationOf(plan) },
    { tag: 0x00400555, vr: 'SQ', items: [] },
  ];
}

const isLeg = ({ region }: FractureFilmPlan): boolean => region === 'ankle' || region === 'leg';

/** DICOM's View Position. */
function positionOf(plan: FractureFilmPlan): string {
  if (plan.view === 'frontal') return isLeg(plan) ? 'AP' : 'PA';
  return plan.view === 'lateral' ? `${plan.side}L` : `${plan.side}LO`;
}

/** Where the right edge and the lower edge of a film point to; fingers count as feet. */
function orientationOf(plan: FractureFilmPlan): readonly string[] {
  const down = isLeg(plan) ? 'F' : 'H';
  if (plan.view === 'lateral') return [plan.side === 'L' ? 'A' : 'P', down];
  return ['L', down];
}
