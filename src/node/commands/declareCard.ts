import { type Command, InvalidArgumentError, Option } from 'commander';
import { cardCommand } from './cardCommand';
import type { Attach } from './runCommandLine';

const yearsOfAge = (word: string): number => {
  const years = Number(word);
  if (word.trim() === '' || !(years >= 0 && years <= 120))
    throw new InvalidArgumentError('It must be an age in years from 0 to 120, such as 10.5.');
  return years;
};

/** Declares the command that words one result. */
export function declareCard(program: Command, attach: Attach): void {
  attach(
    program
      .command('card <run> <image>')
      .summary('estimate one image, with the interval of the estimate, beside the chronological age, in words for a draft')
      .description(
        "Lets a run's network estimate a number of an image (its name in the project, or a file), with a 95 % prediction interval calibrated on the run's predictions of its tuning part (split conformal prediction over patients), and words it as a draft for a report. Where the network takes the sex in and it is not known, both estimates are given. Not for use on patients.",
      )
      .addOption(new Option('--sex <sex>', "the patient's sex, in place of what index or file say").choices(['F', 'M']))
      .option('--age <years>', 'the chronological age, in place of what index or file say', yearsOfAge),
    cardCommand,
  );
}
