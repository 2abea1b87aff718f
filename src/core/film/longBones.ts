import type { CentreName } from './ossification';

/** Half-widths along a bone against the half-width of its middle: [share of the length from its proximal end, factor]. */
export type Outline = readonly (readonly [at: number, factor: number])[];

/** What bones of one kind have in common. */
export type LongBoneKind = {
  readonly left: Outline;
  readonly right: Outline;
  /** The end with the growth plate, and the epiphysis' share of the length. */
  readonly growthEnd: 'proximal' | 'distal';
  readonly epiphysis: number;
  /** Share of the length at each end over which the outline is rounded off. */
  readonly rounding: readonly [proximal: number, distal: number];
  /** How much an end bends towards the middle line, as a share of the half-width; positive bulges outwards. */
  readonly bow: readonly [proximal: number, distal: number];
  /** How much the distal end leans towards the thumb, as a slope. */
  readonly tilt: number;
  /** Cortex of the middle as a share of the half-width. */
  readonly cortex: number;
};

/** An adult man's bone, in millimetres; `length` includes cartilage ends. */
export type LongBone = { readonly centre: CentreName; readonly kind: LongBoneKindName; readonly length: number; readonly width: number };

export type LongBoneKindName =
  | 'metacarpal'
  | 'thumbMetacarpal'
  | 'proximal'
  | 'middle'
  | 'distal'
  | 'radius'
  | 'ulna'
  | 'radiusSide'
  | 'tibia'
  | 'tibiaSide'
  | 'fibula';

const metacarpal: Outline = [
  [0, 1.5],
  [0.06, 1.55],
  [0.14, 1.4],
  [0.28, 1.08],
  [0.45, 1],
  [0.6, 1.04],
  [0.74, 1.26],
  [0.86, 1.55],
  [0.93, 1.6],
  [1, 1.55],
];
const thumbMetacarpal: Outline = [
  [0, 1.35],
  [0.06, 1.5],
  [0.14, 1.42],
  [0.3, 1.1],
  [0.5, 1],
  [0.66, 1.05],
  [0.8, 1.26],
  [0.92, 1.38],
  [1, 1.2],
];
const proximal: Outline = [
  [0, 1.5],
  [0.05, 1.6],
  [0.12, 1.5],
  [0.26, 1.2],
  [0.45, 1.03],
  [0.62, 0.98],
  [0.76, 1.03],
  [0.86, 1.24],
  [0.93, 1.3],
  [1, 1.1],
];
const middle: Outline = [
  [0, 1.5],
  [0.06, 1.6],
  [0.14, 1.46],
  [0.3, 1.16],
  [0.5, 0.98],
  [0.66, 0.95],
  [0.8, 1.12],
  [0.91, 1.28],
  [1, 1.1],
];
const distal: Outline = [
  [0, 1.75],
  [0.08, 1.85],
  [0.18, 1.65],
  [0.34, 1.15],
  [0.55, 0.9],
  [0.7, 0.92],
  [0.84, 1.25],
  [0.92, 1.22],
  [1, 0.8],
];

/** The radius is wider towards the thumb, on the right of a left hand's film. */
const radiusLeft: Outline = [
  [0, 1],
  [0.6, 1],
  [0.78, 1.12],
  [0.88, 1.5],
  [0.95, 1.75],
  [1, 1.8],
];
const radiusRight: Outline = [
  [0, 1],
  [0.55, 0.98],
  [0.75, 1.15],
  [0.87, 1.5],
  [0.94, 1.95],
  [1, 2],
];
const ulnaLeft: Outline = [
  [0, 1.05],
  [0.6, 0.95],
  [0.82, 0.95],
  [0.92, 1.25],
  [0.97, 1.4],
  [1, 1.35],
];
const ulnaRight: Outline = [
  [0, 1.05],
  [0.6, 0.95],
  [0.82, 0.95],
  [0.92, 1.15],
  [0.97, 1.3],
  [1, 1.15],
];

const radiusSide: Outline = [
  [0, 1],
  [0.74, 1],
  [0.87, 1.2],
  [0.95, 1.5],
  [1, 1.45],
];
const tibia: Outline = [
  [0, 1.1],
  [0.5, 1],
  [0.82, 1.04],
  [0.91, 1.35],
  [0.965, 1.8],
  [1, 1.78],
];
const tibiaSide: Outline = [
  [0, 1.1],
  [0.5, 1],
  [0.84, 1],
  [0.93, 1.25],
  [0.975, 1.55],
  [1, 1.5],
];
const fibula: Outline = [
  [0, 1.05],
  [0.86, 1],
  [0.93, 1.3],
  [0.968, 1.6],
  [1, 0.9],
];

