import type { Point3 } from '../volume/frameGeometry';
import type { Turn } from './viewTransform';

/** Toward what the picture's rows and columns run: along a row to the right, and down a column. */
export type PictureDirections = { readonly right: string; readonly down: string };

/** The letters at the four edges of the screen, '' where nothing is known. */
export type EdgeLetters = { readonly left: string; readonly right: string; readonly top: string; readonly bottom: string };

const axes = [
  ['L', 'R'],
  ['P', 'A'],
  ['H', 'F'],
] as const;
/** A direction that leans less than about 15 degrees to an axis isn't named after it. */
const leaning = 0.25;

/** The letters of a direction in the patient's frame (PS3.3 C.7.6.1.1.1), the main one first. */
export function directionLetters(direction: Point3): string {
  return direction
    .map((value, axis) => ({ size: Math.abs(value), letter: axes[axis]?.[value > 0 ? 0 : 1] ?? '' }))
    .filter(({ size }) => size > leaning)
    .sort((one, other) => other.size - one.size)
    .map(({ letter }) => letter)
    .join('');
}

const opposites: ReadonlyMap<string, string> = new Map(
  ['LR', 'RL', 'PA', 'AP', 'HF', 'FH'].map((pair) => [pair.charAt(0), pair.charAt(1)]),
);

/** The letters of the opposite direction; '' where a letter is none of L, R, A, P, H and F. */
export function oppositeLetters(letters: string): string {
  const turned = [...letters].map((letter) => opposites.get(letter));
  return turned.includes(undefined) ? '' : turned.join('');
}

/** What stands at the edges of a picture that is turned and mirrored on the screen. */
export function edgeLetters({ right, down }: PictureDirections, turn: Turn): EdgeLetters {
  const [a, b, c, d] = turn;
  // The screen's right is the picture direction that the turn maps onto it: the transpose undoes a turn.
  const onScreen = (alongRow: number, alongColumn: number): string => {
    if (alongRow !== 0) return alongRow > 0 ? right : oppositeLetters(right);
    return alongColumn > 0 ? down : oppositeLetters(down);
  };
  return { right: onScreen(a, b), left: onScreen(-a, -b), bottom: onScreen(c, d), top: onScreen(-c, -d) };
}
