import type { Counted } from '../../core/experiment/activationMap';
import type { Shape } from '../../core/network/layer';
import { UserError } from '../../core/userError';
import { usualThreshold } from '../training/drawnPrediction';
import type { ModelAbout } from '../training/exportModel';
import { classOf } from '../training/prediction';

/** Which of a network's answers is explained: in words, as weights of its last numbers (whose weighted sum it is), and whether what speaks against it counts too. */
export type Explained = { readonly answer: string; readonly direction: Float32Array; readonly counted: Counted };

/**
 * What of `said`, the output of a run's model for one image, is explained. A class (the predicted one unless told) by its number before the softmax, as
 * Selvaraju et al. do. A number as it is: what raises it and what lowers it count alike, since a low number is as much an answer as a high one. Boxes by the
 * place of the heat map where a box is most probable. A mask by the mean over the pixels that it takes in, or by the most probable pixel where it takes in none.
 */
export function explainAnswer(about: ModelAbout, shape: Shape, said: Float32Array, wanted?: string): Explained {
  const { task, target } = about;
  if (wanted !== undefined && task !== 'classification')
    throw new UserError(`This run learns no classes (its target is ${target}), so --class ${wanted} means nothing; leave it out.`);
  if (task === 'classification') return explainClass(about, said, wanted);
  const direction = new Float32Array(shape.reduce((product, side) => product * side, 1));
  if (task === 'regression') {
    direction[0] = 1;
    const unit = about.unit === '' ? '' : ` ${about.unit}`;
    return { answer: `${target} ${(said[0] ?? 0).toFixed(1)}${unit}: what raises or lowers it`, direction, counted: 'for and against' };
  }
  const [, rows = 1, columns = 1] = shape;
  // Of boxes the first channel is the heat map; a mask has no other.
  const heat = said.subarray(0, rows * columns);
  const peak = heat.reduce((best, value, index) => (value > (heat[best] ?? 0) ? index : best), 0);
  const threshold = about.threshold ?? usualThreshold;
  const taken = task === 'segmentation' ? [...heat.keys()].filter((index) => (heat[index] ?? 0) >= threshold) : [];
  for (const index of taken.length > 0 ? taken : [peak]) direction[index] = 1 / Math.max(1, taken.length);
  const answer = taken.length > 0 ? `the mask of ${target}` : `where ${target} is most probable (${(heat[peak] ?? 0).toFixed(2)})`;
  return { answer, direction, counted: 'for' };
}

function explainClass({ classes, target, threshold }: ModelAbout, said: Float32Array, wanted: string | undefined): Explained {
  const index = wanted === undefined ? classOf(Array.from(said), threshold) : classes.indexOf(wanted);
  if (index < 0) throw new UserError(`"${wanted}" is none of the classes of ${target}; they are ${classes.join(', ')}.`);
  const direction = new Float32Array(classes.length);
  direction[index] = 1;
  return { answer: `${target}: ${classes[index] ?? ''}`, direction, counted: 'for' };
}
