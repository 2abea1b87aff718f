import type { PixelPoint } from '../label/label';
import { mulberry32 } from '../statistics/random';
import { breakBone } from './breakBone';
import type { Break } from './brokenBone';
import { type Canvas, toCanvas } from './canvas';
import { type Cast, drawCast } from './drawCast';
import { fillFlesh } from './drawFlesh';
import type { HandFilm } from './drawHandFilm';
import { drawMarker } from './drawMarker';
import { drawMetal, type Metal } from './drawMetal';
import { drawModel, pointOn } from './drawModel';
import { drawWristBone } from './drawWristBone';
import { enlarged } from './enlarged';
import { expose } from './expose';
import { type FilmField, type FilmRegion, filmField } from './filmField';
import { healBone } from './healBone';
import type { Limb, LimbView, NamedBone } from './limb';
import type { Sex } from './ossification';
import { inventPatient, type Patient } from './patient';
import { placeArm } from './placeArm';
import { placeLeg } from './placeLeg';
import { drawPose, type Pose } from './pose';
import { shaftModel } from './shaftModel';
import { makeTexture, type Texture } from './texture';
import { addCapsule, type TissueLayer } from './tissueDepth';

/** What a film of an injured limb is drawn from; bones are called as the view's limb calls them. */
export type FractureFilmRequest = {
  readonly region: FilmRegion;
  readonly view: LimbView;
  readonly side: 'L' | 'R';
  readonly sex: Sex;
  /** The patient's age. */
  readonly months: number;
  readonly patientSeed: number;
  readonly filmSeed: number;
  /** Breaks that this view shows. */
  readonly breaks: readonly { readonly bone: string; readonly broken: Break }[];
  readonly healed: readonly { readonly bone: string; readonly at: number; readonly strength: number }[];
  readonly metal: readonly { readonly bone: string; readonly metal: Metal }[];
  readonly cast: Cast | null;
  /** Where soft tissue has swollen: round a fresh break, or a bruise. */
  readonly swollen: readonly { readonly bone: string; readonly at: number }[];
};

/** A film, and the outline of every break that it shows, in continuous pixels. */
export type FractureFilm = HandFilm & { readonly outlines: readonly (readonly PixelPoint[])[] };

const columns = 448;
const rows = 560;

/** Draws a radiograph of nobody's broken or whole limb. */
export function drawFractureFilm(request: FractureFilmRequest): FractureFilm {
  const { region, view, months, sex, patientSeed, filmSeed } = request;
  const patient = aged(inventPatient(sex, patientSeed), months);
  const pose = drawPose(filmSeed);
  const field = filmField(region, view);
  const limb = field.limb === 'arm' ? placeArm(patient, months, pose, view) : placeLeg(patient, months, view);
  const bones = canvasFor(field, limb, pose, 1);
  const texture = makeTexture(filmSeed + 1, 0.17);
  const outlines = drawBones(bones, limb, patient, request, texture);
  const soft = drawSoft(field, limb, pose, request, texture);
  const isMirrored = request.side === 'R';
  const shadows = [enlarged(soft, columns, rows), bones.values].map((values) =>
    hardened(isMirrored ? mirrored(values) : values, field.beam),
  );
  const [flesh = bones.values, bone = bones.values] = shadows;
  drawMarker(bone, columns, request.side, markerPlace(filmSeed));
  const pixels = expose(flesh, bone, columns, rows, pose, filmSeed + 2);
  const placed = outlines.map((outline) => outline.map(([x, y]) => onFilm(isMirrored ? columns - x : x, y)));
  return { rows, columns, pixels, spacing: 1 / bones.scale, outlines: placed };
}

/** Old bones have thin walls. */
function aged(patient: Patient, months: number): Patient {
  const lost = Math.min(1, Math.max(0, (months / 12 - 50) / 40));
  return { ...patient, cortex: patient.cortex * (1 - 0.32 * lost), density: patient.density * (1 - 0.3 * lost) };
}

function canvasFor({ top, bottom, middle }: FilmField, limb: Limb, pose: Pose, reduction: number): Canvas {
  const [c, r] = [columns / reduction, rows / reduction];
  // Injured limbs lie less straight than hands that are positioned for a bone age.
  const scale = r / ((top - bottom) * limb.length * (0.94 + 2.4 * pose.margin));
  const turn = [Math.cos(2.6 * pose.rotation), Math.sin(2.6 * pose.rotation)] as const;
  const across = c * (0.5 + 1.6 * pose.shift) - middle * limb.length * scale;
  const centre = ((top + bottom) / 2) * limb.length * scale;
  return {
    columns: c,
    rows: r,
    values: new Float32Array(c * r),
    scale,
    origin: [across + turn[1] * centre, r / 2 + centre * turn[0]],
    turn,
  };
}

