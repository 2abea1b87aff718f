import assert from 'node:assert/strict';
import { boneAgeTable, planFilms } from '../../../../src/core/film/planFilms';

describe('planFilms', () => {
  const plans = planFilms(600, 42);

  it('repeats itself, and begins alike for another count', () => {
    assert.deepEqual(planFilms(600, 42), plans);
    assert.deepEqual(planFilms(20, 42), plans.slice(0, 20));
    assert.notDeepEqual(planFilms(20, 43), plans.slice(0, 20));
  });

  it('gives patients one to three films, later ones at later ages, of one sex', () => {
    const patients = [...new Set(plans.map(({ patient }) => patient))];
    assert.deepEqual(
      patients,
      Array.from(patients, (_, index) => index + 1),
    );
    for (const patient of patients) {
      const films = plans.filter((plan) => plan.patient === patient);
      assert.ok(films.length >= 1 && films.length <= 3);
      for (const [index, film] of films.slice(1).entries()) {
        assert.equal(film.sex, films[index]?.sex);
        assert.equal(film.patientSeed, films[index]?.patientSeed);
        assert.ok(film.day > (films[index]?.day ?? 0));
        assert.ok(film.boneAge >= (films[index]?.boneAge ?? 0));
      }
    }
  });

  it('covers ages, sexes and both photometric interpretations', () => {
    const share = (test: (plan: (typeof plans)[number]) => boolean): number => plans.filter(test).length / plans.length;
    for (let from = 12; from < 222; from += 42) {
      const band = share(({ boneAge }) => boneAge >= from && boneAge < from + 42);
      assert.ok(band > 0.1 && band < 0.32, `from ${from} months: ${band}`);
    }
    assert.ok(share(({ boneAge }) => boneAge < 12) > 0.01);
    assert.ok(plans.every(({ boneAge }) => boneAge > 0 && boneAge <= 222));
    assert.ok(Math.abs(share(({ sex }) => sex === 'F') - 0.5) < 0.08);
    assert.ok(Math.abs(share(({ inverted }) => inverted) - 0.2) < 0.06);
    assert.equal(new Set(plans.map(({ maker }) => maker.name)).size, 3);
    const apart = plans.map(({ age, boneAge }) => age - boneAge);
    const spread = Math.sqrt(apart.reduce((sum, value) => sum + value * value, 0) / apart.length);
    assert.ok(spread > 6 && spread < 11, `deviation ${spread}`);
  });

  it('writes a table with one decimal at most', () => {
    const lines = boneAgeTable(plans).trimEnd().split('\n');
    assert.equal(lines[0], 'file,bone_age');
    assert.equal(lines.length, 601);
    for (const line of lines.slice(1)) assert.match(line, /^film-\d{4}\.dcm,\d+(\.\d)?$/);
  });
});
