import { type ConsensusRule, readerOfRule } from '../../src/core/label/consensusRule';

/** A rule as the page's lists name it. */
export function ruleTitle(rule: ConsensusRule): string {
  const reader = readerOfRule(rule);
  if (reader !== null) return `as ${reader} says`;
  return { majority: 'majority', mean: 'mean of the readers', median: 'median of the readers' }[rule as 'majority' | 'mean' | 'median'];
}
