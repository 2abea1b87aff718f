import type { Part } from '../../core/dataset/split';
import { type ImageState, imageState } from '../../core/label/labelProgress';
import { predictionUncertainty } from '../../core/label/predictionUncertainty';
import { type WorkOrder, workOrder } from '../../core/label/workList';
import { UserError } from '../../core/userError';
import { readImages, readLabels, readSplit } from '../dataset/readDataset';
import { runPredictions } from './runProposals';

/** Which images a reader labels, and in which order: `seed` for random ones, `run` for what a run is least sure of. */
export type WorkWish = {
  readonly reader: string;
  readonly order: WorkOrder['by'];
  readonly seed: string;
  readonly run?: string;
  /** `open`: those without a final label of the reader. */
  readonly which: 'all' | 'open';
  readonly part?: Part;
};

/** Images in the order in which they are labelled, with how far the reader is; throws UserError where none is left, or split or run are missing. */
export async function workImages(root: string, wish: WorkWish): Promise<readonly { readonly image: string; readonly state: ImageState }[]> {
  const rows = await readImages(root);
  const split = wish.part === undefined ? null : await readSplit(root);
  const inPart = split === null ? rows : rows.filter(({ patient }) => split.get(patient) === wish.part);
  const labels = await readLabels(root, wish.reader);
  const ordered = workOrder(
    inPart.map(({ image }) => image),
    await orderOf(root, wish),
  );
  const all = ordered.map((image) => ({ image, state: imageState(labels.get(image)) }));
  const chosen = wish.which === 'all' ? all : all.filter(({ state }) => state !== 'final');
  if (chosen.length > 0) return chosen;
  const where = wish.part === undefined ? '' : ` of the ${wish.part} part`;
  throw new UserError(
    all.length === 0 ? `There is no image${where}.` : `All ${all.length} images${where} have a final label by ${wish.reader} already.`,
  );
}

async function orderOf(root: string, { order, seed, run }: WorkWish): Promise<WorkOrder> {
  if (order !== 'uncertainty') return order === 'random' ? { by: 'random', seed } : { by: 'index' };
  if (run === undefined) throw new UserError('Name the run whose uncertainty gives the order.', { badUsage: true });
  const { rows } = await runPredictions(root, run);
  const known = [...rows].flatMap(([image, row]) => {
    const uncertainty = predictionUncertainty(row);
    return uncertainty === null ? [] : [[image, uncertainty] as const];
  });
  if (known.length === 0)
    throw new UserError(
      `Run ${run} predicts numbers and does not say how sure it is: choose a run that predicts categories, boxes or masks.`,
    );
  return { by: 'uncertainty', uncertainty: new Map(known) };
}
