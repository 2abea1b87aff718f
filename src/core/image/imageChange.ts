import type { Experiment } from '../experiment/experiment';
import { mixSeeds } from '../statistics/mixSeeds';
import { mulberry32 } from '../statistics/random';
import { type Affine, thenAffine } from './affine';

/** How one image is changed in one epoch, in the order in which it is done. */
export type ImageChange = {
  /** Mirrored left to right. */
  readonly flip: boolean;
  /** Turned upside down. */
  readonly flipRows: boolean;
  /** What distances from the centre are multiplied by. */
  readonly scale: number;
  /** Degrees that columns lean over, about the centre. */
  readonly shear: number;
  /** Degrees about the centre, clockwise as seen. */
  readonly rotate: number;
  /** Whole pixels down and to the right. */
  readonly shift: readonly [rows: number, columns: number];
  /** Standard deviation of a Gaussian blur, pixels. */
  readonly blur: number;
  /** Exponent of grey values of 0..1. */
  readonly gamma: number;
  /** What distances from the mean grey are multiplied by. */
  readonly contrast: number;
  /** Added to grey values of 0..1. */
  readonly brightness: number;
  /** Standard deviation of noise on grey values of 0..1, and where its numbers begin. */
  readonly noise: number;
  readonly noiseSeed: number;
  /** The rectangle of mean grey; null where there is none. */
  readonly cutOut: PixelRectangle | null;
};

/** A rectangle of whole pixels. */
export type PixelRectangle = { readonly top: number; readonly left: number; readonly rows: number; readonly columns: number };

/** No change, as in inference. */
export const unchanged: ImageChange = {
  ...{ flip: false, flipRows: false, scale: 1, shear: 0, rotate: 0, shift: [0, 0] },
  ...{ blur: 0, gamma: 1, contrast: 1, brightness: 0, noise: 0, noiseSeed: 0, cutOut: null },
};

type Augmentation = Experiment['augment'];

/** The place of each name is the number of its stream of random numbers, so new ones go to the end. */
const streams = [
  'flip',
  'flipRows',
  'scale',
  'shear',
  'rotate',
  'shift',
  'blur',
  'gamma',
  'contrast',
  'brightness',
  'noise',
  'cutOut',
] as const;

/** Draws a change of an image of rows x columns; each augmentation has its own random numbers, so that switching one leaves the others as they were. */
export function drawChange(settings: Augmentation, size: readonly [number, number], seed: number): ImageChange {
  const streamOf = (name: (typeof streams)[number]) => mulberry32(mixSeeds(seed, streams.indexOf(name)));
  const first = (name: (typeof streams)[number]): number => streamOf(name)();
  // A zero, not the minus zero that a product can be.
  const around = (largest: number, share: number): number => largest * (2 * share - 1) || 0;
  const shift = streamOf('shift');
  const [rows = 0, columns = 0] = size.map((side) => Math.round(around(settings.shift * side, shift())) || 0);
  return {
    flip: settings.flip && first('flip') < 0.5,
    flipRows: settings.flipRows && first('flipRows') < 0.5,
    scale: 1 + around(settings.scale, first('scale')),
    shear: around(settings.shear, first('shear')),
    rotate: around(settings.rotate, first('rotate')),
    shift: [rows, columns],
    blur: settings.blur * first('blur'),
    gamma: (1 + settings.gamma) ** around(1, first('gamma')),
    contrast: 1 + around(settings.contrast, first('contrast')),
    brightness: around(settings.brightness, first('brightness')),
    noise: settings.noise * first('noise'),
    noiseSeed: settings.noise > 0 ? mixSeeds(seed, streams.length) : 0,
    cutOut: drawCutOut(settings.cutOut, size, streamOf('cutOut')),
  };
}

function drawCutOut(largest: number, size: readonly [number, number], random: () => number): PixelRectangle | null {
  const used = random() < 0.5;
  const [rows = 0, columns = 0] = size.map((side) => Math.round(largest * side * random()));
  const [top = 0, left = 0] = [size[0] - rows, size[1] - columns].map((room) => Math.floor((room + 1) * random()));
  return used && rows > 0 && columns > 0 ? { top, left, rows, columns } : null;
}

/** Maps continuous pixels of a fitted image of rows x columns to those of the changed one: mirrored, scaled, sheared, rotated about its centre, shifted. */
export function changeAffine(change: ImageChange, [rows, columns]: readonly [number, number]): Affine {
  const [centreColumn, centreRow] = [columns / 2, rows / 2];
  const [shear, angle] = [change.shear, change.rotate].map((degrees) => (degrees * Math.PI) / 180) as [number, number];
  const [cosine, sine] = [Math.cos(angle), Math.sin(angle)];
  const steps: readonly Affine[] = [
    [change.flip ? -change.scale : change.scale, 0, 0, 0, change.flipRows ? -change.scale : change.scale, 0],
    [1, Math.tan(shear), 0, 0, 1, 0],
    [cosine, -sine, 0, sine, cosine, 0],
    [1, 0, centreColumn + change.shift[1], 0, 1, centreRow + change.shift[0]],
  ];
  return steps.reduce(thenAffine, [1, 0, -centreColumn, 0, 1, -centreRow]);
}
