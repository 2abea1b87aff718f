import { type HeadSources, type OverviewHead, overviewHead } from '../../core/overview/overviewHead';
import { readYaml } from '../../core/project/parseYaml';
import { UserError } from '../../core/userError';
import { projectStatus } from '../project/projectStatus';
import { readProject } from '../project/readProject';
import { readTeam } from '../project/readTeam';
import { readTextIfThere } from '../project/readText';

const problemFile = '1-problem/problem.yaml';

/** Reads what the overview says first; throws UserError where `radsteps.yaml` can't be read. */
export async function readHead(root: string): Promise<OverviewHead> {
  const [project, problem, steps, team] = await Promise.all([
    readProject(root),
    readProblem(root),
    projectStatus(root),
    // Its task says what is wrong with it.
    readTeam(root).catch((error: unknown) => {
      if (error instanceof UserError) return [];
      throw error;
    }),
  ]);
  return overviewHead({ project, problem, steps, team });
}

/** The question and the number that decides; null where they can't be read. */
export async function readProblem(root: string): Promise<HeadSources['problem']> {
  const text = await readTextIfThere(root, problemFile);
  if (text === null) return null;
  const { value, problems } = readYaml(text, 'problem');
  return problems.length > 0 ? null : (value as HeadSources['problem']);
}
