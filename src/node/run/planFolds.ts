import { hasNoPatientIdentity } from '../../core/dataset/imageRow';
import { makeFolds, type PatientFold } from '../../core/dataset/makeFolds';
import { splitFactors } from '../../core/dataset/splitFactors';
import { stratify } from '../../core/dataset/strata';
import { countImages } from '../../core/experiment/chooseImages';
import type { TrainerImage } from '../../core/experiment/trainerJob';
import { UserError } from '../../core/userError';
import { readImages, readLabels, readStoredSplit } from '../dataset/readDataset';
import { readProtocol } from '../project/readProtocol';
import type { RunPlan } from './runPlan';

/** A cross-validation before its first run. */
export type FoldsPlan = {
  /** What the runs have in common: its images are those of the train and tuning parts. */
  readonly base: RunPlan;
  readonly seed: number;
  readonly folds: readonly PatientFold[];
  readonly notes: readonly string[];
};

/** One fold as a run, and the images that its network is to predict. */
export type FoldPlan = { readonly plan: RunPlan; readonly held: readonly TrainerImage[] };

/**
 * Divides the patients of a plan's train and tuning parts into folds: with the split's seed, so that all experiments on the same data have the
 * same folds, and stratified as the split is, by the plan's own target. UserError where that can't be done.
 */
export async function planFolds(root: string, base: RunPlan, count: number): Promise<FoldsPlan> {
  const chosen = new Set(imagesOf(base).map(({ image }) => image));
  const rows = (await readImages(root)).filter(({ image }) => chosen.has(image));
  const definition = (await readProtocol(root)).labels.find(({ name }) => name === base.job.target);
  const labels = await readLabels(root, base.settings.data.reader);
  const members = stratify(splitFactors(rows, definition === undefined ? null : { definition, labels }));
  const seed = (await readStoredSplit(root))?.lock.seed ?? 1;
  const plan = { base, seed, folds: makeFolds(members, count, seed), notes: [] };
  requireClasses(plan);
  const anonymous = rows.filter(hasNoPatientIdentity).length;
  const notes =
    anonymous === 0
      ? []
      : [
          `${anonymous} of ${rows.length} images name no patient, so images of one patient may lie in different folds, and results may look better than they are.`,
        ];
  return { ...plan, notes: [...notes, ...rareClasses(base, count)] };
}

const imagesOf = ({ job }: RunPlan): readonly TrainerImage[] => [...job.train, ...job.tuning];

/** One fold (its number is from 1) of a cross-validation as a plan of its own. */
export function foldPlan({ base, folds }: Pick<FoldsPlan, 'base' | 'folds'>, group: string, index: number): FoldPlan {
  const fold = folds[index - 1] ?? { train: [], tuning: [], held: [] };
  const of = (patients: readonly string[]) => {
    const wanted = new Set(patients);
    return imagesOf(base)
      .filter(({ patient }) => wanted.has(patient))
      .toSorted((a, b) => (a.image < b.image ? -1 : 1));
  };
  const [train, tuning] = [of(fold.train), of(fold.tuning)];
  const note = `Fold ${index} of ${folds.length} of ${group}: its tuning part is a share of the patients of the other folds.`;
  const plan: RunPlan = {
    ...base,
    fold: { group, index, of: folds.length },
    data: { train: countImages(train), tuning: countImages(tuning) },
    notes: [...base.notes, note],
    job: { ...base.job, train, tuning },
  };
  return { plan, held: of(fold.held) };
}

function requireClasses(plan: Pick<FoldsPlan, 'base' | 'folds'>): void {
  if (plan.base.job.task !== 'classification') return;
  for (const index of plan.folds.keys()) {
    const { train } = foldPlan(plan, '', index + 1).plan.job;
    if (new Set(train.map(({ target }) => target)).size < 2)
      throw new UserError(
        `Fold ${index + 1} of ${plan.folds.length} would train on images of one ${plan.base.job.target} only; take fewer folds, or label more images of the rare value.`,
      );
  }
}

/** A sentence for every class that some folds can't hold out, because fewer patients than folds have it. */
function rareClasses({ job }: RunPlan, count: number): readonly string[] {
  const images = [...job.train, ...job.tuning];
  return job.classes.flatMap((name, index) => {
    const patients = new Set(images.flatMap(({ target, patient }) => (target === index ? [patient] : []))).size;
    return patients >= count
      ? []
      : [
          `Only ${patients} ${patients === 1 ? 'patient has' : 'patients have'} ${job.target} ${name}, fewer than the ${count} folds, so some folds hold out none.`,
        ];
  });
}
