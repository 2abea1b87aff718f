import type { Volume } from '../../src/core/volume/volume';
import { VolumeBuilder } from '../../src/core/volume/volumeBuilder';
import type { PlanesSource } from './mprGiven';

/** Slices that are asked for at a time: the page decodes in two workers, and the next ones are fetched meanwhile. */
const atATime = 4;

/** Loads all slices from the middle outwards; rejects with the reason where there can be no volume, or when the signal says stop. */
export async function loadVolume(
  { slices, loadSlice }: PlanesSource,
  limitBytes: number,
  onProgress: (done: number) => void,
  signal: AbortSignal,
): Promise<Volume> {
  const builder = new VolumeBuilder(slices, limitBytes);
  const order = middleOutwards(slices);
  let done = 0;
  const work = async (): Promise<void> => {
    for (let index = order.shift(); index !== undefined; index = order.shift()) {
      signal.throwIfAborted();
      const slice = await loadSlice(index, signal).catch((error: unknown) => {
        throw new Error(`Three planes need all slices, and slice ${index + 1} could not be read: ${sentenceOf(error)}`);
      });
      signal.throwIfAborted();
      builder.add(index, slice);
      done += 1;
      onProgress(done);
    }
  };
  try {
    await Promise.all(Array.from({ length: atATime }, work));
  } finally {
    // One failure stops the others.
    order.length = 0;
  }
  return builder.finish();
}

/** What an error says. */
export const sentenceOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));

/** 0 to `count` - 1, the middle first. */
function middleOutwards(count: number): number[] {
  const middle = Math.floor(count / 2);
  return Array.from({ length: count }, (_, at) => at).sort((a, b) => Math.abs(a - middle) - Math.abs(b - middle));
}
