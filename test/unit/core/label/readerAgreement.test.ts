import assert from 'node:assert/strict';
import type { ReadImage } from '../../../../src/core/label/agreement';
import type { CategoryValue, Label, Mark } from '../../../../src/core/label/label';
import type { LabelDefinition } from '../../../../src/core/label/protocol';
import { readerAgreement, readerDisagreements } from '../../../../src/core/label/readerAgreement';
import golden from '../../../fixtures/statistics/golden.json';
import { estimateOf, near, nearInterval, reasonOf } from '../statistics/near';

const label = (change: Partial<Label>): Label => ({
  version: 1,
  image: 'i',
  reader: 'r',
  status: 'final',
  categories: {},
  marks: [],
  ...change,
});

/** Images with one row of labels each. */
const images = (rows: readonly (readonly (Label | null)[])[], change: Partial<ReadImage> = {}): readonly ReadImage[] =>
  rows.map((labels, index) => ({ image: `i${index}`, patient: `p${index}`, spacing: null, labels, ...change }));

const said = (name: string, rows: readonly (readonly (CategoryValue | null)[])[]) =>
  images(rows.map((row) => row.map((value) => (value === null ? null : label({ categories: { [name]: value } })))));

const only = (readers: readonly string[], read: readonly ReadImage[], definition: LabelDefinition) => {
  const [item, ...others] = readerAgreement(readers, read, { labels: [definition] });
  assert.ok(item !== undefined && others.length === 0);
  const { name, title, adjudicate } = item;
  assert.deepEqual(readerDisagreements(readers, read, { labels: [definition] }), [{ name, title, adjudicate }]);
  const [pair] = item.pairs;
  assert.ok(pair !== undefined);
  return { ...item, pair, statistic: (name: string) => pair.statistics[name] ?? { undefined: `no ${name}` } };
};

