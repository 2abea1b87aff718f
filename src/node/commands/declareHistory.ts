import { type Command, Option } from 'commander';
import { exportFormats } from '../export/exportRuns';
import { casesCommand } from './casesCommand';
import { compareCommand } from './compareCommand';
import { exportCommand } from './exportCommand';
import { importanceCommand } from './importanceCommand';
import { noteCommand } from './noteCommand';
import { repeated, wholeNumber } from './optionValues';
import { reproduceCommand } from './reproduceCommand';
import type { Attach } from './runCommandLine';
import { runsCommand } from './runsCommand';
import { tidyCommand } from './tidyCommand';

/** Declares the commands about runs that have been: their history, cases, comparison, export, weights and reproduction. */
export function declareHistory(program: Command, attach: Attach): void {
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
}
