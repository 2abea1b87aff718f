import assert from 'node:assert/strict';
import { type FractureFilmPlan, planFractureFilms } from '../../../../src/core/film/planFractureFilms';

const plans = planFractureFilms(1200, 42);

function grouped(list: readonly FractureFilmPlan[], key: (plan: FractureFilmPlan) => number): readonly (readonly FractureFilmPlan[])[] {
  const groups = new Map<number, FractureFilmPlan[]>();
  for (const plan of list) groups.set(key(plan), [...(groups.get(key(plan)) ?? []), plan]);
  return [...groups.values()];
}

function studiesOf(list: readonly FractureFilmPlan[]): readonly (readonly FractureFilmPlan[])[] {
  return grouped(list, ({ study }) => study);
}

const share = (of: readonly FractureFilmPlan[], test: (plan: FractureFilmPlan) => boolean): number => of.filter(test).length / of.length;
const isBroken = ({ breaks }: FractureFilmPlan): boolean => breaks.length > 0;

describe('planFractureFilms', () => {
  it('repeats itself, and begins alike for another count', () => {
    const plain = (list: readonly FractureFilmPlan[]): string => JSON.stringify(list);
    assert.equal(plain(planFractureFilms(200, 42)), plain(plans.slice(0, 200)));
    assert.notEqual(plain(planFractureFilms(20, 43)), plain(plans.slice(0, 20)));
  });

  it('gives every study two or three different views of one limb on one day', () => {
    for (const films of studiesOf(plans).slice(0, -1)) {
      assert.ok(films.length === 2 || films.length === 3);
      assert.equal(new Set(films.map(({ view }) => view)).size, films.length);
      assert.equal(new Set(films.map(({ day, side, region, patient, months }) => `${day} ${side} ${region} ${patient} ${months}`)).size, 1);
    }
  });

  it('gives some patients several studies, later ones at later days', () => {
    const patients = grouped(plans, ({ patient }) => patient);
    const several = patients.filter((films) => new Set(films.map(({ study }) => study)).size > 1);
    assert.ok(several.length / patients.length > 0.15 && several.length / patients.length < 0.45);
    for (const films of several) {
      const days = [...new Map(films.map(({ study, day }) => [study, day])).values()];
      assert.deepEqual(
        days,
        days.toSorted((a, b) => a - b),
      );
      assert.equal(new Set(films.map(({ sex }) => sex)).size, 1);
    }
  });

  it('breaks four films in ten, some in one view only, and covers regions, ages, sexes and makers', () => {
    assert.ok(Math.abs(share(plans, isBroken) - 0.4) < 0.1, `${share(plans, isBroken)}`);
    const mixed = studiesOf(plans).filter((films) => new Set(films.map(isBroken)).size === 2);
    assert.ok(mixed.length > 30, `${mixed.length}`);
    for (const region of ['hand', 'wrist', 'forearm', 'ankle', 'leg'])
      assert.ok(share(plans, (plan) => plan.region === region) > 0.06, region);
    for (const kind of ['transverse', 'oblique', 'comminuted', 'buckle'])
      assert.ok(
        plans.some(({ breaks }) => breaks.some(({ broken }) => broken.kind === kind)),
        kind,
      );
    assert.ok(share(plans, ({ months }) => months < 216) > 0.2 && share(plans, ({ months }) => months > 720) > 0.2);
    assert.ok(plans.every(({ months }) => months >= 48 && months < 1164));
    assert.equal(new Set(plans.map(({ maker }) => maker.name)).size, 3);
  });

  it('has buckles in children only', () => {
    for (const plan of plans.filter(({ breaks }) => breaks.some(({ broken }) => broken.kind === 'buckle')))
      assert.ok(plan.months < 156 + 12);
  });

  it('does not give the answer away by casts or metal', () => {
    const broken = plans.filter(isBroken);
    const whole = plans.filter((plan) => !isBroken(plan));
    for (const has of [({ cast }: FractureFilmPlan) => cast !== null, ({ metal }: FractureFilmPlan) => metal.length > 0]) {
      const [a, b] = [share(broken, has), share(whole, has)];
      assert.ok(a > 0.05 && b > 0.05 && a < 0.45 && a / b < 2.5 && b / a < 2.5, `${a} ${b}`);
    }
  });

  it('keeps to one region when asked', () => {
    assert.ok(
      planFractureFilms(60, 1, 'ankle').every(
        ({ region, breaks }) => region === 'ankle' && breaks.every(({ bone }) => bone === 'tibia' || bone === 'fibula'),
      ),
    );
  });
});
