import assert from 'node:assert/strict';
import { gatherRows } from '../../../../src/core/dataset/gatherRows';
import { placeOfGrazName } from '../../../../src/core/dataset/grazFilm';
import { takesColumn, withBlankAsNo } from '../../../../src/core/dataset/labelColumns';
import { muraFilmName, parseMuraRows, placeOfMuraPath } from '../../../../src/core/dataset/muraFilm';
import { turnAnnotations } from '../../../../src/core/dataset/turnAnnotations';

describe('rows and names of public data sets', () => {
  it('lists a few rows with one fault, and many in one sentence', () => {
    const rows = (count: number, fault: string): readonly string[] =>
      Array.from({ length: count }, (_, index) => `row ${index + 2}: ${fault}`);
    assert.deepEqual(gatherRows(rows(20, 'a')), rows(20, 'a'));
    assert.deepEqual(gatherRows(['no row', 'row 10: a', 'row 9: b', 'row 2: a']), ['row 2: a', 'row 9: b', 'row 10: a', 'no row']);
    assert.deepEqual(gatherRows([...rows(21, 'a'), ...rows(1, 'b: c'), 'no row']), ['row 2 and 20 others: a', 'row 2: b: c', 'no row']);
  });

  it('takes a blank for no only in the given columns, for labels of two values, by the column that counts', () => {
    const label = (name: string, columns: readonly string[], values = ['no', 'yes']) =>
      ({ name, title: name, kind: 'category', values, columns }) as const;
    const labels = [
      label('fracture', ['Fracture Visible']),
      label('hardware', ['other', 'metal']),
      label('grade', ['cast'], ['a', 'b', 'c']),
      label('side', []),
    ];
    const cells = { fracture_visible: ' ', metal: '', other: '1', cast: '', side: '' };
    const row = { line: 2, file: '', patient: '', sex: '', ageYears: null, categories: { hardware: 'yes' }, problems: [], cells } as never;
    assert.deepEqual(withBlankAsNo(row, { labels }, ['fracture_visible', 'metal', 'cast', 'absent']).categories, {
      fracture: 'no',
      hardware: 'yes',
    });
    assert.ok(takesColumn({ labels }, 'fracture_visible') && takesColumn({ labels }, 'Side') && !takesColumn({ labels }, 'osteopenia'));
    assert.ok(!takesColumn({ labels: [{ name: 'metal', title: 'Metal', kind: 'box' }] }, 'metal'), 'what is drawn is in no column');
  });

  it('reads the names of GRAZPEDWRI-DX', () => {
    assert.deepEqual(placeOfGrazName('0038_0775938745_03_WRI-L2_M014'), {
      ...{ patient: '38', study: '3', sex: 'M', ageYears: 14, view: 'LATERAL', laterality: 'L' },
    });
    assert.equal(placeOfGrazName('IMG0000300'), null);
    assert.equal(placeOfGrazName('0038_0775938745_03_WRI-L2_M014 copy'), null);
  });

  it('reads the paths of MURA on every system, and whatever lies above', () => {
    const path = 'C:/train/data/MURA-v1.1/valid/XR_WRIST/patient11185/study1_positive/image1.png';
    const place = { part: 'valid', region: 'XR_WRIST', patient: 'patient11185', study: 'study1', abnormal: '1' };
    assert.deepEqual(placeOfMuraPath(path), place);
    assert.deepEqual(placeOfMuraPath('/train/films/patient00001/study2_negative/'), {
      ...{ part: '', region: '', patient: 'patient00001', study: 'study2', abnormal: '0' },
    });
    assert.equal(placeOfMuraPath('train/XR_WRIST/study1_positive/image1.png'), null);
    assert.equal(muraFilmName(path), 'XR_WRIST-patient11185-study1-image1');
  });

  it('reads the tables of MURA without and with a header', () => {
    const study = 'MURA-v1.1/train/XR_HAND/patient00002/study1_negative/';
    assert.deepEqual(
      parseMuraRows(`path,label\r\n${study},0\r\n`, true).rows.map(({ line, abnormal }) => [line, abnormal]),
      [[2, '0']],
    );
    assert.deepEqual(
      parseMuraRows(`${study},1.0\n"${study.replaceAll('/', '\\')}",0\n`, true).rows.map(({ abnormal }) => abnormal),
      ['1', '0'],
    );
    assert.deepEqual(parseMuraRows(`${study},?\nx\n`, true).problems.length, 2);
    assert.deepEqual(parseMuraRows(`${study}image1.png\n`, false).rows.length, 1);
  });

  it('turns boxes to stored pixels for every orientation, so that the corner stays the corner', () => {
    const stored = { rows: 50, columns: 80 };
    const corner = (orientation: number) => {
      const shown = orientation < 5 ? { rows: 50, columns: 80 } : { rows: 80, columns: 50 };
      const box = { from: [0, 0], to: [10, 5] } as const;
      const whole = { from: [0, 0], to: [shown.columns, shown.rows] } as const;
      const annotations = { boxes: [box, whole].map((one) => ({ className: 'f', box: one })), outlines: [], boxesFrom: '', outlinesFrom: '', compared: [], differs: false, problems: [] }; // biome-ignore format: one line
      return turnAnnotations(annotations, orientation, stored).boxes.map((one) => [...one.box.from, ...one.box.to]);
    };
    const expected: Readonly<Record<number, readonly number[]>> = {
      ...{ 1: [0, 0, 10, 5], 2: [70, 0, 80, 5], 3: [70, 45, 80, 50], 4: [0, 45, 10, 50] },
      ...{ 5: [0, 0, 5, 10], 6: [0, 40, 5, 50], 7: [75, 40, 80, 50], 8: [75, 0, 80, 10] },
    };
    for (const [orientation, box] of Object.entries(expected))
      assert.deepEqual(corner(Number(orientation)), [box, [0, 0, 80, 50]], orientation);
  });
});
