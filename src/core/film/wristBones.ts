import type { CentreName } from './ossification';

/** A point in an adult man's left hand, millimetres from the middle of the capitate: x towards the thumb, y towards the fingertips. */
export type Point = readonly [x: number, y: number];

/** A short bone by its outline, round which the curve runs smoothly. */
export type WristBone = {
  readonly centre: CentreName;
  readonly outline: readonly Point[];
  /** Thickness along the beam, millimetres. */
  readonly thickness: number;
};

/** The eight carpal bones as a film of the back of the left hand shows them. */
export const wristBones: readonly WristBone[] = [
  {
    centre: 'capitate',
    thickness: 15,
    outline: [
      [-3, 13.5],
      [5.5, 13.8],
      [6.8, 8],
      [5.6, 2],
      [6, -5],
      [4.2, -10.2],
      [0, -11.6],
      [-4, -9.5],
      [-5.4, -3],
      [-5.6, 5],
    ],
  },
  {
    centre: 'hamate',
    thickness: 14,
    outline: [
      [-17.5, 9],
      [-12, 11.8],
      [-7.2, 12],
      [-7, 4],
      [-6.8, -3],
      [-7.4, -8.5],
      [-11, -6],
      [-15.5, -0.5],
      [-18.5, 4],
    ],
  },
  {
    centre: 'triquetrum',
    thickness: 13,
    outline: [
      [-16.8, -2.4],
      [-12.5, -7],
      [-10, -11.5],
      [-11, -16.5],
      [-15.5, -16.5],
      [-19.5, -12.5],
      [-21, -7],
      [-19.5, -3],
    ],
  },
  {
    centre: 'lunate',
    thickness: 14,
    outline: [
      [-8.4, -11],
      [-4.5, -11.6],
      [0, -13.6],
      [3.8, -12.4],
      [5.8, -15.5],
      [5, -20.5],
      [0, -23.2],
      [-5.5, -22],
      [-9, -17.5],
    ],
  },
  {
    centre: 'scaphoid',
    thickness: 13,
    outline: [
      [5.6, -10.5],
      [7.4, -4],
      [11.5, -0.8],
      [16.5, 1],
      [20.5, -0.5],
      [21, -5],
      [18, -11],
      [13, -17],
      [8.6, -19],
      [6.8, -15.5],
    ],
  },
  {
    centre: 'trapezoid',
    thickness: 12,
    outline: [
      [8.2, 12.5],
      [12.5, 13.6],
      [15.6, 11],
      [15, 5],
      [12.2, 1.4],
      [8.4, 1],
      [7.6, 6],
    ],
  },
  {
    centre: 'trapezium',
    thickness: 13,
    outline: [
      [15.2, 9.6],
      [18, 12.8],
      [22.5, 10],
      [26.5, 5.2],
      [26, 0.8],
      [22, 0.4],
      [17, 2],
      [14.6, 4.4],
    ],
  },
  {
    centre: 'pisiform',
    thickness: 9,
    outline: [
      [-19, -4.8],
      [-15.2, -5.2],
      [-13.4, -8.4],
      [-14.4, -12],
      [-17.6, -13],
      [-20, -10.4],
      [-20.4, -7],
    ],
  },
];
