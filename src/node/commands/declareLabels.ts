import { type Command, InvalidArgumentError, Option } from 'commander';
import { type ConsensusRules, ruleOfWord } from '../../core/label/consensusRule';
import { labelFormats } from '../../core/label/formats/labelFormat';
import { agreementCommand } from './agreementCommand';
import { consensusCommand } from './consensusCommand';
import { declareLabelWork } from './declareLabelWork';
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

const rules = (word: string, sofar: ConsensusRules = {}): ConsensusRules => {
  const at = word.indexOf('=');
  if (at < 1 || at === word.length - 1) throw new InvalidArgumentError('It must look like bone_age=median or fracture=ada.');
  return { ...sofar, [word.slice(0, at)]: ruleOfWord(word.slice(at + 1)) };
};

const partOption = (): Option => new Option('--part <part>', 'images of this part of the split only').choices(['train', 'tuning', 'test']);

const formatOption = (words: string): Option => new Option('--format <format>', words).choices([...labelFormats]);

/** Declares the commands about labels. */
export function declareLabels(program: Command, attach: Attach): void {
  const labels = program
    .command('labels')
    .summary('import, export and merge labels, and ask who made them')
    .description('Works with the label files of a project.');
  declareLabelWork(labels, attach);
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
      .summary('take labels over from COCO, YOLO, PASCAL VOC, a table, DICOM SEG and SR, or NIfTI')
      .description(
        'Takes labels over as final labels of a reader. Classes are found by the names, titles and columns of 3-data/protocol.md, images by their name or their file.',
      )
      .addOption(formatOption('told from the files unless named'))
      .option('--reader <slug>', 'whose labels they are', 'import'),
    importCommand,
  );
  attach(
    labels
      .command('export')
      .summary('write labels as COCO, YOLO, PASCAL VOC, a table, DICOM SEG and SR, or NIfTI')
      .description("Writes a reader's final labels, images under the names of the index.")
      .addOption(formatOption('yolo holds boxes, yolo-seg outlines, seg regions, sr measurements, nifti label maps').makeOptionMandatory())
      .requiredOption('--out <place>', 'the file (coco, csv) or the folder (all others)')
      .option('--reader <slug>', 'whose labels; needed where several have labelled')
      .option('--drafts', 'drafts too'),
    exportCommand,
  );
  attach(
    labels
      .command('consensus')
      .summary("make readers' labels one, with their sources")
      .description(
        'Makes consensus labels (3-data/labels/consensus) of all images on which readers agree, or of those named: equal values or the majority, the mean of numbers, masks and boxes by vote, unless a rule says otherwise. Where readers differ, --settle decides, or a --rule that names one reader. Exit code 1 where an image is left to be decided.',
      )
      .option('--images <names>', 'these images, apart by commas', names)
      .option('--readers <names>', 'two readers or more, apart by commas; all otherwise', names)
      .addOption(partOption())
      .option('--rule <label=rule>', 'majority, mean, median or a reader, for one label; may be repeated', rules)
      .option('--settle <label=rule>', 'the same, and it also decides where readers differ; may be repeated', rules)
      .option('--final', 'as final labels; as drafts otherwise')
      .option('--replace', 'also over a consensus that says something else'),
    consensusCommand,
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
        'Shows how far readers agree in their final labels: kappa, ICC, Bland and Altman, Dice, each with n and 95 % interval; and the images that somebody must decide, the largest disagreement first.',
      )
      .option('--readers <names>', 'two readers or more, apart by commas; all but the consensus otherwise', names)
      .addOption(partOption())
      .option('--adjudicate', 'only the images that somebody must decide')
      .option('--csv', 'with --adjudicate: as a table')
      .addOption(new Option('--overview', 'also with fewer than two readers').hideHelp()),
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
