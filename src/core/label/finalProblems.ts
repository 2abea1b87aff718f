import { checkLabel } from './checkLabel';
import type { Label } from './label';
import type { Protocol } from './protocol';

/** Why a label can't be made final, as sentences: what is required and missing, what the protocol does not allow, what a merge left to choose. */
export function finalProblems(label: Label, protocol: Protocol): readonly string[] {
  const open = label.conflicts?.length ?? 0;
  const conflicts = open === 0 ? [] : [`A merge left ${open} to choose.`];
  return [...conflicts, ...checkLabel({ ...label, status: 'final' }, protocol)];
}
