import { createHash } from 'node:crypto';
import type { HistoryAnswer, HistoryQuestion } from '../../core/experiment/historyQuestion';
import { findProject } from '../project/findProject';
import { type HistoryTableReader, historyTableReader } from '../run/readHistoryTable';
import { answerQuestions } from './answerQuestions';
import type { CommandContext, CommandResult } from './context';

/** `radsteps history`: answers the editor's questions about the runs of a project, one JSON object a line, until its input ends. */
export async function historyCommand(context: CommandContext): Promise<CommandResult> {
  let read: HistoryTableReader | undefined;
  return answerQuestions<HistoryQuestion>(context, 'history', async ({ all, digest }): Promise<HistoryAnswer> => {
    read ??= historyTableReader(await findProject(context.folder));
    // A text within the answer: who passes it on to the page need not build and take apart thousands of objects.
    const table = JSON.stringify(await read(all));
    const own = createHash('sha256').update(table).digest('base64url').slice(0, 22);
    return { digest: own, table: own === digest ? null : table };
  });
}
