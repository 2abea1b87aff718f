import type { CategoryValue } from '../label/label';
import type { LabelDefinition } from '../label/protocol';

const negatives: ReadonlySet<string> = new Set(['no', '0', 'false', 'absent', 'negative', 'none']);

/**
 * What a category's value says without its label's name beside it: of a yes-or-no question the name itself or "no" and the name, of others the
 * value; [] where nothing is said.
 */
export function categoryWords({ name, values = [] }: LabelDefinition, value: CategoryValue | undefined): readonly string[] {
  if (value === undefined || value === '') return [];
  const [negative = '', positive] = values;
  const isQuestion = values.length === 2 && negatives.has(negative.toLowerCase());
  const word = (text: string): string => {
    if (isQuestion && text === negative) return `no ${name}`;
    return isQuestion && text === positive ? name : text;
  };
  return (Array.isArray(value) ? value : [value]).map((text) => word(String(text)));
}
