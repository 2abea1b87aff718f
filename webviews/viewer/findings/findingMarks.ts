import { surerThan } from '../../../src/core/experiment/drawnFindingWords';
import type { Label, Mark } from '../../../src/core/label/label';
import { isProposal } from '../../../src/core/label/proposals';
import type { Findings, RunFinding } from '../../../src/protocol/findings';

/** The label's marks that predictions can be held against: those of what the runs draw, or all where no run draws; what a model proposed is not the reader's. */
export function labelMarks(label: Label | null, { findings }: Pick<Findings, 'findings'>): readonly Mark[] {
  const targets = new Set(findings.flatMap(({ task, target }) => (task === 'detection' || task === 'segmentation' ? [target] : [])));
  return (label?.marks ?? []).filter((mark) => !isProposal(mark) && (targets.size === 0 || targets.has(mark.name)));
}

/** The marks of a run that are drawn: boxes from a score on, and all areas. */
export function shownMarks({ task, marks }: Pick<RunFinding, 'task' | 'marks'>, threshold: number): readonly Mark[] {
  return task === 'detection' ? surerThan(marks ?? [], threshold) : (marks ?? []);
}

/** True where a threshold changes something. */
export const hasScores = (findings: readonly RunFinding[]): boolean =>
  findings.some(({ task, marks }) => task === 'detection' && (marks ?? []).some(({ score }) => score !== undefined));
