import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { drawFractureFilm, type FractureFilm } from '../../../../src/core/film/drawFractureFilm';
import { type FractureFilmPlan, planFractureFilms } from '../../../../src/core/film/planFractureFilms';
import { fillPolygon } from '../../../../src/core/label/fillPolygon';

const plans = planFractureFilms(120, 5);

/** Undisplaced breaks only: nothing but the break itself looks different from a whole bone. */
const isStill = ({ breaks }: FractureFilmPlan): boolean =>
  breaks.length > 0 && breaks.every(({ broken }) => broken.shift === 0 && broken.overlap === 0 && broken.bend === 0);

function hashOf({ pixels, outlines }: FractureFilm): string {
  return createHash('sha256').update(pixels).update(JSON.stringify(outlines)).digest('hex').slice(0, 16);
}

describe('drawFractureFilm', () => {
  it('draws the same pixels for the same plan on every machine', () => {
    assert.deepEqual(
      plans.slice(0, 4).map((plan) => hashOf(drawFractureFilm(plan))),
      ['d1d3c8182a32166e', '8f78f91d11810360', '481b2cf2ffff28a7', '30a7ce1529323e89'],
    );
  });

  it('shows a break within its outline and nowhere else', () => {
    const still = plans.map((plan) => ({
      ...plan,
      breaks: plan.breaks.map(({ bone, broken }) => ({ bone, broken: { ...broken, shift: 0, overlap: 0, bend: 0 } })),
    }));
    const chosen = still.filter(
      (plan) => isStill(plan) && plan.metal.length === 0 && plan.breaks.some(({ broken }) => broken.kind !== 'comminuted'),
    );
    for (const plan of chosen.slice(0, 6)) {
      const film = drawFractureFilm(plan);
      const whole = drawFractureFilm({ ...plan, breaks: [] });
      assert.equal(film.outlines.length, plan.breaks.length);
      assert.deepEqual(whole.outlines, []);
      const marked = new Uint8Array(film.rows * film.columns);
      for (const outline of film.outlines)
        for (const [dx, dy] of around)
          paint(
            marked,
            film,
            outline.map(([x, y]) => [x + dx, y + dy]),
          );
      let [inside, outside] = [0, 0];
      for (const [index, value] of film.pixels.entries()) {
        const apart = Math.abs(value - (whole.pixels[index] ?? 0));
        if (marked[index] === 1) inside = Math.max(inside, apart);
        else outside = Math.max(outside, apart);
      }
      assert.equal(outside, 0, `film ${plan.number}`);
      assert.ok(inside > 60, `film ${plan.number}: ${inside}`);
    }
  });

  it('marks nothing on films without a break, whatever holds or covers the bone', () => {
    const confounders = plans.filter(
      ({ breaks, cast, metal, healed }) => breaks.length === 0 && (cast !== null || metal.length > 0 || healed.length > 0),
    );
    assert.ok(confounders.length > 10);
    for (const plan of confounders.slice(0, 4)) {
      const film = drawFractureFilm(plan);
      assert.deepEqual(film.outlines, []);
      assert.notDeepEqual(film.pixels, drawFractureFilm({ ...plan, cast: null, metal: [], healed: [], swollen: [] }).pixels);
    }
  });

  it('keeps outlines on the film, closed shapes of some area', () => {
    for (const plan of plans.filter(({ breaks }) => breaks.length > 0).slice(0, 10)) {
      for (const outline of drawFractureFilm(plan).outlines) {
        assert.ok(
          outline.every(([x, y]) => x > 8 && y > 8 && x < 440 && y < 552),
          `film ${plan.number}`,
        );
        assert.ok(areaOf(outline) > 60, `film ${plan.number}: ${areaOf(outline)}`);
      }
    }
  });

  it('mirrors the right side', () => {
    const plan = plans.find(({ breaks }) => breaks.length > 0);
    assert.ok(plan);
    const left = drawFractureFilm({ ...plan, side: 'L' });
    const right = drawFractureFilm({ ...plan, side: 'R' });
    for (const [index, outline] of left.outlines.entries())
      for (const [corner, [x, y]] of outline.entries()) {
        const [mx = 0, my] = right.outlines[index]?.[corner] ?? [];
        assert.ok(Math.abs(448 - x - mx) < 0.011);
        assert.equal(my, y);
      }
  });
});

/** Blur and rounding reach two pixels further than what is drawn. */
const around = [-2.5, 0, 2.5].flatMap((dx) => [-2.5, 0, 2.5].map((dy) => [dx, dy] as const));

function paint(marked: Uint8Array, size: FractureFilm, points: readonly (readonly [number, number])[]): void {
  fillPolygon(points, size, marked);
}

function areaOf(points: readonly (readonly [number, number])[]): number {
  let twice = 0;
  for (const [index, [x, y]] of points.entries()) {
    const [px, py] = points.at(index - 1) ?? [x, y];
    twice += px * y - x * py;
  }
  return Math.abs(twice) / 2;
}