const both = (outline: Outline) => ({ left: outline, right: outline });

/** The shapes of the hand's long bones. */
export const longBoneKinds: Readonly<Record<LongBoneKindName, LongBoneKind>> = {
  metacarpal: {
    ...both(metacarpal),
    growthEnd: 'distal',
    epiphysis: 0.17,
    rounding: [0.05, 0.11],
    bow: [-0.1, 0.25],
    tilt: 0,
    cortex: 0.46,
  },
  thumbMetacarpal: {
    ...both(thumbMetacarpal),
    growthEnd: 'proximal',
    epiphysis: 0.15,
    rounding: [0.06, 0.13],
    bow: [-0.2, 0.15],
    tilt: 0,
    cortex: 0.44,
  },
  proximal: {
    ...both(proximal),
    growthEnd: 'proximal',
    epiphysis: 0.13,
    rounding: [0.05, 0.09],
    bow: [-0.16, -0.05],
    tilt: 0,
    cortex: 0.46,
  },
  middle: { ...both(middle), growthEnd: 'proximal', epiphysis: 0.15, rounding: [0.06, 0.1], bow: [0.05, -0.05], tilt: 0, cortex: 0.45 },
  distal: { ...both(distal), growthEnd: 'proximal', epiphysis: 0.18, rounding: [0.08, 0.14], bow: [0.05, 0.2], tilt: 0, cortex: 0.5 },
  radius: {
    left: radiusLeft,
    right: radiusRight,
    growthEnd: 'distal',
    epiphysis: 0.085,
    rounding: [0.01, 0.045],
    bow: [0, -0.14],
    tilt: 0.23,
    cortex: 0.42,
  },
  ulna: {
    left: ulnaLeft,
    right: ulnaRight,
    growthEnd: 'distal',
    epiphysis: 0.065,
    rounding: [0.01, 0.035],
    bow: [0, 0.1],
    tilt: -0.12,
    cortex: 0.45,
  },
  radiusSide: {
    ...both(radiusSide),
    growthEnd: 'distal',
    epiphysis: 0.085,
    rounding: [0.01, 0.03],
    bow: [0, -0.1],
    tilt: 0.16,
    cortex: 0.42,
  },
  tibia: { ...both(tibia), growthEnd: 'distal', epiphysis: 0.045, rounding: [0.01, 0.02], bow: [0, -0.05], tilt: 0, cortex: 0.42 },
  tibiaSide: { ...both(tibiaSide), growthEnd: 'distal', epiphysis: 0.045, rounding: [0.01, 0.022], bow: [0, -0.1], tilt: 0, cortex: 0.42 },
  fibula: { ...both(fibula), growthEnd: 'distal', epiphysis: 0.07, rounding: [0.01, 0.05], bow: [0, 0], tilt: 0, cortex: 0.5 },
};

const bone = (centre: CentreName, kind: LongBoneKindName, length: number, width: number): LongBone => ({ centre, kind, length, width });

/** Thumb to little finger: each from the wrist outwards. */
export const rays: readonly (readonly LongBone[])[] = [
  [bone('metacarpal1', 'thumbMetacarpal', 47, 10), bone('proximal1', 'proximal', 33, 8.4), bone('distal1', 'distal', 24, 7)],
  [
    bone('metacarpal2', 'metacarpal', 70, 9),
    bone('proximal2', 'proximal', 42, 9),
    bone('middle2', 'middle', 25, 7.8),
    bone('distal2', 'distal', 18.5, 5.4),
  ],
  [
    bone('metacarpal3', 'metacarpal', 67, 9),
    bone('proximal3', 'proximal', 46.5, 9.4),
    bone('middle3', 'middle', 30, 8.2),
    bone('distal3', 'distal', 19.5, 5.7),
  ],
  [
    bone('metacarpal4', 'metacarpal', 60, 7.6),
    bone('proximal4', 'proximal', 43, 8.7),
    bone('middle4', 'middle', 28.5, 7.7),
    bone('distal4', 'distal', 19.5, 5.6),
  ],
  [
    bone('metacarpal5', 'metacarpal', 56, 7.9),
    bone('proximal5', 'proximal', 35, 7.8),
    bone('middle5', 'middle', 20.5, 6.9),
    bone('distal5', 'distal', 18, 4.9),
  ],
];

/** Long enough to leave the film. */
export const forearm: readonly [radius: LongBone, ulna: LongBone] = [bone('radius', 'radius', 130, 15), bone('ulna', 'ulna', 126, 11.5)];
