import { completeExperiment } from '../../core/experiment/completeExperiment';
import type { TrainerJob } from '../../core/experiment/trainerJob';
import { UserError } from '../../core/userError';

/** Reads a job file's text; RadSteps writes it itself, so only its kind and version are checked. */
export function parseJob(text: string): TrainerJob {
  const job = readJson(text);
  if (typeof job !== 'object' || job === null || !('version' in job) || job.version !== 1) {
    throw new UserError('The job file is not one of version 1, which is what this trainer reads.');
  }
  // A job kept by an earlier RadSteps lacks the settings that have been added since.
  const { experiment, ...rest } = job as TrainerJob;
  return { ...rest, experiment: completeExperiment(experiment) };
}

function readJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new UserError('The job file is not JSON, so there is nothing to train.');
  }
}
