import { type Command, Option } from 'commander';
import { listCommand, progressCommand, proposeCommand } from './labelWorkCommand';
import type { Attach } from './runCommandLine';

const names = (words: string): readonly string[] =>
  words
    .split(',')
    .map((word) => word.trim())
    .filter(Boolean);

/** Declares the commands about labelling as work: what is left, in which order, and what a run proposes. */
export function declareLabelWork(labels: Command, attach: Attach): void {
  attach(
    labels
      .command('progress')
      .summary('show how far each reader is')
      .description('Shows for each reader how many images have no label, a draft and a final one, and the median time an image.'),
    progressCommand,
  );
  attach(
    labels
      .command('list')
      .summary('list the images that wait for a reader')
      .description('Lists the images without a final label of a reader, in the order in which they are labelled.')
      .option('--reader <slug>', "whose; this machine's reader otherwise")
      .addOption(new Option('--order <order>', 'how they are ordered').choices(['index', 'random', 'uncertainty']).default('index'))
      .option('--seed <text>', "for --order random; the reader's name otherwise")
      .option('--run <run>', 'for --order uncertainty: what this run is least sure of comes first')
      .addOption(new Option('--part <part>', 'only this part of the split').choices(['train', 'tuning', 'test']))
      .option('--all', 'also those with a final label'),
    listCommand,
  );
  attach(
    labels
      .command('propose <run>')
      .summary("put a run's marks into labels as proposals")
      .description(
        "Puts the marks that a run predicted into a reader's labels as proposals, which count only once the reader accepts them. Final labels stay as they are.",
      )
      .option('--reader <slug>', "whose labels; this machine's reader otherwise")
      .option('--images <names>', 'only these images, apart by commas', names),
    proposeCommand,
  );
}
