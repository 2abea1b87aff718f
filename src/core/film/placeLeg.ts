import type { Limb, LimbView, NamedBone, ShortBone } from './limb';
import type { LongBone } from './longBones';
import { type Maturity, maturityAt } from './maturity';
import type { Patient } from './patient';
import { shortBone } from './shortBone';
import { addCapsule, emptyLayer, type TissueLayer } from './tissueDepth';
import type { Point } from './wristBones';

/** A lower leg with its foot: knee up, origin in the ankle joint, the fibula on the right (frontal), the toes on the right (lateral). */
export function placeLeg(patient: Patient, months: number, view: LimbView): Limb {
  const maturity = maturityAt(months, patient.sex, patient.delays);
  const length = maturity.growth * patient.size;
  const breadth = maturity.growth ** 0.86 * patient.size * (0.5 + 0.5 * patient.boneWidth);
  const size: Size = {
    length,
    breadth,
    unit: breadth * (0.75 + 0.25 * patient.flesh),
    tarsal: Math.min(1, 0.35 + 0.65 * maturity.growth ** 2),
  };
  const near = view === 'oblique' ? 0.8 : 1;
  return view === 'lateral' ? fromSide(maturity, size) : fromFront(maturity, size, near);
}

type Size = { readonly length: number; readonly breadth: number; readonly unit: number; readonly tarsal: number };

const tibia: LongBone = { centre: 'radius', kind: 'tibia', length: 330, width: 25 };
const tibiaSide: LongBone = { centre: 'radius', kind: 'tibiaSide', length: 330, width: 27 };
const fibula: LongBone = { centre: 'ulna', kind: 'fibula', length: 326, width: 12.5 };
const metatarsal: LongBone = { centre: 'metacarpal2', kind: 'metacarpal', length: 68, width: 9.5 };

/** A bone that ends at `tip`, its direction turned by `angle` from upright. */
function ending(name: string, bone: LongBone, tip: Point, angle: number, { length, breadth }: Size): NamedBone {
  const whole = bone.length * length;
  const start: Point = [tip[0] * breadth - Math.sin(angle) * whole, tip[1] * length - Math.cos(angle) * whole];
  return { name, placed: { bone, start, angle, length: whole, halfWidth: (bone.width / 2) * breadth } };
}

const talusFront: readonly Point[] = [
  [-16, -3],
  [-12, -1.5],
  [0, -2.5],
  [12, -1.5],
  [16, -3],
  [18, -13],
  [12, -23],
  [-10, -23],
  [-18, -13],
];
const heelFront: readonly Point[] = [
  [-16, -25],
  [8, -25],
  [14, -38],
  [8, -58],
  [-10, -60],
  [-18, -42],
];
const malleolus: readonly Point[] = [
  [-20, 14],
  [-12, 12],
  [-14.5, 2],
  [-17, -8],
  [-20.5, -12],
  [-24, -8],
  [-24, 4],
];

function fromFront(maturity: Maturity, size: Size, near: number): Limb {
  const { length, breadth, tarsal } = size;
  const stretch: Point = [breadth * near, length];
  const short: readonly ShortBone[] = [
    shortBone(malleolus, 17 * breadth, stretch, Math.min(1, 0.55 + 0.45 * maturity.size('ulna'))),
    shortBone(talusFront, 24 * breadth, stretch, tarsal),
    shortBone(heelFront, 13 * breadth, stretch, tarsal),
  ];
  const long = [ending('tibia', tibia, [0, 1], Math.PI - 0.01, size), ending('fibula', fibula, [24.5 * near, -14], Math.PI + 0.02, size)];
  return {
    ...{ maturity, long, short, unit: size.unit, thick: 34 * size.unit, length },
    skin: (canvas, margin) => frontSkin(emptyLayer(canvas, margin), size),
  };
}

function frontSkin(layer: TissueLayer, { unit, length }: Size): Float32Array {
  addCapsule(layer, [4 * unit, 330 * length], [4 * unit, 130 * length], 62 * unit, 50 * unit, 8 * unit);
  addCapsule(layer, [4 * unit, 130 * length], [3 * unit, 30 * length], 50 * unit, 35 * unit, 8 * unit);
  addCapsule(layer, [3 * unit, 30 * length], [2 * unit, -20 * length], 35 * unit, 36 * unit, 8 * unit);
  addCapsule(layer, [0, -20 * length], [-2 * unit, -60 * length], 36 * unit, 32 * unit, 8 * unit);
  return layer.depth;
}

const talusSide: readonly Point[] = [
  [-19, -7],
  [-12, -2],
  [0, -0.5],
  [12, -4],
  [22, -9],
  [31, -13],
  [29, -23],
  [12, -21],
  [0, -24],
  [-14, -22],
];
const heelSide: readonly Point[] = [
  [-54, -34],
  [-42, -25],
  [-22, -25],
  [0, -28],
  [18, -25],
  [27, -29],
  [24, -41],
  [0, -46],
  [-22, -54],
  [-42, -59],
  [-55, -48],
];
const navicular: readonly Point[] = [
  [32, -12],
  [41, -13],
  [42, -27],
  [31, -26],
];
const cuboid: readonly Point[] = [
  [28, -28],
  [47, -30],
  [47, -42],
  [27, -42],
];
const cuneiform: readonly Point[] = [
  [43, -14],
  [58, -18],
  [59, -32],
  [44, -28],
];

function fromSide(maturity: Maturity, size: Size): Limb {
  const { length, breadth, tarsal } = size;
  const stretch: Point = [breadth, length];
  const outlines = [
    [talusSide, 26],
    [heelSide, 24],
    [navicular, 17],
    [cuboid, 16],
    [cuneiform, 16],
  ] as const;
  const short = outlines.map(([outline, thickness]) => shortBone(outline, thickness * breadth, stretch, tarsal));
  const toes = [0, 1, 2].map((index): NamedBone => {
    const start: Point = [(57 - 4 * index) * breadth, (-21 - 7 * index) * length];
    const placed = { bone: metatarsal, start, angle: 1.83 - 0.07 * index, length: 68 * length, halfWidth: 4.7 * breadth };
    return { name: `metatarsal${index + 1}`, placed };
  });
  const long = [
    ending('tibia', tibiaSide, [0, 1.5], Math.PI + 0.01, size),
    ending('fibula', fibula, [-6, -14], Math.PI - 0.015, size),
    ...toes,
  ];
  return {
    ...{ maturity, long, short, unit: size.unit, thick: 34 * size.unit, length },
    skin: (canvas, margin) => sideSkin(emptyLayer(canvas, margin), size),
  };
}

function sideSkin(layer: TissueLayer, { unit, length }: Size): Float32Array {
  addCapsule(layer, [-14 * unit, 330 * length], [-12 * unit, 130 * length], 66 * unit, 54 * unit, 8 * unit);
  addCapsule(layer, [-12 * unit, 130 * length], [-8 * unit, 25 * length], 54 * unit, 36 * unit, 8 * unit);
  addCapsule(layer, [-8 * unit, 25 * length], [-4 * unit, -14 * length], 36 * unit, 30 * unit, 8 * unit);
  addCapsule(layer, [-38 * unit, -42 * length], [20 * unit, -38 * length], 25 * unit, 25 * unit, 8 * unit);
  addCapsule(layer, [18 * unit, -30 * length], [120 * unit, -52 * length], 25 * unit, 14 * unit, 8 * unit);
  return layer.depth;
}
