import type { OverviewQuestion } from '../../core/overview/overviewQuestion';
import { readActivity } from '../overview/readActivity';
import { dataGlanceReader } from '../overview/readDataGlance';
import { runsGlanceReader } from '../overview/readRunsGlance';
import { findProject } from '../project/findProject';
import { answerQuestions } from './answerQuestions';
import type { CommandContext, CommandResult } from './context';

/** Commits that the overview lists. */
const mostActivity = 6;

/** `radsteps overview`: answers the editor's questions about the heavier parts of a project's overview, one JSON object a line, until its input ends. */
export async function overviewCommand(context: CommandContext): Promise<CommandResult> {
  let begun: ReturnType<typeof begin> | undefined;
  return answerQuestions<OverviewQuestion>(context, 'overview', async ({ ask }) => {
    begun ??= begin(context.folder);
    const { root, readData, readRuns } = await begun;
    if (ask === 'activity') return readActivity(root, mostActivity);
    return ask === 'data' ? readData() : readRuns();
  });
}

async function begin(folder: string) {
  const root = await findProject(folder);
  return { root, readData: dataGlanceReader(root), readRuns: runsGlanceReader(root) };
}
