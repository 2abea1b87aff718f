import type { TrainerJob } from '../../core/experiment/trainerJob';
import { UserError } from '../../core/userError';

/** Throws UserError where an experiment asks for balanced sampling of what has no classes. */
export function checkSampling({ task, target, experiment }: Pick<TrainerJob, 'task' | 'target' | 'experiment'>): void {
  if (experiment.train.sampling === 'balanced' && task === 'regression')
    throw new UserError(`train.sampling balanced needs classes, but data.target ${target} is a number; set train.sampling to all.`);
}
