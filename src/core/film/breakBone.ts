import { mulberry32 } from '../statistics/random';
import type { Break, BrokenBone } from './brokenBone';
import { buckleBone } from './buckleBone';
import { convexHull } from './convexHull';
import type { BoneModel } from './shaftModel';
import type { Point } from './wristBones';

/** A part of the bone: how deep inside it a point lies (in the whole bone's millimetres), and where it has moved to. */
type Fragment = { readonly depth: (along: number, across: number) => number; readonly move: Move };

type Move = { readonly pivot: Point; readonly shift: Point; readonly turn: number };

/** Bone on both sides of a line that belongs to the break. */
const border = 2.5;

/** Breaks a bone. */
export function breakBone(bone: BoneModel, broken: Break): BrokenBone {
  if (broken.kind === 'buckle') return buckleBone(bone, broken);
  const fragments = broken.kind === 'comminuted' ? comminuted(bone, broken) : twoParts(bone, broken);
  const apart = fragments.map(({ move }) => Math.hypot(...move.shift) + Math.abs(Math.sin(move.turn)) * bone.length);
  const boneAt = (along: number, across: number, grain: number): number => {
    let sum = 0;
    for (const { depth, move } of fragments) {
      const [u, v] = back(move, along, across);
      const cover = (depth(u, v) - broken.gap / 2) / 0.3 + 0.5;
      if (cover > 0) sum += Math.min(1, cover) * bone.boneAt(u, v, grain);
    }
    return broken.strength === 1 ? sum : broken.strength * sum + (1 - broken.strength) * bone.boneAt(along, across, grain);
  };
  const outline = convexHull(fragments.flatMap((fragment) => rimOf(bone, fragment, broken.at * bone.length)));
  return { model: { length: bone.length, reach: bone.reach + Math.max(...apart), boneAt }, outline };
}

/** Points round all of a fragment that lies within the border of its break, where they have moved to; on a grid finer than a film's pixels. */
function rimOf(bone: BoneModel, { depth, move }: Fragment, middle: number): readonly Point[] {
  const points: Point[] = [];
  const [side, span] = [bone.reach, 3 * bone.reach + border];
  for (let across = -side; across <= side; across += step) {
    let [first, last] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
    for (let along = middle - span; along <= middle + span; along += step) {
      const inside = depth(along, across);
      if (inside <= -0.5 || inside >= border || bone.boneAt(along, across, 1) <= 0) continue;
      first = Math.min(first, along);
      last = along;
    }
    // What lies between two of the grid's points belongs to it, too.
    if (first <= last)
      for (const over of [across - step, across + step]) points.push(ahead(move, first - step, over), ahead(move, last + step, over));
  }
  return points;
}

const step = 0.3;

function twoParts(bone: BoneModel, broken: Break): readonly Fragment[] {
  const line = breakLine(bone, broken.at * bone.length, broken.slope, broken.seed);
  return [
    { depth: (along, across) => line(across) - along, move: broken.moves === 'proximal' ? moveOf(bone, broken) : still },
    { depth: (along, across) => along - line(across), move: broken.moves === 'distal' ? moveOf(bone, broken) : still },
  ];
}

/** A wedge between two lines, in two pieces that lie loose. */
function comminuted(bone: BoneModel, broken: Break): readonly Fragment[] {
  const random = mulberry32(broken.seed ^ 0x5bd1e995);
  const middle = broken.at * bone.length;
  const half = bone.reach * (0.16 + 0.14 * random());
  const near = breakLine(bone, middle - half, broken.slope + 0.25, broken.seed);
  const far = breakLine(bone, middle + half, broken.slope - 0.25, broken.seed + 1);
  const parting = bone.reach * 0.12 * (random() - 0.5);
  const loose = (side: number): Move => ({
    pivot: [middle, (side * bone.reach) / 5],
    shift: [0.6 * (random() - 0.5), side * (0.3 + 1.2 * random())],
    turn: 0.28 * (random() - 0.5),
  });
  const between = (along: number, across: number): number => Math.min(along - near(across), far(across) - along);
  return [
    { depth: (along, across) => near(across) - along, move: broken.moves === 'proximal' ? moveOf(bone, broken) : still },
    { depth: (along, across) => along - far(across), move: broken.moves === 'distal' ? moveOf(bone, broken) : still },
    { depth: (along, across) => Math.min(between(along, across), parting - across), move: loose(-1) },
    { depth: (along, across) => Math.min(between(along, across), across - parting), move: loose(1) },
  ];
}

/** A jagged line across the bone: `along` for every `across`. */
function breakLine(bone: BoneModel, middle: number, slope: number, seed: number): (across: number) => number {
  const random = mulberry32(seed);
  const teeth = [2.1, 4.7, 9.5].map((waves, index) => ({
    height: (bone.reach * (0.02 + 0.03 * random())) / (index + 1),
    pace: (2 * Math.PI * waves * (0.7 + 0.6 * random())) / bone.reach / 2,
    phase: 2 * Math.PI * random(),
  }));
  return (across) =>
    middle + slope * across + teeth.reduce((sum, { height, pace, phase }) => sum + height * Math.sin(pace * across + phase), 0);
}

const still: Move = { pivot: [0, 0], shift: [0, 0], turn: 0 };

function moveOf(bone: BoneModel, { at, shift, overlap, bend, moves }: Break): Move {
  const toMiddle = moves === 'distal' ? -1 : 1;
  return { pivot: [at * bone.length, 0], shift: [toMiddle * overlap, shift], turn: bend };
}

function ahead({ pivot, shift, turn }: Move, along: number, across: number): Point {
  const [cosine, sine] = [Math.cos(turn), Math.sin(turn)];
  const [u, v] = [along - pivot[0], across - pivot[1]];
  return [pivot[0] + shift[0] + cosine * u - sine * v, pivot[1] + shift[1] + sine * u + cosine * v];
}

function back(move: Move, along: number, across: number): Point {
  if (move === still) return [along, across];
  const { pivot, shift, turn } = move;
  const [cosine, sine] = [Math.cos(turn), Math.sin(turn)];
  const [u, v] = [along - pivot[0] - shift[0], across - pivot[1] - shift[1]];
  return [pivot[0] + cosine * u + sine * v, pivot[1] - sine * u + cosine * v];
}
