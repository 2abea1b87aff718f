import { readFile } from 'node:fs/promises';
import { homedir } from 'node:os';
import { dirname, join } from 'node:path';
import type { TrainerImage, TrainerJob } from '../../core/experiment/trainerJob';
import { type Replacement, withoutPaths } from '../../core/experiment/withoutPaths';
import { localRunFolder } from '../../core/project/layout';

type Images = Pick<TrainerJob, 'train' | 'tuning'>;

const ofImage = ({ file, image }: TrainerImage): readonly Replacement[] => [
  [file, `image ${image}`],
  [dirname(file), '<folder>'],
];

/** Takes file and folder names of this machine out of a message for the record. */
export function recordCleaner(root: string, { train, tuning }: Images): (text: string) => string {
  const known: readonly Replacement[] = [...[...train, ...tuning].flatMap(ofImage), [root, '<project>'], [homedir(), '~']];
  return (text) => withoutPaths(text, known);
}

/** The same for a run of another process, from its job file where that is still there. */
export async function recordCleanerOf(root: string, run: string): Promise<(text: string) => string> {
  try {
    const job: TrainerJob = JSON.parse(await readFile(join(root, localRunFolder(run), 'job.json'), 'utf8'));
    return recordCleaner(root, job);
  } catch {
    return recordCleaner(root, { train: [], tuning: [] });
  }
}
