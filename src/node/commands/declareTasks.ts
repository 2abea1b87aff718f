import type { Command } from 'commander';
import type { Attach } from './runCommandLine';
import {
  beginTaskCommand,
  confirmTasksCommand,
  neededCommand,
  notNeededCommand,
  showTaskCommand,
  signOffTaskCommand,
} from './taskCommands';

/** Declares `radsteps task ...`. */
export function declareTasks(program: Command, attach: Attach): void {
  const task = program
    .command('task')
    .summary('guidance for a task, sign-off, and what is not needed')
    .description(
      'Shows the guidance of a task of the seven steps, and notes what people decide about it; `radsteps status --json` lists the tasks.',
    );
  attach(
    task.command('show [task]').description('Shows what to do for a task, with an example and pitfalls; the next one unless it is named.'),
    showTaskCommand,
  );
  attach(
    task.command('begin <task>').description('Writes the file of a task that no template brought, to be filled in.'),
    beginTaskCommand,
  );
  attach(
    task
      .command('confirm [tasks...]')
      .description(
        'Notes in 7-governance/made-from.csv that tasks fit the present state of what they are made from; of all that are done unless some are named.',
      ),
    confirmTasksCommand,
  );
  attach(
    task
      .command('sign-off <task>')
      .description("Adds an approval of the task's file, with its hash, to 2-team/approvals.csv.")
      .requiredOption('--by <name>', 'who signs')
      .requiredOption('--role <role>', 'in which role, such as lead'),
    signOffTaskCommand,
  );
  attach(
    task
      .command('not-needed <task>')
      .description('Says in 7-governance/not-needed.csv that this project does not need a task.')
      .requiredOption('--reason <text>', 'why')
      .requiredOption('--by <name>', 'who decided'),
    notNeededCommand,
  );
  attach(task.command('needed <task>').description('Takes back that a task is not needed.'), neededCommand);
}
