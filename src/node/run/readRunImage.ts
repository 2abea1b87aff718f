import { basename } from 'node:path';
import type { RunRecord } from '../../core/experiment/runRecord';
import { scaleInputs } from '../../core/experiment/scaleInputs';
import { UserError } from '../../core/userError';
import { prepareImage, reasonOf, type SizedPixels } from '../training/preparePixels';
import type { NamedImage } from './findImage';

/** An image as the network of a run is given it: pixels of 0 to 65535, its own size, and its scalar inputs. */
export type RunImage = SizedPixels & { readonly inputs: readonly number[] };

/** Prepares an image as a run's own were; throws UserError where it can't be read, or lacks an age that the network takes in. */
export async function readRunImage({ run, settings }: RunRecord, { image, file, scalars }: NamedImage): Promise<RunImage> {
  const name = image || basename(file);
  const inputs = scaleInputs(settings.data.inputs, scalars);
  if (inputs === null) throw new UserError(`Image ${name} has no age, which the network of run ${run} takes as an input.`);
  try {
    return { ...(await prepareImage(file, settings.image)), inputs };
  } catch (error) {
    throw new UserError(`Image ${name} can't be looked at: ${reasonOf(error).replace(/\.$/, '')}.`, { cause: error });
  }
}
