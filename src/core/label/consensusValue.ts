import type { ConsensusRule } from './consensusRule';
import type { CategoryValue } from './label';
import type { LabelDefinition } from './protocol';

/** A value that readers come to; nothing where too few say one; or why they come to none, as the end of a sentence. */
export type DecidedValue = { readonly value: CategoryValue | null } | { readonly undecided: string };

/** What readers' values of one image come to by vote, mean or median; a reader who says nothing has no vote. */
export function consensusValue(definition: LabelDefinition, said: readonly CategoryValue[], rule: ConsensusRule): DecidedValue {
  if (said.length < 2) return { value: null };
  if (definition.kind === 'number') return { value: middleNumber(said, rule) };
  if (definition.kind === 'several') return votedValues(definition, said);
  if (definition.kind === 'ordinal' && rule === 'median') return middleStep(definition, said);
  const value = said.find((one) => votes(said, one, definition) > said.length / 2);
  if (value !== undefined) return { value };
  // Notes are no finding that somebody has to decide.
  return definition.kind === 'note' ? { value: null } : { undecided: 'no value has more than half of the readers' };
}

function votes(said: readonly CategoryValue[], one: CategoryValue, definition: LabelDefinition): number {
  const word = wordOf(one, definition);
  return said.filter((other) => wordOf(other, definition) === word).length;
}

/** A yes-or-no question may be answered by true or false. */
const wordOf = (value: CategoryValue, { values = [] }: LabelDefinition): string =>
  typeof value === 'boolean' ? (values[value ? 1 : 0] ?? '') : String(value);

function middleNumber(said: readonly CategoryValue[], rule: ConsensusRule): number | null {
  const numbers = said.filter((value) => typeof value === 'number').toSorted((a, b) => a - b);
  if (numbers.length < 2) return null;
  if (rule === 'median')
    return tidy(((numbers[Math.ceil(numbers.length / 2) - 1] ?? 0) + (numbers[Math.floor(numbers.length / 2)] ?? 0)) / 2);
  return tidy(numbers.reduce((sum, value) => sum + value, 0) / numbers.length);
}

/** Without the last binary digits: the mean of 0.1 and 0.2 is 0.15. */
const tidy = (value: number): number => Number(value.toPrecision(12));

function middleStep(definition: LabelDefinition, said: readonly CategoryValue[]): DecidedValue {
  const { values = [] } = definition;
  const steps = said.map((value) => values.indexOf(wordOf(value, definition))).toSorted((a, b) => a - b);
  const [lower = -1, upper = -1] = [steps[Math.ceil(steps.length / 2) - 1], steps[Math.floor(steps.length / 2)]];
  const value = values[lower];
  return lower === upper && value !== undefined ? { value } : { undecided: 'the median lies between two values' };
}

/** Each value by itself; what exactly half of the readers name is not decided. */
function votedValues({ values = [] }: LabelDefinition, said: readonly CategoryValue[]): DecidedValue {
  const lists = said.filter((value) => Array.isArray(value));
  const count = (value: string): number => lists.filter((list) => list.includes(value)).length;
  const open = values.filter((value) => count(value) === lists.length / 2);
  if (open.length > 0) return { undecided: `half of the readers say ${open.join(', ')}` };
  return { value: values.filter((value) => count(value) > lists.length / 2) };
}
