import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { CaseQuestion } from '../../core/experiment/caseReport';
import type { CaseTable } from '../../core/experiment/caseTable';
import { groupCases } from '../../core/experiment/groupCases';
import { pickCases } from '../../core/experiment/pickCases';
import { reportCases } from '../../core/experiment/reportCases';
import { operate } from '../../core/experiment/reportClasses';
import { layout, runFolder } from '../../core/project/layout';
import { findProject } from '../project/findProject';
import { readCases } from '../run/readCases';
import { answerQuestions } from './answerQuestions';
import type { CommandContext, CommandResult } from './context';

/** `radsteps case-answers`: answers the editor's questions about runs' predictions, one JSON object a line, until its input ends. */
export async function caseAnswersCommand(context: CommandContext): Promise<CommandResult> {
  const tables = new Map<string, { readonly key: string; readonly table: Promise<CaseTable> }>();
  const tableOf = async (run: string): Promise<CaseTable> => {
    const root = await findProject(context.folder);
    const key = await stateOf(root, run);
    const known = tables.get(run);
    if (known?.key === key) return known.table;
    // One run at a time: a table of many images takes memory.
    tables.clear();
    const table = readCases(root, run);
    tables.set(run, { key, table });
    return table;
  };
  return answerQuestions<CaseQuestion>(context, 'case-answers', async (question) => {
    const table = await tableOf(question.run);
    switch (question.ask) {
      case 'report':
        return reportCases(table);
      case 'operating':
        return operate(table, question.threshold);
      case 'groups':
        return groupCases(table, question.threshold);
      case 'cases':
        return pickCases(table, question.choice, question.limit);
    }
  });
}

/** Changes with the files that a table of cases is read from. */
async function stateOf(root: string, run: string): Promise<string> {
  const files = [`${runFolder(run)}/record.json`, `${runFolder(run)}/predictions.csv`, layout.images];
  const states = await Promise.all(files.map((file) => stat(join(root, file)).catch(() => null)));
  return states.map((state) => (state === null ? '' : `${state.mtimeMs} ${state.size}`)).join('\n');
}
