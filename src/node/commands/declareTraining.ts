import { type Command, InvalidArgumentError } from 'commander';
import { commitCommand } from './commitCommand';
import { kitCommand } from './kitCommand';
import { networkCommand } from './networkCommand';
import { countingNumber, setting } from './optionValues';
import { predictCommand } from './predictCommand';
import { resumeCommand } from './resumeCommand';
import type { Attach } from './runCommandLine';
import { stopCommand } from './stopCommand';
import { sweepCommand } from './sweepCommand';
import { trainCommand } from './trainCommand';
import { watchCommand } from './watchCommand';

const folds = (word: string): number => {
  if (!/^\d{1,2}$/.test(word) || Number(word) < 2 || Number(word) > 20)
    throw new InvalidArgumentError('It must be a whole number from 2 to 20.');
  return Number(word);
};

/** Declares the commands that train, stop, follow and apply networks. */
export function declareTraining(program: Command, attach: Attach): void {
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
