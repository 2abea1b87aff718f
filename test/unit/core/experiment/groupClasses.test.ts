import assert from 'node:assert/strict';
import type { ImageRow } from '../../../../src/core/dataset/imageRow';
import type { Case, CaseTable } from '../../../../src/core/experiment/caseTable';
import { groupCases } from '../../../../src/core/experiment/groupCases';
import { pickCases } from '../../../../src/core/experiment/pickCases';
import { mulberry32 } from '../../../../src/core/statistics/random';
import { imageRow } from '../../node/label/labelProject';
import { estimateOf, near, reasonOf } from '../statistics/near';

type Change = (index: number) => Partial<ImageRow>;

/** Two classes with scores that tell hands apart well and legs badly. */
function tableOf(n: number, change: Change, patientOf = (index: number) => `p${index}`): CaseTable {
  const random = mulberry32(3);
  const cases = Array.from({ length: n }, (_, index): Case => {
    const row = imageRow(`img-${index}`, change(index));
    const isPositive = random() < 0.4;
    const score = Math.min(0.99, random() * 0.6 + (isPositive && row.bodyPart.includes('HAND') ? 0.35 : 0));
    const label = isPositive ? 'yes' : 'no';
    const said = { label, prediction: score >= 0.5 ? 'yes' : 'no', probabilities: [1 - score, score], problem: '' };
    return { image: row.image, patient: patientOf(index), row, ...said };
  });
  const base = { run: 'r', part: 'tuning', target: 't', unit: '', reader: 'me', extraColumns: [], notes: [] } as const;
  return { ...base, task: 'classification', classes: ['no', 'yes'], cases };
}

const partOf: Change = (index) => ({ bodyPart: index % 10 === 0 ? 'HAND+LEG' : index % 2 === 0 ? 'HAND' : 'LEG' });
const groupOf = (table: CaseTable, name: string, value: string) => {
  const group = groupCases(table, 0.5)
    .factors.find((factor) => factor.name === name)
    ?.groups.find((one) => one.value === value);
  return group ?? assert.fail(`no group ${value}`);
};

describe('the groups of two classes', () => {
  it('have area, sensitivity and specificity, and a film of two regions counts in both', () => {
    const table = tableOf(400, partOf);
    const { measures, all } = groupCases(table, 0.5);
    assert.deepEqual(
      measures.map(({ title }) => title),
      ['AUC', 'Sensitivity', 'Specificity'],
    );
    assert.equal(estimateOf(all[0] ?? { undefined: '' }).n, 400);
    assert.deepEqual([groupOf(table, 'body_part', 'HAND').images, groupOf(table, 'body_part', 'LEG').images], [200, 240]);
    assert.equal(pickCases(table, { kind: 'group', factor: 'body_part', value: 'LEG' }, 1).total, 240);
  });

  it('are held against all others, whose difference has an interval', () => {
    const table = tableOf(400, partOf);
    const hand = groupOf(table, 'body_part', 'HAND');
    const gap = estimateOf(hand.gap ?? { undefined: '' });
    const others = table.cases.filter(({ row }) => row?.bodyPart === 'LEG');
    const rest = estimateOf(groupCases({ ...table, cases: others }, 0.5).all[0] ?? { undefined: '' });
    near(gap.value, estimateOf(hand.measures[0] ?? { undefined: '' }).value - rest.value);
    assert.equal(gap.method, 'DeLong, two groups');
    assert.ok((gap.interval?.[0] ?? 0) > 0.1);
    // Of a factor of two values the gap turns round.
    const sites = tableOf(400, (index) => ({ ...partOf(index), site: index % 2 === 0 ? 'a' : 'b' }));
    near(
      estimateOf(groupOf(sites, 'site', 'a').gap ?? { undefined: '' }).value,
      -estimateOf(groupOf(sites, 'site', 'b').gap ?? { undefined: '' }).value,
    );
  });

  it('have much the same interval by resampling where patients come twice', () => {
    const once = groupOf(tableOf(400, partOf), 'body_part', 'HAND').gap;
    const twice = groupOf(
      tableOf(400, partOf, (index) => `p${Math.floor(index / 20) * 10 + (index % 10)}`),
      'body_part',
      'HAND',
    ).gap;
    const [a, b] = [estimateOf(once ?? { undefined: '' }), estimateOf(twice ?? { undefined: '' })];
    near(a.value, b.value);
    assert.match(b.method, /^bootstrap over patients/);
    assert.ok(Math.abs((a.interval?.[0] ?? 0) - (b.interval?.[0] ?? 9)) < 0.04);
  });

  it('are left out as insufficient below ten events or twenty patients', () => {
    const rare = tableOf(400, (index) => ({ bodyPart: index < 15 ? 'HIP' : 'LEG' }));
    const hip = groupOf(rare, 'body_part', 'HIP');
    assert.equal(hip.isFew, true);
    for (const measure of [...hip.measures, hip.gap ?? {}])
      assert.match(reasonOf(measure), /^Insufficient: fewer than 10 events or 20 patients/);
    // Enough patients, but few positive ones: the specificity stands, the rest does not.
    const table = tableOf(400, partOf);
    const [positives, negatives] = ['yes', 'no'].map((label) => table.cases.filter((one) => one.label === label));
    const cases = [...(positives ?? []).slice(0, 60), ...(negatives ?? []).slice(0, 100)].map((one, index): Case => {
      const isNorth = index < 9 || index > 100;
      return { ...one, row: one.row && { ...one.row, site: isNorth ? 'north' : 'south' } };
    });
    const north = groupOf({ ...table, cases }, 'site', 'north');
    assert.equal(north.isFew, false);
    assert.deepEqual(
      north.measures.map((measure) => 'undefined' in measure),
      [true, true, false],
    );
    assert.match(reasonOf(north.gap ?? {}), /^Insufficient/);
  });

  it('are not compared where the others are too few', () => {
    const most = tableOf(400, (index) => ({ bodyPart: index < 385 ? 'HAND' : 'LEG' }));
    assert.match(reasonOf(groupOf(most, 'body_part', 'HAND').gap ?? {}), /^Insufficient/);
    assert.ok('value' in (groupOf(most, 'body_part', 'HAND').measures[0] ?? {}));
  });
});
