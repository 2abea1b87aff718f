import type { NiftiHeader } from '../nifti/niftiHeader';
import { niftiTimes } from '../nifti/readNifti';
import type { SeriesStack } from './splitStacks';

/** More volumes that are no points in time than this are shown as one series, numbered: nobody reads a longer list. */
const mostStacks = 12;

/** The stacks of a NIfTI file by its header: slices along its third axis, volumes as points in time, or as stacks of their own where they are none. */
export function niftiStacks(header: NiftiHeader): readonly SeriesStack[] {
  const [, , slices = 1, ...more] = header.sizes;
  const volumes = more.reduce((product, size) => product * size, 1);
  const framesOf = (from: number, count: number) => Array.from({ length: count }, (_, index) => ({ file: 0, frame: from + index }));
  const isVolume = slices >= 3 && header.sample.kind !== 'colour';
  const counted = slices === 1 ? '1 slice' : `${slices} slices`;
  if (volumes === 1) return [{ label: counted, frames: framesOf(0, slices), timesMs: [], isVolume }];
  const known = niftiTimes(header, volumes);
  const whole = (timesMs: readonly number[], words: string) => [
    { label: `${counted}, ${volumes} ${words}`, frames: framesOf(0, slices * volumes), timesMs, isVolume },
  ];
  if (known.length === volumes) return whole(known, 'points in time');
  if (volumes > mostStacks)
    return whole(
      Array.from({ length: volumes }, (_, index) => index),
      'volumes, numbered',
    );
  return Array.from({ length: volumes }, (_, volume) => ({
    label: `volume ${volume + 1}, ${counted}`,
    frames: framesOf(volume * slices, slices),
    timesMs: [],
    isVolume,
  }));
}
