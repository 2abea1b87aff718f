import type { Label, Mark } from '../label/label';
import type { LabelDefinition, Protocol } from '../label/protocol';
import { UserError } from '../userError';
import { tolerancesOf } from './tolerances';
import type { TrainerJob } from './trainerJob';

/** What a network learns, and how a label tells it. */
export type Target = Pick<TrainerJob, 'task' | 'target' | 'unit' | 'classes' | 'tolerances'> & {
  /** The number, the index of the class, or how many marks there are; null where the label does not say. */
  readonly read: (label: Label) => number | null;
  /** The marks to learn, none where the image shows nothing of the kind; null for a number or a category. */
  readonly marks: ((label: Label) => readonly Mark[]) | null;
};

function numberTarget(definition: LabelDefinition): Target {
  const { name, unit = '' } = definition;
  const read = ({ categories }: Label) => {
    const value = categories[name];
    return typeof value === 'number' && Number.isFinite(value) ? value : null;
  };
  return { task: 'regression', target: name, unit, classes: [], tolerances: tolerancesOf(definition), read, marks: null };
}

function categoryTarget({ name, values = [] }: LabelDefinition): Target {
  if (values.length < 2)
    throw new UserError(`The label "${name}" of 3-data/protocol.md names fewer than two values, so there is nothing to tell apart.`);
  const read = ({ categories }: Label) => {
    const value = categories[name];
    const index = values.indexOf(typeof value === 'boolean' ? (values[value ? 1 : 0] ?? '') : String(value));
    return index < 0 ? null : index;
  };
  return { task: 'classification', target: name, unit: '', classes: values, read, marks: null };
}

/** Of an image with several frames the first is what a network sees. */
function drawnTarget({ name, kind }: LabelDefinition): Target {
  const kinds: readonly string[] = kind === 'box' ? ['box'] : ['outline', 'mask'];
  const marks = (label: Label) => label.marks.filter((mark) => mark.name === name && kinds.includes(mark.kind) && (mark.frame ?? 0) === 0);
  const task = kind === 'box' ? 'detection' : 'segmentation';
  return { task, target: name, unit: '', classes: [], read: (label) => marks(label).length, marks };
}

/** The target that an experiment names, from the labelling protocol; UserError when the protocol has no such label or it can't be learned. */
export function chooseTarget(name: string, protocol: Protocol): Target {
  const definition = protocol.labels.find((label) => label.name === name);
  if (definition === undefined) {
    const known = protocol.labels.map((label) => label.name).join(', ');
    throw new UserError(`data.target names the label "${name}", which 3-data/protocol.md does not define; it defines ${known || 'none'}.`);
  }
  const { kind } = definition;
  if (kind === 'category' || kind === 'ordinal') return categoryTarget(definition);
  if (kind === 'number') return numberTarget(definition);
  if (kind === 'box' || kind === 'outline' || kind === 'mask') return drawnTarget(definition);
  throw new UserError(
    `data.target names the label "${name}", which is of kind ${kind}: a network learns labels of kind category, ordinal, number, box, outline or mask.`,
  );
}
