import { type Command, InvalidArgumentError, Option } from 'commander';
import { version } from '../../../package.json';
import { exportFormats } from '../export/exportRuns';
import { caseAnswersCommand } from './caseAnswersCommand';
import { casesCommand } from './casesCommand';
import { checkCommand } from './checkCommand';
import { commitCommand } from './commitCommand';
import { compareCommand } from './compareCommand';
import { declareExplanations } from './declareExplanations';
import { declareLabels } from './declareLabels';
import { declareTasks } from './declareTasks';
import { exportCommand } from './exportCommand';
import { filmsCommand } from './filmsCommand';
import { galleryCommand } from './galleryCommand';
import { historyCommand } from './historyCommand';
import { importanceCommand } from './importanceCommand';
import { importCommand } from './importCommand';
import { kitCommand } from './kitCommand';
import { networkCommand } from './networkCommand';
import { newCommand } from './newCommand';
import { noteCommand } from './noteCommand';
import { predictCommand } from './predictCommand';
import { reproduceCommand } from './reproduceCommand';
import { resumeCommand } from './resumeCommand';
import type { Attach } from './runCommandLine';
import { runsCommand } from './runsCommand';
import { seriesCommand } from './seriesCommand';
import { splitCommand } from './splitCommand';
import { labelStatesCommand } from './statesCommand';
import { statusCommand } from './statusCommand';
import { stopCommand } from './stopCommand';
import { sweepCommand } from './sweepCommand';
import { thumbnailsCommand } from './thumbnailsCommand';
import { tidyCommand } from './tidyCommand';
import { trainCommand } from './trainCommand';
import { watchCommand } from './watchCommand';

const wholeNumber = (word: string): number => {
  if (!/^\d{1,9}$/.test(word)) throw new InvalidArgumentError('It must be a whole number.');
  return Number(word);
};

const countingNumber = (word: string): number => {
  if (!/^[1-9]\d{0,5}$/.test(word)) throw new InvalidArgumentError('It must be a whole number from 1 on.');
  return Number(word);
};

const folds = (word: string): number => {
  if (!/^\d{1,2}$/.test(word) || Number(word) < 2 || Number(word) > 20)
    throw new InvalidArgumentError('It must be a whole number from 2 to 20.');
  return Number(word);
};

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

const setting = (word: string, sofar: Readonly<Record<string, string>> = {}): Readonly<Record<string, string>> => {
  const at = word.indexOf('=');
  if (at < 1) throw new InvalidArgumentError('It must look like train.epochs=40.');
  return { ...sofar, [word.slice(0, at)]: word.slice(at + 1) };
};

