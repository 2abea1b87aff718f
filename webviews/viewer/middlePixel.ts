import { pixelAt } from '../../src/core/viewer/viewTransform';
import { shapeOf } from './stage';
import type { Viewer } from './viewer';

/** Column and row of the pixel in the middle of the screen. */
export function middlePixel({ shown: { picture, state }, stage }: Viewer): readonly [number, number] {
  const middle = [stage.size[0] / 2, stage.size[1] / 2] as const;
  return (picture === null ? null : pixelAt(shapeOf(picture), state.look.view, stage.size, middle)) ?? [0, 0];
}
