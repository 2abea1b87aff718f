import type { Estimate, Undefined } from '../statistics/estimate';
import type { CaseGroups } from './caseReport';
import type { Case } from './caseTable';

/** How the groups of a task are measured. */
export type GroupMeasurer = {
  readonly measures: CaseGroups['measures'];
  /** Measures a group; `others` are the other images, none where all are measured together. */
  readonly of: (cases: readonly Case[], others: readonly Case[]) => readonly (Estimate | Undefined)[];
  /** Of each measure how many events its cases hold; below ten it is left out. Not given, it stands on its patients alone. */
  readonly events?: (cases: readonly Case[]) => readonly number[];
  /** The first measure of the cases that are in the group less that of the others. */
  readonly gap?: (cases: readonly Case[], isIn: readonly boolean[]) => Estimate | Undefined;
};
