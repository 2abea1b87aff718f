import type { Experiment } from '../../core/experiment/experiment';

type Settings = Pick<
  Experiment['train'],
  'epochs' | 'learningRate' | 'warmUp' | 'schedule' | 'scheduleSteps' | 'scheduleFactor' | 'schedulePatience'
>;

/** Where training stands: `step` counts from 0, `epoch` from 1; the tuning losses are those of the epochs before. */
export type Place = {
  readonly step: number;
  /** Steps of all epochs. */
  readonly total: number;
  readonly epoch: number;
  readonly tuningLosses: readonly number[];
};

/**
 * Learning rate of a step: a linear warm-up, then by schedule. `cosine`: half a cosine down to 1 % of the base rate; `constant`; `step`: times
 * the factor after each of the given epochs; `plateau`: times the factor whenever the tuning loss fell no lower for more than `schedulePatience`
 * epochs. All of it follows from the place, so a run that goes on needs no memory of its own.
 */
export function rateAt(settings: Settings, place: Place): number {
  const { learningRate: base, schedule, scheduleFactor } = settings;
  const { step, total } = place;
  const warmUp = Math.max(1, Math.round(total * settings.warmUp));
  if (step < warmUp) return (base * (step + 1)) / warmUp;
  if (schedule === 'constant') return base;
  if (schedule === 'step') return base * scheduleFactor ** stepsBefore(settings, place.epoch);
  if (schedule === 'plateau') return base * scheduleFactor ** plateaus(place.tuningLosses, settings.schedulePatience);
  const share = Math.min(1, (step - warmUp) / Math.max(1, total - warmUp));
  return base * (0.01 + 0.99 * 0.5 * (1 + Math.cos(Math.PI * share)));
}

function stepsBefore({ epochs, scheduleSteps }: Settings, epoch: number): number {
  const ends = scheduleSteps.length > 0 ? scheduleSteps : [Math.round(epochs / 2), Math.round((3 * epochs) / 4)];
  return ends.filter((end) => epoch > end).length;
}

/** How often the loss has stayed on a plateau: PyTorch's ReduceLROnPlateau, with its smallest gain of 0.01 % that counts. */
export function plateaus(losses: readonly number[], patience: number): number {
  let [best, idle, count] = [Number.POSITIVE_INFINITY, 0, 0];
  for (const loss of losses) {
    const isLower = loss < best * (1 - 1e-4);
    best = isLower ? loss : best;
    idle = isLower ? 0 : idle + 1;
    if (idle <= patience) continue;
    count++;
    idle = 0;
  }
  return count;
}
