import { type Command, Option } from 'commander';
import { filmRegionNames } from '../../core/film/filmField';
import { filmTemplates } from '../../core/film/filmTemplates';
import { filmsCommand } from './filmsCommand';
import { wholeNumber } from './optionValues';
import type { Attach } from './runCommandLine';

/** Declares the command that draws films of nobody. */
export function declareFilms(program: Command, attach: Attach): void {
  attach(
    program
      .command('films <folder>')
      .summary('make synthetic films for a demo')
      .description(
        'Makes synthetic DICOM films, marked as synthetic, for a demo or a test: hands with a table of their bone ages, or injured limbs with a table of what they show and a COCO file with a box and an outline for every break.',
      )
      .addOption(new Option('--template <template>', 'the template that they are for').choices(filmTemplates).default('bone-age'))
      .addOption(new Option('--region <region>', 'for fractures: only films of it; all of them unless given').choices(filmRegionNames))
      .option('--count <films>', 'how many', wholeNumber, 600)
      .option('--seed <number>', 'the same seed makes the same films', wholeNumber, 1),
    filmsCommand,
  );
}
