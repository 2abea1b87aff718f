import type { CategoryValue, Label } from '../../../src/core/label/label';
import { isDrawn, type LabelDefinition } from '../../../src/core/label/protocol';

/** The key of each value of a question: the protocol's, else the digits from 1 on; '' beyond the ninth. */
export const keysOf = ({ values = [], keys }: LabelDefinition): readonly string[] =>
  keys ?? values.map((_, index) => (index < 9 ? String(index + 1) : ''));

/** What a page asks of the whole image. */
export const questionsOf = (labels: readonly LabelDefinition[]): readonly LabelDefinition[] => labels.filter((one) => !isDrawn(one));

type Asked = { readonly labels: readonly LabelDefinition[]; readonly label: Label; readonly chosen: string | null };

/**
 * The question that keys answer: the chosen one, else the only one; in a work list (`isWork`) the first without an answer, as long as nothing is
 * being drawn. A note takes keys only when it is chosen. null where there is none.
 */
export function activeQuestion({ labels, label, chosen }: Asked, isWork: boolean): LabelDefinition | null {
  const own = labels.find(({ name }) => name === chosen);
  if (own !== undefined && !isDrawn(own)) return own;
  const asked = questionsOf(labels).filter(({ kind }) => kind !== 'note');
  const [only, ...others] = asked;
  if (only !== undefined && others.length === 0) return only;
  if (!isWork || own !== undefined) return null;
  return asked.find(({ name }) => label.categories[name] === undefined) ?? null;
}

/** The values of a question that are answered; true and false answer a question of two values. */
export function answered({ values = [] }: LabelDefinition, value: CategoryValue | undefined): readonly string[] {
  if (value === undefined || typeof value === 'number') return [];
  if (typeof value === 'boolean') return [values[value ? 1 : 0] ?? ''];
  return typeof value === 'string' ? [value] : value;
}

/** The answer after one value was chosen: of several values it is put in or taken out, in the protocol's order. */
export function answerAfter(definition: LabelDefinition, before: CategoryValue | undefined, value: string): CategoryValue {
  if (definition.kind !== 'several') return value;
  const old = answered(definition, before);
  const { values = [] } = definition;
  return values.filter((one) => (one === value ? !old.includes(one) : old.includes(one)));
}

/** A number as it was typed: with a point or comma, '' for none; a sentence where it is none, or out of the protocol's range. */
export function typedNumber({ title, minimum, maximum, unit = '' }: LabelDefinition, text: string): number | null | string {
  const plain = text.trim().replace(',', '.');
  if (plain === '') return null;
  const value = Number(plain);
  if (!/^[+-]?(\d+\.?\d*|\.\d+)$/.test(plain) || !Number.isFinite(value)) return `${title} must be a number, such as ${minimum ?? 12}.`;
  const isLow = minimum !== undefined && value < minimum;
  const isHigh = maximum !== undefined && value > maximum;
  if (!isLow && !isHigh) return value;
  if (minimum !== undefined && maximum !== undefined) return `${title} lies between ${minimum} and ${maximum} ${unit}: ${plain} does not.`;
  return isLow ? `${title} is at least ${minimum} ${unit}: ${plain} is less.` : `${title} is at most ${maximum} ${unit}: ${plain} is more.`;
}

/** An answer in words, '' for none. */
export function answerWords(definition: LabelDefinition, value: CategoryValue | undefined): string {
  if (value === undefined) return '';
  if (typeof value === 'number') return `${value} ${definition.unit ?? ''}`.trim();
  const words = answered(definition, value);
  return definition.kind === 'several' && words.length === 0 ? 'none of them' : words.join(', ');
}
