import type { Label } from '../label/label';
import type { LabelDefinition, Protocol } from '../label/protocol';
import { UserError } from '../userError';
import type { TrainerJob } from './trainerJob';

/** What a network learns, and how a label tells it. */
export type Target = Pick<TrainerJob, 'task' | 'target' | 'unit' | 'classes'> & {
  /** The number, or the index of the class; null where the label does not say. */
  readonly read: (label: Label) => number | null;
};

function numberTarget({ name, unit = '' }: LabelDefinition): Target {
  const read = ({ categories }: Label) => {
    const value = categories[name];
    return typeof value === 'number' && Number.isFinite(value) ? value : null;
  };
  return { task: 'regression', target: name, unit, classes: [], read };
}

function categoryTarget({ name, values = [] }: LabelDefinition): Target {
  if (values.length < 2)
    throw new UserError(`The label "${name}" of 3-data/protocol.md names fewer than two values, so there is nothing to tell apart.`);
  const read = ({ categories }: Label) => {
    const value = categories[name];
    const index = values.indexOf(typeof value === 'boolean' ? (values[value ? 1 : 0] ?? '') : String(value));
    return index < 0 ? null : index;
  };
  return { task: 'classification', target: name, unit: '', classes: values, read };
}

/** The target that an experiment names, from the labelling protocol; UserError when the protocol has no such label or it can't be learned. */
export function chooseTarget(name: string, protocol: Protocol): Target {
  const definition = protocol.labels.find((label) => label.name === name);
  if (definition === undefined) {
    const known = protocol.labels.map((label) => label.name).join(', ');
    throw new UserError(`data.target names the label "${name}", which 3-data/protocol.md does not define; it defines ${known || 'none'}.`);
  }
  if (definition.kind === 'box')
    throw new UserError(`data.target names the label "${name}", a box; networks learn numbers and categories so far.`);
  return definition.kind === 'number' ? numberTarget(definition) : categoryTarget(definition);
}
