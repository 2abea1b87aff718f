import assert from 'node:assert/strict';
import { drawHandFilm, type HandFilm } from '../../../../src/core/film/drawHandFilm';

const request = { boneAge: 120, sex: 'F', patientSeed: 3, filmSeed: 4 } as const;

/** Mean value of a square of 40 pixels round a point. */
function meanAround({ pixels, columns }: HandFilm, column: number, row: number): number {
  let sum = 0;
  for (let down = -20; down < 20; down++)
    for (let right = -20; right < 20; right++) sum += pixels[(row + down) * columns + column + right] ?? 0;
  return sum / 1600;
}

describe('drawHandFilm', () => {
  it('gives 512 columns, 640 rows and 12 bits at any age', () => {
    for (const boneAge of [0, 1, 84, 228]) {
      const film = drawHandFilm({ ...request, boneAge });
      assert.deepEqual([film.columns, film.rows, film.pixels.length], [512, 640, 512 * 640]);
      assert.ok(film.pixels.every((value) => value <= 4095));
      assert.ok(film.spacing > 0.1 && film.spacing < 0.6, `spacing ${film.spacing}`);
    }
  });

  it('repeats itself exactly, and differs by film, patient, age and sex', () => {
    const first = drawHandFilm(request);
    assert.deepEqual(drawHandFilm(request), first);
    for (const other of [{ filmSeed: 5 }, { patientSeed: 5 }, { boneAge: 121 }, { sex: 'M' as const }]) {
      assert.notDeepEqual(drawHandFilm({ ...request, ...other }).pixels, first.pixels);
    }
  });

  it('has a hand in the middle, brighter than the air beside it', () => {
    for (const filmSeed of [1, 2, 3, 4]) {
      const film = drawHandFilm({ ...request, filmSeed });
      assert.ok(meanAround(film, 256, 400) > 1.5 * meanAround(film, 60, 120), `film ${filmSeed}`);
    }
  });

  it('has noise in the air', () => {
    const { pixels, columns } = drawHandFilm(request);
    const row = [...pixels.subarray(60 * columns + 30, 60 * columns + 90)];
    assert.ok(new Set(row).size > 10);
  });
});
