import type { Stack } from '../../../src/protocol/viewer';
import { indexOf, placeOf, timesOf } from '../stackPlace';
import type { Shown } from '../viewer';

/** Points in time of a stack, at least 1: the frames themselves where they are no volume and no times are told. */
export const countTimes = (stack: Stack): number => (timesOf(stack) > 1 ? timesOf(stack) : stack.isVolume ? 1 : stack.frames.length);

/** The point in time that is shown, from 0, as intervals count them. */
export const shownTime = ({ stack, state }: Pick<Shown, 'stack' | 'state'>): number =>
  timesOf(stack) > 1 ? placeOf(stack, state.index).time : state.index;

/** The frame that shows a point in time, of the slice that is shown. */
export const indexAtTime = ({ stack, state }: Pick<Shown, 'stack' | 'state'>, time: number): number =>
  timesOf(stack) > 1 ? indexOf(stack, placeOf(stack, state.index).slice, time) : time;