function drawBones(
  canvas: Canvas,
  limb: Limb,
  patient: Patient,
  request: FractureFilmRequest,
  texture: Texture,
): readonly (readonly PixelPoint[])[] {
  const outlines = limb.long.flatMap((bone) => drawLong(canvas, limb, bone, patient, request, texture));
  for (const bone of limb.short) drawWristBone(canvas, bone, bone.size, patient.density, texture);
  return outlines;
}

/** Draws a long bone as its breaks, callus and metal make it. */
function drawLong(
  canvas: Canvas,
  limb: Limb,
  { name, placed }: NamedBone,
  patient: Patient,
  { breaks, healed, metal }: FractureFilmRequest,
  texture: Texture,
): readonly (readonly PixelPoint[])[] {
  const whole = shaftModel(placed, limb.maturity, patient.cortex);
  const outlines: (readonly PixelPoint[])[] = [];
  let model = whole;
  for (const { at, strength } of healed.filter(({ bone }) => bone === name)) model = healBone(model, at, strength);
  for (const { broken } of breaks.filter(({ bone }) => bone === name)) {
    const parts = breakBone(model, broken);
    model = parts.model;
    outlines.push(parts.outline.map(([along, across]) => centred(toCanvas(canvas, pointOn(placed, along, across)))));
  }
  drawModel(canvas, placed, model, texture);
  for (const own of metal.filter(({ bone }) => bone === name)) drawMetal(canvas, placed, whole, own.metal);
  return outlines;
}

/** The middle of a canvas' pixel lies half a pixel from the film's corner. */
const centred = ([x, y]: PixelPoint): PixelPoint => [x + 0.5, y + 0.5];

function onFilm(column: number, row: number): PixelPoint {
  const within = (value: number, most: number): number => Math.round(100 * Math.min(most, Math.max(0, value))) / 100;
  return [within(column, columns), within(row, rows)];
}

function drawSoft(field: FilmField, limb: Limb, pose: Pose, { cast, swollen, filmSeed }: FractureFilmRequest, texture: Texture): Canvas {
  const half = canvasFor(field, limb, pose, 2);
  const margin = cast === null ? 0 : cast.wall + 1;
  const depth = limb.skin(half, margin);
  for (const { bone, at } of swollen) swell({ canvas: half, depth, margin }, limb, bone, at);
  fillFlesh(half, depth, limb.thick, limb.unit);
  if (cast !== null) {
    const sized = { ...cast, top: cast.top * limb.length, bottom: cast.bottom * limb.length };
    drawCast(half, depth, sized, limb.thick, limb.unit, filmSeed % 2 === 0 ? texture : makeTexture(filmSeed + 3, 0.1));
  }
  return half;
}

/** Bulges the skin round a place of a bone by some millimetres. */
function swell(layer: TissueLayer, limb: Limb, name: string, at: number): void {
  const placed = limb.long.find((bone) => bone.name === name)?.placed;
  if (placed === undefined) return;
  const { canvas, depth } = layer;
  const centre = pointOn(placed, at * placed.length, 0);
  const [column, row] = toCanvas(canvas, centre).map(Math.round);
  const inside = depth[(row ?? 0) * canvas.columns + (column ?? 0)] ?? 0;
  const radius = inside / canvas.scale + 5 * limb.unit;
  if (inside > 0) addCapsule(layer, centre, centre, radius, radius, 9 * limb.unit);
}

/** A thicker limb gets a harder beam, which sees less of everything. */
function hardened(values: Float32Array, beam: number): Float32Array {
  return values.map((value) => value * beam);
}

function mirrored(values: Float32Array): Float32Array {
  const result = new Float32Array(values.length);
  for (let row = 0; row < rows; row++) result.set(values.subarray(row * columns, (row + 1) * columns).toReversed(), row * columns);
  return result;
}

/** In one of the upper corners, clear of the collimator's edge. */
function markerPlace(filmSeed: number): { readonly column: number; readonly row: number; readonly step: number } {
  const random = mulberry32(filmSeed ^ 0x2545f491);
  const step = random() < 0.5 ? 3 : 4;
  const [left, down] = [30 + Math.floor(16 * random()), 32 + Math.floor(30 * random())];
  return { column: random() < 0.5 ? left : columns - left - 5 * step, row: down, step };
}
