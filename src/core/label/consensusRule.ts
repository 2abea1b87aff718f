import type { LabelDefinition, LabelKind } from './protocol';

/** The reader whose labels are consensus labels. */
export const consensusReader = 'consensus';

/** How readers' labels become one: by vote, by the mean or the median, or as one reader says. */
export type ConsensusRule = 'majority' | 'mean' | 'median' | `reader:${string}`;

/** The rules of a project's labels by their names; what is not named follows the first rule of its kind. */
export type ConsensusRules = Readonly<Record<string, ConsensusRule>>;

const rulesOfKind: Readonly<Record<LabelKind, readonly ('majority' | 'mean' | 'median')[]>> = {
  category: ['majority'],
  ordinal: ['majority', 'median'],
  several: ['majority'],
  number: ['mean', 'median'],
  note: ['majority'],
  box: ['majority'],
  outline: ['majority'],
  mask: ['majority'],
  interval: ['majority'],
  point: ['mean'],
  length: [],
  angle: [],
  cobb: [],
};

/** The rules that a label may follow, the usual one first. */
export const rulesOf = ({ kind }: Pick<LabelDefinition, 'kind'>, readers: readonly string[]): readonly ConsensusRule[] => [
  ...rulesOfKind[kind],
  ...readers.map((reader): ConsensusRule => `reader:${reader}`),
];

/** The rule that a label follows: the one given, else the usual one; null where nobody has read. */
export const ruleFor = (definition: LabelDefinition, rules: ConsensusRules, readers: readonly string[]): ConsensusRule | null =>
  rules[definition.name] ?? rulesOf(definition, readers)[0] ?? null;

/** The reader that a rule follows, or null. */
export const readerOfRule = (rule: ConsensusRule): string | null => (rule.startsWith('reader:') ? rule.slice('reader:'.length) : null);

/** A rule as people write it. */
export const ruleWords = (rule: ConsensusRule): string => readerOfRule(rule) ?? rule;

/** The rule that a word names: a vote or a mean, else a reader. */
export const ruleOfWord = (word: string): ConsensusRule =>
  word === 'majority' || word === 'mean' || word === 'median' ? word : `reader:${word.replace(/^reader:/, '')}`;
