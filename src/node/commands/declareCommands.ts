import { type Command, InvalidArgumentError, Option } from 'commander';
import { version } from '../../../package.json';
import { layoutNames } from '../../core/dataset/layoutName';
import { caseAnswersCommand } from './caseAnswersCommand';
import { checkCommand } from './checkCommand';
import { declareCard } from './declareCard';
import { declareExplanations } from './declareExplanations';
import { declareFilms } from './declareFilms';
import { declareHistory } from './declareHistory';
import { declareLabels } from './declareLabels';
import { declareOverview } from './declareOverview';
import { declareTasks } from './declareTasks';
import { declareTraining } from './declareTraining';
import { declareTriage } from './declareTriage';
import { galleryCommand } from './galleryCommand';
import { historyCommand } from './historyCommand';
import { importCommand } from './importCommand';
import { newCommand } from './newCommand';
import { countingNumber, wholeNumber } from './optionValues';
import type { Attach } from './runCommandLine';
import { seriesCommand } from './seriesCommand';
import { splitCommand } from './splitCommand';
import { labelStatesCommand } from './statesCommand';
import { thumbnailsCommand } from './thumbnailsCommand';

const fractions = (word: string): readonly [number, number, number] => {
  const [train, tuning, test, more] = word.split(/[/,]/).map(Number);
  if (
    train === undefined ||
    tuning === undefined ||
    test === undefined ||
    more !== undefined ||
    ![train, tuning, test].every((share) => share >= 0)
  ) {
    throw new InvalidArgumentError('It must be three shares for train, tuning and test, such as 70/15/15.');
  }
  const sum = train + tuning + test;
  if (!(sum > 0)) throw new InvalidArgumentError('The shares must not all be 0.');
  return [train / sum, tuning / sum, test / sum];
};

/** Declares every command of `radsteps` with its words, options and help. */
export function declareCommands(program: Command, attach: Attach): void {
  program
    .description('From a clinical question to a validated, monitored radiology model, in seven steps.')
    .version(version)
    .option('-C, --project <folder>', 'work in this project instead of the current folder')
    .option('--json', 'print one JSON document, for machines')
    .addOption(new Option('--events', 'print progress and result as one JSON object a line').hideHelp());
  declareProject(program, attach);
  declareData(program, attach);
  declareLabels(program, attach);
  declareTraining(program, attach);
  declareHistory(program, attach);
  declareExplanations(program, attach);
  declareCard(program, attach);
  declareTriage(program, attach);
  declareServices(program, attach);
}

function declareProject(program: Command, attach: Attach): void {
  attach(
    program
      .command('new <template> <folder>')
      .summary('make a project from a template (bone-age, fractures)')
      .description('Makes a project from a template (bone-age, fractures) in a new or empty folder, with a first commit.')
      .option('--name <name>', "the project's name; the folder's name otherwise")
      .option('--data-root <folder>', 'where its images will lie, outside the project; <folder>-data beside it otherwise')
      .option('--reader <slug>', 'who labels on this machine')
      .option('--region <region>', 'for fractures: the part of the body (ankle, wrist, hip, ...); all unless given')
      .option('--own-repository', 'make a repository of its own even inside another one'),
    newCommand,
  );
  declareOverview(program, attach);
  declareTasks(program, attach);
  attach(
    program
      .command('check')
      .summary('look for leaks, identifiers and mistakes in the data')
      .description(
        'Looks for what makes results wrong or shows who somebody is: patients in two parts, the same image twice, labels without images, impossible values, identifiers in texts and names, invalid files. Ends with exit code 1 where there is an error or a warning.',
      )
      .option('--cached', 'compare images only by what earlier checks have seen of them')
      .option('--fix <id>', "apply a finding's first fix (--choice for another)")
      .option('--choice <number>', 'which of its fixes, from 1', countingNumber, 1)
      .option('--accept <id>', 'accept a finding, with --reason and --by, in 7-governance/accepted.csv')
      .option('--reason <text>', 'why it is accepted')
      .option('--by <name>', 'who accepts it'),
    checkCommand,
  );
}

function declareData(program: Command, attach: Attach): void {
  declareFilms(program, attach);
  attach(
    program
      .command('import <folder>')
      .summary('add the images of a folder to the project')
      .description(
        'Adds the DICOM, PNG and JPEG images of a folder to the project. They stay where they are; a second import adds and updates.',
      )
      .option('--labels <table>', 'a CSV table or workbook (.xlsx) with a column for the file name and columns for labels')
      .option('--no-labels', 'take no labels, also where the folder has a table of them')
      .option('--all-regions', "take images of other regions than the project's, too")
      .addOption(new Option('--layout <layout>', 'what the folder looks like').choices(layoutNames).default('auto'))
      .option('--keep-names', "keep the files' names as image names: only where they identify nobody")
      .option('--no-keep-names', 'give every image a pseudonym, also in the known public layouts')
      .option('--reader <slug>', 'whose labels the table holds'),
    importCommand,
  );
  attach(
    program
      .command('split')
      .summary('allot patients to training, tuning and test')
      .description('Allots patients to the parts train, tuning and test: stratified, seeded, never one patient in two parts.')
      .option('--seed <number>', 'the same seed makes the same split', wholeNumber)
      .option('--fractions <shares>', 'shares of train, tuning and test, such as 70/15/15', fractions)
      .option('--test <column=value>', 'images of the test part by a column of images.csv, such as official_part=test; the rest is split')
      .option('--tuning <column=value>', 'images of the tuning part by a column, such as official_part=validation'),
    splitCommand,
  );
  attach(
    program
      .command('series <path>')
      .summary('list the DICOM series of a folder, of a file, or of a DICOMDIR')
      .description(
        "Lists the series of a folder, of a file's folder (of its image, where the project knows the file) or of a DICOMDIR: its stacks, sorted by position, split by orientation, echo and time.",
      )
      .option('--limit <files>', 'look at this many files at most', wholeNumber, 20_000),
    seriesCommand,
  );
}

/** What the editor talks to on standard input and output; no help lists it. */
function declareServices(program: Command, attach: Attach): void {
  attach(program.command('gallery', { hidden: true }), galleryCommand);
  attach(program.command('history', { hidden: true }), historyCommand);
  attach(program.command('thumbnails', { hidden: true }), thumbnailsCommand);
  attach(program.command('label-states', { hidden: true }), labelStatesCommand);
  attach(program.command('case-answers', { hidden: true }), caseAnswersCommand);
}
