import assert from 'node:assert/strict';
import { fractureMarks, fractureTable } from '../../../../src/core/film/fractureTables';
import { planFractureFilms } from '../../../../src/core/film/planFractureFilms';
import { parseCoco } from '../../../../src/core/label/formats/coco';

describe('tables of fracture films', () => {
  it('have a row a film that says what the plan shows', () => {
    const plans = planFractureFilms(40, 9);
    const names = plans.map(({ number }) => `f${number}.dcm`);
    const [head, ...rows] = fractureTable(names, plans).trimEnd().split('\n');
    assert.equal(head, 'file,fracture,hardware,cast');
    assert.equal(rows.length, 40);
    for (const [index, row] of rows.entries()) {
      const plan = plans[index];
      const words = [plan?.breaks.length !== 0, plan?.metal.length !== 0, plan?.cast !== null].map((is) => (is ? 'yes' : 'no'));
      assert.equal(row, [names[index], ...words].join());
    }
  });

  it('give every break a box round its outline, and films without one a place, too', () => {
    const outline = [
      [10.5, 20],
      [30, 22],
      [28, 41.25],
      [12, 40],
    ] as const;
    const text = fractureMarks([
      { name: 'a.dcm', rows: 560, columns: 448, outlines: [outline] },
      { name: 'b.dcm', rows: 560, columns: 448, outlines: [] },
    ]);
    const [a, b] = parseCoco(text, 'marks');
    assert.deepEqual([a?.file, b?.file, b?.marks], ['a.dcm', 'b.dcm', []]);
    assert.deepEqual(
      a?.marks.map(({ className }) => className),
      ['fracture_box', 'fracture_outline'],
    );
    assert.deepEqual(a?.marks[0]?.box, { from: [10.5, 20], to: [30, 41.25] });
    assert.deepEqual(a?.marks[1]?.polygons, [outline]);
  });
});
