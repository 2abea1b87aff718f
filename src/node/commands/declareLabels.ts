import { type Command, Option } from 'commander';
import { labelFormats } from '../../core/label/formats/labelFormat';
import { agreementCommand } from './agreementCommand';
import { exportCommand, importCommand } from './exchangeCommand';
import { changesCommand, checkCommand } from './labelReviewCommand';
import { recoverCommand, settleCommand, setupMergeCommand, whoCommand } from './labelsCommand';
import { mergeLabelsCommand } from './mergeLabelsCommand';
import type { Attach } from './runCommandLine';
import { statesCommand } from './statesCommand';

const names = (words: string): readonly string[] =>
  words
    .split(',')
    .map((word) => word.trim())
    .filter(Boolean);

const formatOption = (): Option =>
  new Option('--format <format>', 'yolo holds boxes, yolo-seg outlines').choices([...labelFormats]).makeOptionMandatory();

/** Declares the commands about labels. */
export function declareLabels(program: Command, attach: Attach): void {
  const labels = program
    .command('labels')
    .summary('import, export and merge labels, and ask who made them')
    .description('Works with the label files of a project.');
  attach(
    labels
      .command('check')
      .summary('check all labels against the protocol')
      .description(
        'Checks the labels of all readers against 3-data/protocol.md. Exit code 1 where one does not fit, for automatic checks.',
      ),
    checkCommand,
  );
  attach(
    labels
      .command('states [images...]')
      .summary('say how far each image is labelled, and where readers disagree')
      .description(
        'Counts images by the state of their labels: none, draft, final, or disagree, where final labels differ beyond the tolerance of 3-data/protocol.md or a merge left something to choose. Names the images that somebody must look at.',
      ),
    statesCommand,
  );
  attach(
    labels
      .command('changes [from] [to]')
      .summary('say in words what changed in labels')
      .description(
        'Says what changed in labels from one commit to another: from HEAD to the files as they are now, unless said otherwise. Lengths by the image, overlaps as Dice and IoU.',
      )
      .option('--branch <name>', 'what this branch changed since it left the current one, for a review')
      .option('--file <path>', 'only this label file')
      .option('--whole', 'with the labels before and after themselves, for --json'),
    changesCommand,
  );
  attach(
    labels
      .command('who <file>')
      .summary('show who made each mark')
      .description('Shows author, date and commit of every mark and category of a label file, from git.'),
    whoCommand,
  );
  attach(
    labels
      .command('import <source>')
      .summary('take labels over from COCO, YOLO, PASCAL VOC or a table')
      .description(
        'Takes labels over as final labels of a reader. Classes are found by the names, titles and columns of 3-data/protocol.md, images by their name or their file.',
      )
      .addOption(formatOption())
      .option('--reader <slug>', 'whose labels they are', 'import'),
    importCommand,
  );
  attach(
    labels
      .command('export')
      .summary('write labels as COCO, YOLO, PASCAL VOC or a table')
      .description("Writes a reader's final labels, images under the names of the index.")
      .addOption(formatOption())
      .requiredOption('--out <place>', 'the file (coco, csv) or the folder (yolo, yolo-seg, voc)')
      .option('--reader <slug>', 'whose labels; needed where several have labelled')
      .option('--drafts', 'drafts too'),
    exportCommand,
  );
  attach(
    labels
      .command('recover')
      .summary('merge labels that git left with conflict markers')
      .description(
        "Writes every label that git could not merge from the three versions in git's index; what both sides changed stays to be chosen.",
      ),
    recoverCommand,
  );
  attach(
    labels
      .command('settle <file>')
      .summary('choose a side where both changed a label')
      .description('Settles the conflicts that a merge left in a label file, and leaves it a draft.')
      .addOption(
        new Option('--take <side>', 'which side stays; of marks also both')
          .choices(['ours', 'theirs', 'base', 'both'])
          .makeOptionMandatory(),
      )
      .option('--only <name>', 'only the conflict on this category or mark id'),
    settleCommand,
  );
  attach(
    labels
      .command('setup-merge')
      .summary('make git merge labels mark by mark in this clone')
      .description(
        "Makes git merge labels mark by mark in this clone. Commands that open a project do it too; it must be done once a clone, because git's configuration does not travel.",
      ),
    setupMergeCommand,
  );
  attach(
    program
      .command('agreement')
      .summary('show how far readers agree, and which images to adjudicate')
      .description(
        'Shows how far readers agree in their final labels: kappa, ICC, Bland and Altman, Dice, each with n and 95 % interval; and the images that somebody must decide.',
      )
      .option('--readers <names>', 'two readers or more, apart by commas; all otherwise', names),
    agreementCommand,
  );
  attach(
    program
      .command('merge-labels <base> <ours> <theirs> <path>', { hidden: true })
      .description(
        'Merges three versions of a label into <ours>: the merge driver that git runs. Exit code 1 where something is left to choose.',
      ),
    mergeLabelsCommand,
  );
}
