import type { Break } from './brokenBone';
import type { Injury } from './inventInjury';
import type { LimbView } from './limb';

/** The break as a view shows it, or null where the view does not show it; `place` counts the study's views from 0. */
export function projectInjury({ broken, towards, seenIn }: Injury, view: LimbView, place: number): Break | null {
  if (seenIn !== 'all' && (seenIn === 'first' ? 0 : 1) !== place) return null;
  const share = Math.cos(towards - turns[view]);
  return { ...broken, shift: broken.shift * share, bend: broken.bend * share };
}

const turns: Readonly<Record<LimbView, number>> = { frontal: 0, oblique: 0.7, lateral: Math.PI / 2 };
