import { consensusMarks, type NewMark } from './consensusMarks';
import { type ConsensusRule, type ConsensusRules, consensusReader, readerOfRule, ruleFor } from './consensusRule';
import { consensusValue } from './consensusValue';
import type { CategoryValue, Label, Mark } from './label';
import { newMarkId } from './markId';
import { withoutProposals } from './proposals';
import { isDrawn, type LabelDefinition, type Protocol } from './protocol';

/** What a consensus is made from. */
export type ConsensusTask = {
  readonly image: string;
  /** Final labels of the image, each of another reader, in the order of the readers. */
  readonly labels: readonly Label[];
  /** The project's rules by label. */
  readonly rules: ConsensusRules;
  /** Rules that somebody chose for this image, and that also decide where readers differ. */
  readonly settled: ConsensusRules;
  /** Names of the labels in which the readers differ too much. */
  readonly disputed: ReadonlySet<string>;
};

/** A draft of the consensus without its sources, or what is still to be decided, a sentence a label. */
export type MadeConsensus = { readonly label: Label } | { readonly undecided: readonly string[] };

type Part = { readonly categories: Label['categories']; readonly marks: readonly (Mark | NewMark)[] };
type Decision = Part | { readonly undecided: string };

/** Makes the readers' labels of one image one label, by a rule for each label of the protocol; proposals that nobody accepted don't count. */
export function makeConsensus(task: ConsensusTask, { labels: definitions }: Protocol, random: () => number): MadeConsensus {
  const own = { ...task, labels: task.labels.map(withoutProposals) };
  const decided = definitions.map((definition) => ({ definition, decision: decide(own, definition) }));
  const undecided = decided.flatMap(({ definition, decision }) =>
    'undecided' in decision ? [`"${definition.title}" is not decided: ${decision.undecided}.`] : [],
  );
  if (undecided.length > 0) return { undecided };
  const parts = decided.flatMap(({ decision }) => ('undecided' in decision ? [] : [decision]));
  const categories = Object.assign({}, ...parts.map((part) => part.categories));
  const marks: Mark[] = [];
  for (const mark of parts.flatMap((part) => part.marks)) marks.push(withId(mark, marks, random));
  return { label: { version: 1, image: task.image, reader: consensusReader, status: 'draft', categories, marks } };
}

/** A reader's mark keeps its id, unless another one has it. */
function withId(mark: Mark | NewMark, others: readonly Mark[], random: () => number): Mark {
  const isFree = 'id' in mark && !others.some(({ id }) => id === mark.id);
  return isFree ? mark : ({ ...mark, id: newMarkId(others, random) } as Mark);
}

function decide({ labels, rules, settled, disputed }: ConsensusTask, definition: LabelDefinition): Decision {
  const readers = labels.map(({ reader }) => reader);
  const chosen = settled[definition.name];
  const rule = chosen ?? ruleFor(definition, rules, readers);
  if (rule === null) return nothing;
  const reader = readerOfRule(rule);
  const isMeant = chosen !== undefined || (reader !== null && rules[definition.name] !== undefined);
  if (disputed.has(definition.name) && !isMeant && !decidesDispute(rule, labels.length))
    return { undecided: labels.length > 2 ? manyDiffer : twoDiffer };
  if (reader !== null) return asReader(labels, reader, definition);
  return byRule(labels, definition, rule);
}

const twoDiffer = 'the readers differ; let a third one read, or choose whose label counts';
const manyDiffer = 'the readers differ; choose the median, a vote, or whose label counts';

const nothing: Part = { categories: {}, marks: [] };

/** Three or more can be outvoted; a mean would hide that they differ. */
const decidesDispute = (rule: ConsensusRule, readers: number): boolean => readers > 2 && (rule === 'majority' || rule === 'median');

function asReader(labels: readonly Label[], reader: string, definition: LabelDefinition): Decision {
  const label = labels.find((other) => other.reader === reader);
  if (label === undefined) return { undecided: `${reader} has no final label of this image` };
  const { name } = definition;
  if (isDrawn(definition)) return { categories: {}, marks: label.marks.filter((mark) => mark.name === name) };
  const value = label.categories[name];
  return value === undefined ? nothing : said(name, value);
}

const said = (name: string, value: CategoryValue): Part => ({ categories: { [name]: value }, marks: [] });

function byRule(labels: readonly Label[], definition: LabelDefinition, rule: ConsensusRule): Decision {
  const { name } = definition;
  if (isDrawn(definition)) {
    const decided = consensusMarks(
      definition,
      labels.map(({ marks }) => marks.filter((mark) => mark.name === name)),
    );
    return 'undecided' in decided ? decided : { categories: {}, marks: decided.marks };
  }
  const values = labels.map(({ categories }) => categories[name]).filter((value) => value !== undefined);
  const decided = consensusValue(definition, values, rule);
  if ('undecided' in decided) return decided;
  return decided.value === null ? nothing : said(name, decided.value);
}
