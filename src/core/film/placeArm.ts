import { handDepth } from './drawFlesh';
import type { Limb, LimbView, NamedBone, ShortBone } from './limb';
import type { LongBone } from './longBones';
import { rays } from './longBones';
import { type Maturity, maturityAt } from './maturity';
import type { Patient } from './patient';
import { type PlacedHand, placeHand } from './placeHand';
import type { Pose } from './pose';
import { shortBone } from './shortBone';
import { addCapsule, emptyLayer } from './tissueDepth';
import type { Point } from './wristBones';

/** A forearm with its hand: fingertips up, origin in the middle of the capitate, thumb on the right. */
export function placeArm(patient: Patient, months: number, pose: Pose, view: LimbView): Limb {
  const maturity = maturityAt(months, patient.sex, patient.delays);
  const hand = placeHand(patient, maturity, pose);
  return view === 'lateral' ? fromSide(hand, maturity, patient) : fromFront(view === 'oblique' ? turned(hand) : hand, maturity, patient);
}

/** Turned by some 40 degrees about its long axis, a hand is narrower, and its rays stand closer. */
function turned(hand: PlacedHand): PlacedHand {
  const near = ([x, y]: Point): Point => [0.74 * x, y];
  const bones = (list: PlacedHand['forearm']): PlacedHand['forearm'] =>
    list.map((bone) => ({ ...bone, start: near(bone.start), angle: 0.74 * bone.angle }));
  const wrist = hand.wrist.map((bone) => ({ ...bone, outline: bone.outline.map(near), centre: near(bone.centre) }));
  return { ...hand, rays: hand.rays.map(bones), forearm: bones(hand.forearm), wrist, breadth: hand.breadth * 0.86 };
}

function fromFront(hand: PlacedHand, maturity: Maturity, patient: Patient): Limb {
  const unit = hand.breadth * (0.8 + 0.2 * patient.flesh);
  const long = [
    ...hand.forearm.map((placed, index): NamedBone => ({ name: index === 0 ? 'radius' : 'ulna', placed })),
    ...hand.rays.flat().map((placed): NamedBone => ({ name: placed.bone.centre, placed })),
  ];
  const short = hand.wrist.map((bone): ShortBone => ({ ...bone, size: maturity.size(bone.bone.centre) }));
  return {
    ...{ maturity, long, short, unit, thick: 8.6 * unit, length: hand.length },
    skin: (canvas, margin) => handDepth(canvas, hand, unit, margin),
  };
}

type SideBone = readonly [name: string, bone: LongBone, end: Point, angle: number, atTip: boolean];

const radius: LongBone = { centre: 'radius', kind: 'radiusSide', length: 130, width: 13.5 };
const ulna: LongBone = { centre: 'ulna', kind: 'ulna', length: 128, width: 11.5 };

/** From the thumb's side: bones lie over each other; where one ends or begins, adult millimetres. */
function sideBones(): readonly SideBone[] {
  const ray = (index: number): LongBone => rays[index]?.[0] ?? radius;
  return [
    ['radius', radius, [0.5, -22.4], 0.02, true],
    ['ulna', ulna, [-4.5, -23.6], -0.03, true],
    ['metacarpal2', ray(1), [3.5, 14], 0.05, false],
    ['metacarpal3', ray(2), [0.5, 15], 0.01, false],
    ['metacarpal4', ray(3), [-2.5, 14], -0.04, false],
    ['metacarpal5', ray(4), [-4.5, 12], -0.09, false],
    ['metacarpal1', ray(0), [13, 3], 0.5, false],
  ];
}

const sideShort: readonly (readonly [
  centre: 'lunate' | 'capitate' | 'scaphoid' | 'triquetrum' | 'trapezium',
  outline: readonly Point[],
  thickness: number,
])[] = [
  [
    'lunate',
    [
      [-7, -15],
      [-3, -10],
      [2, -11],
      [6, -14],
      [5, -20],
      [0, -23],
      [-6, -21],
    ],
    13,
  ],
  [
    'capitate',
    [
      [-6, 13],
      [6, 13],
      [6, 2],
      [4, -8],
      [0, -10],
      [-4, -8],
      [-6, 2],
    ],
    15,
  ],
  [
    'scaphoid',
    [
      [1, -20],
      [6, -18],
      [11, -8],
      [13, 1],
      [9, 4],
      [5, -4],
      [1, -12],
    ],
    13,
  ],
  [
    'triquetrum',
    [
      [-9, -4],
      [-3, -3],
      [-2, -11],
      [-6, -14],
      [-10, -10],
    ],
    12,
  ],
  [
    'trapezium',
    [
      [6, 3],
      [14, 4],
      [13, 12],
      [6, 13],
    ],
    14,
  ],
];

function fromSide(hand: PlacedHand, maturity: Maturity, patient: Patient): Limb {
  const { length, breadth } = hand;
  const unit = breadth * (0.8 + 0.2 * patient.flesh);
  const width = hand.forearm[0] === undefined ? 1 : (2 * hand.forearm[0].halfWidth) / hand.forearm[0].bone.width;
  const long = sideBones().map(([name, bone, [x, y], angle, atTip]): NamedBone => {
    const at: Point = [x * breadth, y * length];
    const whole = bone.length * length;
    const start: Point = atTip ? [at[0] - Math.sin(angle) * whole, at[1] - Math.cos(angle) * whole] : at;
    return { name, placed: { bone, start, angle, length: whole, halfWidth: (bone.width / 2) * width } };
  });
  const short = sideShort.map(([centre, outline, thickness]) =>
    shortBone(outline, thickness * breadth, [breadth, length], maturity.size(centre)),
  );
  return {
    ...{ maturity, long, short, unit, thick: 20 * unit, length },
    skin: (canvas, margin) => sideSkin(emptyLayer(canvas, margin), unit, length),
  };
}

function sideSkin(layer: ReturnType<typeof emptyLayer>, unit: number, length: number): Float32Array {
  addCapsule(layer, [-2, -200 * length], [-2, -40 * length], 36 * unit, 22 * unit, 6 * unit);
  addCapsule(layer, [-2, -40 * length], [0, 20 * length], 22 * unit, 19 * unit, 6 * unit);
  addCapsule(layer, [0, 20 * length], [0, 100 * length], 19 * unit, 13 * unit, 6 * unit);
  addCapsule(layer, [10 * unit, 4 * length], [40 * unit, 62 * length], 12 * unit, 9 * unit, 6 * unit);
  return layer.depth;
}
