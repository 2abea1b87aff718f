import assert from 'node:assert/strict';
import { movePoint } from '../../../../src/core/image/affine';
import {
  actualSize,
  fitScale,
  fittedView,
  panned,
  pixelAt,
  type Turn,
  turned,
  uprightTurn,
  viewAffine,
  viewScale,
  zoomedAt,
} from '../../../../src/core/viewer/viewTransform';

const shape = { rows: 100, columns: 200, pixel: [1, 1] } as const;
const canvas = [400, 400] as const;
const near = (found: readonly number[], wanted: readonly number[]) =>
  found.forEach((value, at) => {
    assert.ok(Math.abs(value - (wanted[at] ?? Number.NaN)) < 1e-9, `${found} is not ${wanted}`);
  });

describe('the view of a picture', () => {
  it('fits the picture and centres it', () => {
    assert.equal(fitScale(shape, uprightTurn, canvas), 2);
    const affine = viewAffine(shape, fittedView, canvas);
    near(movePoint(affine, [0, 0]), [0, 100]);
    near(movePoint(affine, [200, 100]), [400, 300]);
  });

  it('turns to the right: the left column becomes the top row', () => {
    const view = { ...fittedView, turn: turned(uprightTurn, 'right') };
    assert.equal(fitScale(shape, view.turn, canvas), 2);
    const affine = viewAffine(shape, view, canvas);
    near(movePoint(affine, [0, 0]), [300, 0]);
    near(movePoint(affine, [0, 100]), [100, 0]);
    near(movePoint(affine, [200, 0]), [300, 400]);
  });

  it('mirrors what is seen, whatever way it is turned', () => {
    const view = { ...fittedView, turn: turned(turned(uprightTurn, 'right'), 'horizontal') };
    near(movePoint(viewAffine(shape, view, canvas), [0, 0]), [100, 0]);
  });

  it('comes back after four turns, two flips, or a turn and its opposite', () => {
    const all = (...steps: readonly Parameters<typeof turned>[1][]): Turn => steps.reduce(turned, uprightTurn);
    assert.deepEqual(all('right', 'right', 'right', 'right'), uprightTurn);
    assert.deepEqual(all('right', 'left'), uprightTurn);
    assert.deepEqual(all('horizontal', 'horizontal'), uprightTurn);
    assert.deepEqual(all('horizontal', 'vertical'), all('right', 'right'));
    assert.deepEqual(JSON.parse(JSON.stringify(all('right', 'left'))), uprightTurn, 'no -0');
  });

  it('shows pixels that are no squares in their shape', () => {
    const tall = { rows: 100, columns: 100, pixel: [1, 2] } as const;
    assert.equal(fitScale(tall, uprightTurn, canvas), 2);
    near(movePoint(viewAffine(tall, fittedView, canvas), [100, 100]), [300, 400]);
  });

  it('zooms around a place, and is one to one', () => {
    const place = [120, 180] as const;
    const before = pixelAt(shape, fittedView, canvas, place);
    const view = zoomedAt(shape, fittedView, canvas, 3, place);
    assert.equal(view.zoom, 3);
    assert.deepEqual(pixelAt(shape, view, canvas, place), before);
    assert.equal(viewScale(shape, actualSize(shape, view, canvas), canvas), 1);
  });

  it('never zooms so far that nothing is left to see, nor so near that a pixel fills the window many times', () => {
    let view = fittedView;
    for (let i = 0; i < 100; i++) view = zoomedAt(shape, view, canvas, 2, [200, 200]);
    assert.equal(viewScale(shape, view, canvas), 100);
    for (let i = 0; i < 100; i++) view = zoomedAt(shape, view, canvas, 0.5, [200, 200]);
    assert.equal(view.zoom, 0.1);
  });

  it('pans with the hand, and keeps the middle within the picture', () => {
    const view = panned(shape, { ...fittedView, zoom: 4 }, canvas, [80, 0]);
    near(view.center, [0.45, 0.5]);
    near(panned(shape, view, canvas, [1e6, -1e6]).center, [0, 1]);
  });

  it('finds pixels only where the picture is', () => {
    assert.deepEqual(pixelAt(shape, fittedView, canvas, [0, 100]), [0, 0]);
    assert.deepEqual(pixelAt(shape, fittedView, canvas, [399.9, 299.9]), [199, 99]);
    assert.equal(pixelAt(shape, fittedView, canvas, [10, 99]), null);
  });
});