describe('readerAgreement', () => {
  const grade: LabelDefinition = { name: 'grade', title: 'Grade', kind: 'ordinal', values: ['0', '1', '2'] };

  it("gives the reference's kappas of an ordinal, the images behind each cell, and who differs", () => {
    const rows = golden.kappa.in.t3.flatMap((row, a) =>
      row.flatMap((count, b) => Array.from({ length: count }, () => [String(a), String(b)])),
    );
    const { pair, statistic, adjudicate, all } = only(['ada', 'ben'], said('grade', [...rows, ['0', null], [null, null]]), grade);
    near(estimateOf(statistic('kappa')).value, golden.kappa.out.t3);
    near(estimateOf(statistic('kappa_linear')).value, golden.kappa.out.t3_linear);
    near(estimateOf(statistic('kappa_quadratic')).value, golden.kappa.out.t3_quadratic);
    assert.equal(estimateOf(statistic('agreement_on_0')).n, 100);
    assert.deepEqual(pair.confusion?.counts, golden.kappa.in.t3);
    assert.deepEqual(pair.confusion?.cells[1]?.[2], ['i89']);
    assert.equal(adjudicate.length, 1 + 4 + 5 + 1);
    assert.deepEqual(adjudicate[0], { image: 'i75', why: 'Grade: ada 0, ben 1', size: 0.5, said: ['0', '1'] });
    assert.deepEqual(all, {});
  });

  it("gives Fleiss' kappa of all readers, by images that all have read", () => {
    const { in: counts, out } = golden.fleiss_1971;
    const values = ['a', 'b', 'c', 'd', 'e'];
    const rows = counts.map((row) => row.flatMap((count, value) => Array.from({ length: count }, () => values[value] ?? '')));
    const readers = ['r1', 'r2', 'r3', 'r4', 'r5', 'r6'];
    const item = only(readers, said('kind', [...rows, ['a', 'a', null, 'a', 'a', 'a']]), {
      name: 'kind',
      title: 'K',
      kind: 'category',
      values,
    });
    near(estimateOf(item.all.fleiss_kappa ?? { undefined: '' }).value, out);
    assert.equal(item.pairs.length, 15);
  });

  it("gives Bland and Altman's limits and the ICC of a number, and adjudicates beyond the tolerance", () => {
    const { truth, pred, unit } = golden.regression_bone_age.in;
    const definition: LabelDefinition = { name: 'age', title: 'Bone age', kind: 'number', unit, tolerance: 12 };
    const { statistic, adjudicate, pair } = only(
      ['ada', 'ben'],
      said(
        'age',
        pred.map((value, index) => [value, truth[index] ?? 0]),
      ),
      definition,
    );
    const { out } = golden.regression_bone_age;
    near(estimateOf(statistic('bias')).value, out.bias);
    nearInterval(estimateOf(statistic('bias')).interval, out.bias_ci);
    near(estimateOf(statistic('lower_limit')).value, out.loa[0]);
    near(estimateOf(statistic('icc')).value, out.icc21);
    assert.equal(pair.confusion, null);
    assert.deepEqual(adjudicate, [
      { image: 'i4', why: 'Bone age: ada 167 months, ben 180 months', size: 1 - 12 / 13, said: ['167 months', '180 months'] },
    ]);
    assert.deepEqual(pair.points?.[4], { image: 'i4', first: 167, second: 180 });
  });

  it('takes each of several values as a question of its own', () => {
    const definition: LabelDefinition = { name: 'signs', title: 'Signs', kind: 'several', values: ['x', 'y'] };
    const items = readerAgreement(
      ['a', 'b'],
      said('signs', [
        [['x'], ['x', 'y']],
        [[], []],
        [['y'], ['y']],
      ]),
      { labels: [definition] },
    );
    assert.deepEqual(
      items.map(({ title, pairs }) => [title, pairs[0]?.confusion?.counts]),
      [
        [
          'Signs: x',
          [
            [2, 0],
            [0, 1],
          ],
        ],
        [
          'Signs: y',
          [
            [1, 1],
            [0, 1],
          ],
        ],
      ],
    );
  });

  it('measures lengths in millimetres only where all images have the same kind of them', () => {
    const leg = (length: number): Label => label({ marks: [{ id: 'l', kind: 'length', name: 'leg', from: [0, 0], to: [length, 0] }] });
    const rows = [
      [leg(10), leg(12)],
      [leg(20), leg(21)],
      [leg(30), leg(33)],
      [leg(30), label({})],
    ];
    const definition: LabelDefinition = { name: 'leg', title: 'Leg', kind: 'length', tolerance: 1 };
    const bias = (read: readonly ReadImage[]) => estimateOf(only(['a', 'b'], read, definition).statistic('bias'));
    const patient = images(rows, { spacing: { mm: [1, 0.5], from: 'PixelSpacing' } });
    const detector = images(rows, { spacing: { mm: [1, 0.5], from: 'ImagerPixelSpacing' } });
    assert.deepEqual([bias(patient).value, bias(patient).unit, bias(patient).n], [-1, 'mm', 3]);
    assert.deepEqual([bias(detector).value, bias(detector).unit], [-1, 'mm at the detector']);
    assert.deepEqual([bias(images(rows)).value, bias(images(rows)).unit], [-2, 'pixels']);
    const mixed = patient.map((image, index) => (index === 1 ? { ...image, spacing: null } : image));
    assert.deepEqual([bias(mixed).value, bias(mixed).unit], [-2, 'pixels']);
    const { adjudicate } = only(['a', 'b'], patient, definition);
    assert.deepEqual(adjudicate[0], { image: 'i2', why: 'Leg: a 15 mm, b 16.5 mm', size: 1 - 1 / 1.5, said: ['15 mm', '16.5 mm'] });
    assert.deepEqual(adjudicate[1], { image: 'i3', why: 'Leg: a 15 mm, b none, or several', size: 1, said: ['15 mm', 'none, or several'] });
  });

  const square = (column: number, kind: 'box' | 'outline' = 'outline', change: object = {}): Mark =>
    (kind === 'box'
      ? { id: `b${column}`, kind, name: 'x', from: [column, 5], to: [column + 10, 15], ...change }
      : {
          id: `o${column}`,
          kind,
          name: 'x',
          points: [
            [column, 5],
            [column + 10, 5],
            [column + 10, 15],
            [column, 15],
          ],
          ...change,
        }) as Mark;
  const drawn = (rows: readonly (readonly (readonly Mark[])[])[]) => images(rows.map((row) => row.map((marks) => label({ marks }))));

  it('gives Dice and IoU of regions, frame by frame, without proposals that nobody accepted', () => {
    const mask: Mark = {
      id: 'k',
      kind: 'mask',
      name: 'x',
      runs: Array.from({ length: 10 }, (_, row) => (row === 0 ? '5:7+10' : '7+10')).join(';'),
    };
    const rows = [
      [[square(5)], [mask]],
      [
        [square(5), square(20)],
        [square(5), square(20, 'outline', { run: 'r1' })],
      ],
      [[], []],
      [[square(5)], [square(5, 'outline', { frame: 1 })]],
    ];
    const { statistic, adjudicate } = only(['ada', 'ben'], drawn(rows), { name: 'x', title: 'Lesion', kind: 'mask' });
    near(estimateOf(statistic('dice')).value, (0.8 + 2 / 3 + 0) / 3);
    assert.equal(estimateOf(statistic('dice')).n, 3);
    assert.deepEqual(adjudicate, [
      { image: 'i1', why: 'Lesion: ada and ben overlap by Dice 0.67 only', size: 1 - 2 / 3, said: ['2 regions', '1 region'] },
      { image: 'i3', why: 'Lesion: ada and ben overlap by Dice 0.00 only', size: 1, said: ['1 region', '1 region'] },
    ]);
    const asked = (overlap: number) =>
      only(['ada', 'ben'], drawn(rows), { name: 'x', title: 'Lesion', kind: 'mask', overlap }).adjudicate.map(({ image }) => image);
    assert.deepEqual([asked(0.6), asked(0.9)], [['i3'], ['i0', 'i1', 'i3']]);
  });

  it('pairs boxes one by one', () => {
    const rows = [
      [
        [square(5, 'box'), square(40, 'box')],
        [square(7, 'box'), square(5.5, 'box')],
      ],
      [[], []],
      [[square(5, 'box')], [square(5, 'box')]],
    ];
    const { statistic, adjudicate } = only(['ada', 'ben'], drawn(rows), { name: 'x', title: 'Fracture', kind: 'box' });
    near(estimateOf(statistic('boxes_agreed')).value, 4 / 6);
    near(estimateOf(statistic('iou_of_agreed')).value, (9.5 / 10.5 + 1) / 2);
    assert.deepEqual(adjudicate, [
      { image: 'i0', why: 'Fracture: ada and ben differ in 2 of 4 boxes', size: 0.5, said: ['2 boxes', '2 boxes'] },
    ]);
    const none = only(['ada', 'ben'], drawn([[[], []]]), { name: 'x', title: 'Fracture', kind: 'box' });
    assert.match(reasonOf(none.statistic('boxes_agreed')), /Neither reader drew a box/);
  });

  it('gives distances of points and overlaps of intervals', () => {
    const point = (column: number): Mark => ({ id: 'p', kind: 'point', name: 'x', at: [column, 0] });
    const points = only(
      ['a', 'b'],
      drawn([
        [[point(1)], [point(4)]],
        [[point(1)], [point(2)]],
        [[point(1)], []],
      ]),
      { name: 'x', title: 'Tip', kind: 'point', tolerance: 2 },
    );
    assert.deepEqual(
      [estimateOf(points.statistic('mean_distance')).value, estimateOf(points.statistic('mean_distance')).unit],
      [2, 'pixels'],
    );
    assert.deepEqual(
      points.adjudicate.map(({ size }) => size),
      [1 - 2 / 3, 1],
    );
    assert.deepEqual(
      points.adjudicate.map(({ why }) => why),
      ['Tip: a and b are 3.0 pixels apart', 'Tip: a and b differ in how many there are, or on which frame'],
    );
    const interval = (first: number, last: number): Mark => ({ id: 'i', kind: 'interval', name: 'x', first, last });
    const intervals = only(['a', 'b'], drawn([[[interval(0, 9)], [interval(2, 11)]]]), { name: 'x', title: 'Systole', kind: 'interval' });
    near(estimateOf(intervals.statistic('dice')).value, 0.8);
  });
});