const repeated = (word: string, sofar: readonly string[] = []): readonly string[] => [...sofar, word];

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
  declareRuns(program, attach);
  declareExplanations(program, attach);
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
      .option('--own-repository', 'make a repository of its own even inside another one'),
    newCommand,
  );
  attach(
    program
      .command('status')
      .summary('show the seven steps and what is open')
      .description(
        'Shows the seven steps, how far each is, what each task still needs or is made from an old state of, and what to do next.',
      ),
    statusCommand,
  );
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
  attach(
    program
      .command('films <folder>')
      .summary('make synthetic hand films for a demo')
      .description('Makes synthetic DICOM hand films with a table of their bone ages, marked as synthetic, for a demo or a test.')
      .option('--count <films>', 'how many', wholeNumber, 600)
      .option('--seed <number>', 'the same seed makes the same films', wholeNumber, 1),
    filmsCommand,
  );
  attach(
    program
      .command('import <folder>')
      .summary('add the images of a folder to the project')
      .description(
        'Adds the DICOM, PNG and JPEG images of a folder to the project. They stay where they are; a second import adds and updates.',
      )
      .option('--labels <table.csv>', 'a table with a column for the file name and columns for labels')
      .addOption(
        new Option('--layout <layout>', 'what the folder looks like').choices(['auto', 'files', 'dicom', 'fracatlas']).default('auto'),
      )
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
      .option('--fractions <shares>', 'shares of train, tuning and test, such as 70/15/15', fractions),
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

function declareRuns(program: Command, attach: Attach): void {
  attach(
    program
      .command('kit')
      .summary('show what this machine offers for training')
      .description('Shows this machine, and tries every backend for ten seconds: whether its derivatives are right, and images a second.')
      .option('--save <name>', "write this machine's cores, memory and card to 4-kit/kit.yaml under this name, and renew what auto takes"),
    kitCommand,
  );
  attach(
    program
      .command('network [experiment]')
      .summary("show an experiment's network, layer by layer")
      .description("Shows an experiment's network: every layer with what it gives, the parameters, and the memory of a training step.")
      .option('--set <key=value>', 'change one setting of the experiment; may be repeated', setting),
    networkCommand,
  );
  attach(
    program
      .command('train [experiment]')
      .summary('train an experiment and commit its record')
      .description(
        'Trains an experiment of 5-network/experiments and commits the record of the run. Ctrl-C stops politely and keeps the best so far.',
      )
      .option('--set <key=value>', 'change one setting of the experiment; may be repeated', setting)
      .option('--folds <number>', 'cross-validate by patient in 2 to 20 folds, a run a fold, without the test part', folds)
      .option('--no-commit', 'leave the record uncommitted'),
    trainCommand,
  );
  declareSweep(program, attach);
  attach(
    program
      .command('predict <run> <files...>')
      .summary('apply the model of a run to images')
      .description(
        'Applies the model of a run to files or folders: one row an image, unreadable ones with the reason; boxes and masks as label files.',
      )
      .option('--out <predictions.csv>', 'write the table to this file; to standard output otherwise')
      .option('--marks <folder>', 'write boxes and masks to this folder; with --out, to a folder of its name beside it otherwise'),
    predictCommand,
  );
  attach(
    program
      .command('runs')
      .summary('list the runs, newest first')
      .description('Lists the runs of the project, newest first, with state, metric and duration.')
      .option('--all', 'also those of all other branches and of tags, without checking them out')
      .option('--filter <conditions>', 'only runs that fit, such as "learningRate < 0.001 auc > 0.9 state:finished -resnet"')
      .option('--sort <key>', 'by a metric, a setting or created, smallest first; -auc: largest first (write --sort=-auc)')
      .option('--starred', 'only runs with a star')
      .option('--tag <tag>', 'only runs with this tag; may be repeated', repeated),
    runsCommand,
  );
  attach(
    program
      .command('cases <run>')
      .summary("show a run's worst cases, and how it does by group")
      .description(
        "Shows what a run's predictions of its tuning part say beyond its metrics (operating point and calibration, or bias and limits of agreement), its worst cases, and with --by how it does on each group. A cross-validation is named as a run is.",
      )
      .option('--worst <images>', 'how many of the worst cases', wholeNumber, 10)
      .option('--by <column>', 'by sex, age, manufacturer or another column of images.csv with 2 to 12 values'),
    casesCommand,
  );
  attach(
    program
      .command('note <run>')
      .summary('star or tag a run, or note something of it')
      .description(
        'Stars or tags a run, or notes something of it, in 5-network/run-notes/<run>.yaml, which is committed like any other file. The record stays as it is.',
      )
      .option('--star', 'star it')
      .option('--unstar', 'take its star away')
      .option('--tag <tag>', 'add a tag, one word; may be repeated', repeated)
      .option('--untag <tag>', 'take a tag away; may be repeated', repeated)
      .option('--text <text>', 'what is to be remembered of it; replaces what was noted'),
    noteCommand,
  );
  attach(
    program
      .command('compare <runs...>')
      .summary('compare runs with the first one named, honestly')
      .description(
        'Compares two to twenty runs with the first one on the images that all have predicted: differing settings, metrics, the difference with its interval from resampling patients (DeLong for the AUC), and which images got better or worse.',
      ),
    compareCommand,
  );
  attach(
    program
      .command('importance [runs...]')
      .summary('which settings matter for a metric, and how much')
      .description(
        'Says how much of the differences of a metric between runs is owed to each setting: by permutation importance in a random forest, over the runs named, or over all of all branches and tags that learn the same from the same split.',
      )
      .option('--metric <name>', 'such as auc; the one that chooses the best epoch otherwise')
      .option('--like <run>', 'of all runs those that learn what this one does; the newest with a result otherwise'),
    importanceCommand,
  );
  attach(
    program
      .command('export [runs...]')
      .summary('write runs as tables, a report, for MLflow or for TensorBoard')
      .description(
        "Writes chosen runs, or the runs of a cross-validation or sweep, with their metrics, settings, hashes and epochs: as two tables, as one HTML page, in MLflow's file layout or as TensorBoard event files. No patients, no paths.",
      )
      .option('--all', 'every run, also those of other branches and of tags')
      .option('--filter <conditions>', 'only runs that fit, as for radsteps runs')
      .addOption(new Option('--format <format>', 'what to write').choices(exportFormats).default('csv'))
      .option('--out <path>', 'a file for csv and html, a folder for mlflow and tensorboard')
      .option('--images', 'html and mlflow: name the images with the largest errors, by their pseudonyms'),
    exportCommand,
  );
  attach(
    program
      .command('tidy [runs...]')
      .summary("remove runs' weights and checkpoints from this machine; the records stay")
      .description(
        'Lists the weights and checkpoints of runs (of all, unless some are named or filtered) with their sizes, asks, and removes them from this machine. Weights that another run needs, and runs that have not ended, are left alone. Nothing is removed without a yes.',
      )
      .option('--filter <conditions>', 'only runs that fit, as for radsteps runs')
      .option('--keep-best <number>', 'keep the files of so many of the best runs of each target', wholeNumber)
      .option('--yes', 'remove without asking'),
    tidyCommand,
  );
  attach(
    program
      .command('reproduce <run>')
      .summary('train a run again from git, and hold it against its record')
      .description(
        "Trains a run, one fold or a whole cross-validation again in a worktree with the files that it used, on this machine's images, which are checked by hash. On the CPU with the same number of workers every digit must be the same; elsewhere the result must lie within the variance of runs with other seeds.",
      )
      .option('--keep', 'leave the worktree where it is')
      .option('--anyway', 'train also where images are missing or the data are not those of the record')
      .option('--note', "append a line on the outcome to reproductions.csv in the run's folder")
      .option('--ask', "ask before it trains, once it is known what can't be had as it was"),
    reproduceCommand,
  );
  attach(
    program
      .command('watch [run]')
      .summary('follow the runs that train on this machine')
      .description(
        'Follows the runs that train on this machine, one line each with bar, epoch, metric, images a second and time left; of one run, of a cross-validation or of a sweep where it is named. It ends when they end; Ctrl-C ends the watching alone.',
      ),
    watchCommand,
  );
  attach(
    program
      .command('stop <run>')
      .summary('stop a run that trains on this machine')
      .description(
        'Stops a run or a cross-validation that trains on this machine: it finishes its batch, measures once more and keeps the weights of the best epoch so far, so that it can predict; later folds do not begin.',
      )
      .option('--no-weights', 'end at once with the numbers of its whole epochs, without weights; it can go on, but not predict'),
    stopCommand,
  );
  attach(
    program
      .command('resume <run>')
      .summary('go on with a run that was stopped, failed or killed')
      .description(
        'Goes on with a run from its last whole epoch on this machine, under the same name, to the result that it would have had; with a cross-validation, or the run of one of its folds, from where it stood.',
      )
      .option('--no-commit', 'leave the record uncommitted'),
    resumeCommand,
  );
  attach(
    program
      .command('commit <run>')
      .summary('commit the record of a run that is pending')
      .description('Commits the record of a run that could not be committed when it ended.'),
    commitCommand,
  );
}

function declareSweep(program: Command, attach: Attach): void {
  attach(
    program
      .command('sweep [experiment]')
      .summary('train an experiment with many settings, as its section sweep says, and commit all in one commit')
      .description(
        'Trains the runs that the section sweep of an experiment asks for, and prints them best first. Ctrl-C pauses; the same command goes on where it stood, also after a kill.',
      )
      .option('--set <key=value>', 'change one setting of the experiment for all runs; may be repeated', setting)
      .option('--limit <runs>', "make this many runs at most, instead of the file's number", countingNumber)
      .option('--at-once <runs>', 'train this many at the same time (give each its share with engine.threads)', countingNumber)
      .option('--dry-run', 'print the runs and train nothing')
      .option('--new', 'begin anew, also where a sweep like it was paused or killed')
      .option('--no-commit', 'leave the records uncommitted')
      .option('--pause <sweep>', 'stop its runs, to go on with them later')
      .option('--resume <sweep>', 'go on with a sweep that was paused or killed')
      .option('--cancel <sweep>', 'end a sweep and commit what is done; with --trial only that run')
      .option('--move <sweep>', 'move the run --trial to the place --to among those that wait')
      .option('--trial <number>', 'which run of the sweep', countingNumber)
      .option('--to <place>', 'its new place, 1 for the next', countingNumber),
    sweepCommand,
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
