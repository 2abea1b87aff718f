import type { Mark } from './label';

const letters = '0123456789abcdefghijklmnopqrstuvwxyz';

/** A new mark's id, from a source of random numbers from 0 to 1: short for diffs, and as good as never the same on two branches. */
export function newMarkId(marks: readonly Pick<Mark, 'id'>[], random: () => number): string {
  const id = `m-${Array.from({ length: 8 }, () => letters[Math.floor(random() * letters.length)]).join('')}`;
  return marks.some((mark) => mark.id === id) ? newMarkId(marks, random) : id;
}
