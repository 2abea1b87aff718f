import type { CategoryValue, Label, Mark } from './label';
import type { LabelDefinition, Protocol } from './protocol';
import { isDrawn } from './protocol';

/** A sentence on what in a label does not fit the protocol, and the category or mark that it is about; '' for what is missing. */
export type LabelProblem = { readonly about: string; readonly problem: string };

/** What in a label does not fit the labelling protocol, each a full sentence without the label's values; what is missing counts in a final label only. */
export const checkLabel = (label: Label, protocol: Protocol): readonly string[] =>
  labelProblems(label, protocol).map(({ problem }) => problem);

/** As checkLabel, with the name of the category or the id of the mark that each sentence is about. */
export function labelProblems(label: Label, { labels }: Protocol): readonly LabelProblem[] {
  const byName = new Map(labels.map((definition) => [definition.name, definition]));
  const entry = (about: string, problem: string | null): readonly LabelProblem[] => (problem === null ? [] : [{ about, problem }]);
  return [
    ...Object.entries(label.categories).flatMap(([name, value]) => entry(name, categoryProblem(name, value, byName.get(name)))),
    ...label.marks.flatMap((mark) => entry(mark.id, markProblem(mark, byName.get(mark.name)))),
    ...(label.status === 'final' ? missingLabels(label, labels) : []).map((problem) => ({ about: '', problem })),
  ];
}

/** The sentences of what the protocol requires and a label has not. */
export function missingLabels({ categories, marks }: Label, labels: readonly LabelDefinition[]): readonly string[] {
  return labels
    .filter(({ required }) => required === true)
    .filter((definition) =>
      isDrawn(definition) ? !marks.some(({ name }) => name === definition.name) : categories[definition.name] === undefined,
    )
    .map(({ title }) => `"${title}" is required, and is missing.`);
}

function categoryProblem(name: string, value: CategoryValue, definition: LabelDefinition | undefined): string | null {
  if (definition === undefined || isDrawn(definition)) return `The protocol declares no category "${name}".`;
  const { title, values = [], minimum = Number.NEGATIVE_INFINITY, maximum = Number.POSITIVE_INFINITY, unit = '' } = definition;
  const isValue = (entry: unknown): boolean => values.some((known) => known === entry);
  switch (definition.kind) {
    case 'number':
      if (typeof value !== 'number') return `"${title}" is not a number.`;
      return value >= minimum && value <= maximum ? null : `"${title}" is not ${rangeWords(minimum, maximum)} ${unit}.`;
    case 'several':
      return Array.isArray(value) && value.every(isValue) && new Set(value).size === value.length
        ? null
        : `"${title}" is not a list of some of ${values.join(', ')}.`;
    case 'note':
      return typeof value === 'string' ? null : `"${title}" is not a text.`;
    default:
      // A yes-or-no question may be answered by true or false.
      return isValue(value) || (typeof value === 'boolean' && values.length === 2) ? null : `"${title}" is none of ${values.join(', ')}.`;
  }
}

function rangeWords(minimum: number, maximum: number): string {
  if (maximum === Number.POSITIVE_INFINITY) return `at least ${minimum}`;
  return minimum === Number.NEGATIVE_INFINITY ? `at most ${maximum}` : `from ${minimum} to ${maximum}`;
}

/** A region may be an outline or a mask, whichever of both the protocol names. */
function markProblem({ id, kind, name }: Mark, definition: LabelDefinition | undefined): string | null {
  if (definition === undefined || !isDrawn(definition)) return `The mark ${id} is called "${name}", which the protocol does not declare.`;
  const isRegion = (word: string): boolean => word === 'outline' || word === 'mask';
  if (kind === definition.kind || (isRegion(kind) && isRegion(definition.kind))) return null;
  return `The mark ${id} is of kind ${kind}, but "${definition.title}" is of kind ${definition.kind}.`;
}
