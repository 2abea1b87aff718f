import { labelFile } from '../../core/project/layout';
import { type CommitOutcome, commitFiles } from '../git/commitFiles';
import { findRepository, isRepository } from '../git/repository';

/** Commits one label file and nothing else; a label that git holds as it is makes no commit. The first line of the message is `subject`. Never throws for what git refuses. */
export async function commitLabel(root: string, reader: string, image: string, subject: string): Promise<CommitOutcome> {
  const repository = await findRepository(root);
  if (!isRepository(repository)) return { state: 'none', reason: repository.reason };
  const message = subject.replace(/\s*\n\s*/g, ' ');
  return commitFiles(repository, { paths: [`${repository.prefix}${labelFile(reader, image)}`], message, what: 'the label' });
}
