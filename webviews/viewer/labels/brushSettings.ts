/** How the brush paints, and how masks are shown; kept while the page is open. */
export type BrushSettings = {
  readonly isErasing: boolean;
  /** A ball paints slices before and behind, too; a disc only the plane that it is drawn on. */
  readonly shape: 'disc' | 'ball';
  /** Millimetres where a spacing is known, else pixels. */
  readonly radius: number;
  /** Only pixels whose value in the modality's unit lies between these are painted; null: all. */
  readonly range: { readonly low: number; readonly high: number } | null;
  /** Of all masks that have none of their own: 0 to 1. */
  readonly opacity: number;
  readonly opacities: ReadonlyMap<string, number>;
  readonly isHidden: boolean;
  /** Names whose masks are not shown. */
  readonly hidden: ReadonlySet<string>;
};

export const freshBrush: BrushSettings = {
  isErasing: false,
  shape: 'disc',
  radius: 5,
  range: null,
  opacity: 0.45,
  opacities: new Map(),
  isHidden: false,
  hidden: new Set(),
};

/** Radii that a key or a step of the wheel goes on by: about a fifth, in steps that can be read. */
export function steppedRadius(radius: number, steps: number): number {
  const next = radius * 1.2 ** steps;
  const digit = next < 2 ? 0.1 : next < 10 ? 0.5 : 1;
  const rounded = Math.round(next / digit) * digit;
  const moved = rounded === radius ? radius + Math.sign(steps) * digit : rounded;
  return Number(Math.min(largest, Math.max(smallest, moved)).toFixed(1));
}

/** The least and the largest radius of a brush. */
export const [smallest, largest] = [0.3, 200] as const;
