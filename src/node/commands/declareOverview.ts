import type { Command } from 'commander';
import { repeated } from './optionValues';
import { overviewCommand } from './overviewCommand';
import type { Attach } from './runCommandLine';
import { statusCommand } from './statusCommand';

/** Declares what tells how far a project is. */
export function declareOverview(program: Command, attach: Attach): void {
  attach(
    program
      .command('status')
      .summary('show the seven steps, what is open, people, data and the best run')
      .description(
        'Shows the seven steps, how far each is, what each task still needs or is made from an old state of, then who is missing, the data, the best run and what to do next. With --json all that the overview page shows, and how much `radsteps check` finds.',
      )
      .option('--mine', "only the tasks that the roles of this machine's reader usually do, by 2-team/team.yaml")
      .option('--role <role>', 'only the tasks of a role, such as statistician; may be repeated', repeated),
    statusCommand,
  );
  attach(program.command('overview', { hidden: true }), overviewCommand);
}
