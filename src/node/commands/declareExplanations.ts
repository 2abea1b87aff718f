import { type Command, InvalidArgumentError, Option } from 'commander';
import { attentionMethods } from '../../core/experiment/activationMap';
import { attentionCommand } from './attentionCommand';
import type { Attach } from './runCommandLine';
import { similarCommand } from './similarCommand';

const imageCount = (word: string): number => {
  if (!/^[1-9]\d{0,2}$/.test(word)) throw new InvalidArgumentError('It must be a whole number from 1 to 999.');
  return Number(word);
};

/** Declares the commands that ask why a run's network says what it says. */
export function declareExplanations(program: Command, attach: Attach): void {
  attach(
    program
      .command('attention <run> <image>')
      .summary("show where in an image a run's network finds its answer")
      .description(
        "Maps where in an image (its name in the project, or a file) a run's network finds its answer, by HiResCAM (Draelos and Carin 2020). Of a number what raises and what lowers it count alike; of boxes the most probable one is explained, of masks the mean over the mask.",
      )
      .option('--class <name>', 'explain this class; the predicted one otherwise')
      .option('--layer <name>', 'weigh the features of this layer; the last one that tells places apart otherwise')
      .addOption(
        new Option(
          '--method <name>',
          'Grad-CAM (Selvaraju et al. 2017) weighs whole channels; the same for most networks, and less true for others',
        )
          .choices(attentionMethods)
          .default('HiResCAM'),
      )
      .option('--out <overlay.png>', 'write the image with the map over it to this file, outside the project'),
    attentionCommand,
  );
  attach(
    program
      .command('similar <run> <image>')
      .summary("find the training images that a run's network sees most alike")
      .description(
        "Finds the training images of a run that are most similar to an image (its name in the project, or a file) by the features of the run's network: the cosine of what it takes, over the whole image, from the last layer that tells places apart.",
      )
      .option('--count <images>', 'how many', imageCount, 12)
      .option('--other-patients', 'leave out images of the same patient, which are marked otherwise'),
    similarCommand,
  );
}
