import type { Canvas } from './canvas';
import { drawFlesh } from './drawFlesh';
import { drawSesamoids } from './drawSesamoids';
import { drawShaft } from './drawShaft';
import { drawWristBone } from './drawWristBone';
import { enlarged } from './enlarged';
import { expose } from './expose';
import { maturityAt } from './maturity';
import type { Sex } from './ossification';
import { inventPatient } from './patient';
import { type PlacedHand, placeHand } from './placeHand';
import { drawPose, type Pose } from './pose';
import { makeTexture } from './texture';

/** What a film is drawn from: the same values give the same pixels on every machine with the same arithmetic. */
export type HandFilmRequest = {
  /** Months, 0..228. */
  readonly boneAge: number;
  readonly sex: Sex;
  /** Films of one patient share this. */
  readonly patientSeed: number;
  /** Position, exposure and noise. */
  readonly filmSeed: number;
};

/** A left hand seen from its back, thumb on the right: 12-bit values row after row, bone bright. */
export type HandFilm = {
  readonly rows: number;
  readonly columns: number;
  readonly pixels: Uint16Array;
  /** Millimetres between pixels at the detector, rows and columns alike. */
  readonly spacing: number;
};

const columns = 512;
const rows = 640;

/** Draws a hand radiograph of nobody. */
export function drawHandFilm({ boneAge, sex, patientSeed, filmSeed }: HandFilmRequest): HandFilm {
  const patient = inventPatient(sex, patientSeed);
  const maturity = maturityAt(boneAge, sex, patient.delays);
  const pose = drawPose(filmSeed);
  const hand = placeHand(patient, maturity, pose);
  const spacing = spacingFor(hand, pose);
  const bones = canvasFor(hand, pose, spacing, 1);
  const texture = makeTexture(filmSeed + 1, 0.17);
  for (const bone of [...hand.forearm, ...hand.rays.flat()]) drawShaft(bones, bone, maturity, patient.cortex, texture);
  for (const bone of hand.wrist) drawWristBone(bones, bone, maturity.size(bone.bone.centre), patient.density, texture);
  drawSesamoids(bones, hand, maturity);
  const half = canvasFor(hand, pose, spacing, 2);
  drawFlesh(half, hand, patient.flesh);
  const pixels = expose(enlarged(half, columns, rows), bones.values, columns, rows, pose, filmSeed + 2);
  return { rows, columns, pixels, spacing };
}

/** The longest finger's tip, millimetres above the origin. */
function reach(hand: PlacedHand): number {
  const tips = hand.rays.flat().map((bone) => bone.start[1] + Math.cos(bone.angle) * bone.length);
  return Math.max(...tips) + 4 * hand.breadth;
}

/** Small hands get smaller fields, but not in proportion, so that size alone tells only part of the age. */
function spacingFor(hand: PlacedHand, pose: Pose): number {
  const fit = (reach(hand) + pose.forearm * hand.length) / ((1 - pose.margin) * rows);
  const adult = 0.4;
  return fit * (adult / Math.min(adult, fit)) ** 0.25;
}

function canvasFor(hand: PlacedHand, pose: Pose, spacing: number, reduction: number): Canvas {
  const scale = 1 / spacing / reduction;
  const [c, r] = [columns / reduction, rows / reduction];
  const turn = [Math.cos(pose.rotation), Math.sin(pose.rotation)] as const;
  const middle = 9 * hand.breadth;
  const top = pose.margin * r + reach(hand) * scale;
  const origin = [c * (0.5 + pose.shift) - scale * middle + 0.35 * turn[1] * reach(hand) * scale, top] as const;
  return { columns: c, rows: r, values: new Float32Array(c * r), scale, origin, turn };
}
