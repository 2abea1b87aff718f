import type { RunCommon } from '../../core/experiment/runRecord';
import type { TrainerJob } from '../../core/experiment/trainerJob';

/** All that a run needs to know before it gets a name: the trainer's job, and what the record says of settings and data. */
export type RunPlan = Pick<
  RunCommon,
  'experiment' | 'template' | 'hashes' | 'settings' | 'changed' | 'data' | 'notes' | 'fold' | 'sweep'
> & {
  readonly job: Omit<TrainerJob, 'version' | 'run' | 'project' | 'out'>;
};
