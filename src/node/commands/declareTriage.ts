import { type Command, Option } from 'commander';
import type { Attach } from './runCommandLine';
import { triageCommand } from './triageCommand';

/** Declares the command that sorts films by an alert. */
export function declareTriage(program: Command, attach: Attach): void {
  attach(
    program
      .command('triage <run> [files...]')
      .summary('sort films by an alert, worst first, with the possible finding marked')
      .description(
        "Sorts films by a run of two classes, the most suspicious study first: the project's tuning part, another part, or files, folders and images by their names. A run for boxes or outlines marks the finding, else it is shown where the alert's network looked. It is an alert to a reader, not a report.",
      )
      .option('--boxes <run>', 'mark films by this run; the best finished one for the same finding otherwise')
      .option('--no-boxes', "show where the alert's own network looked instead of boxes")
      .addOption(
        new Option(
          '--part <part>',
          'the part of the split; test counts as opening the test part. With files, only those of the project that are of this part',
        ).choices(['train', 'tuning', 'test']),
      )
      .option('--out <list.csv>', 'write the list to this file; .html makes a page, with pictures where it lies outside the project')
      .addOption(new Option('--hide-names', 'name files by pseudonyms, and tell the editor which is which').hideHelp()),
    triageCommand,
  );
}
