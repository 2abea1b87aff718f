import type { Slice } from '../../src/core/volume/volumeBuilder';
import type { CurveSource } from './curveGiven';

/** The frames of one slice over time. */
export type CurveFrames = readonly Pick<Slice, 'frame' | 'meaning'>[];

/** Frames that are asked for at a time. */
const atATime = 3;

/** Loads the frames of all times; rejects with a sentence where there can be no curve, or when the signal says stop. */
export async function loadCurveFrames(
  { times, loadFrame }: CurveSource,
  limitBytes: number,
  onProgress: (done: number) => void,
  signal: AbortSignal,
): Promise<CurveFrames> {
  const frames: Pick<Slice, 'frame' | 'meaning'>[] = [];
  let next = 0;
  let done = 0;
  const work = async (): Promise<void> => {
    while (next < times) {
      signal.throwIfAborted();
      const time = next;
      next += 1;
      const loaded = await loadFrame(time, signal);
      signal.throwIfAborted();
      check(loaded, times, limitBytes);
      frames[time] = loaded;
      done += 1;
      onProgress(done);
    }
  };
  try {
    await Promise.all(Array.from({ length: atATime }, work));
  } finally {
    // One failure stops the others.
    next = times;
  }
  return frames;
}

function check({ frame }: Pick<Slice, 'frame' | 'meaning'>, times: number, limitBytes: number): void {
  if (frame.samples !== 1) throw new Error('A curve over time needs grey pictures, and these are in colour.');
  const needed = frame.values.byteLength * times;
  const megabytes = (bytes: number): number => Math.ceil(bytes / 2 ** 20);
  if (needed > limitBytes)
    throw new Error(`A curve of this slice needs ${megabytes(needed)} MB of memory, and ${megabytes(limitBytes)} MB are allowed.`);
}
