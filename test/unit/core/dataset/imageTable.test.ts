import assert from 'node:assert/strict';
import type { ImageRow } from '../../../../src/core/dataset/imageRow';
import { formatImageTable, imageColumns, parseImageTable } from '../../../../src/core/dataset/imageTable';
import { UserError } from '../../../../src/core/userError';

const row: ImageRow = {
  image: 'img-b',
  patient: 'P-A',
  study: 'study-1',
  series: 'series-1',
  sha256: 'ab',
  modality: 'DX',
  bodyPart: 'HAND',
  view: 'AP',
  laterality: 'L',
  rows: 640,
  columns: 512,
  frames: 1,
  spacingMm: [0.139, 0.14],
  spacingFrom: 'ImagerPixelSpacing',
  sex: 'F',
  ageYears: 9.25,
  site: 'site-1',
  manufacturer: 'Maker, Inc.',
  model: 'M',
  extra: { cast: 'yes' },
};
const empty: ImageRow = {
  ...row,
  image: 'img-a',
  rows: null,
  columns: null,
  frames: null,
  spacingMm: null,
  spacingFrom: '',
  ageYears: null,
  sex: '',
  extra: {},
};

describe('images.csv', () => {
  it('has the columns of the design, the rows sorted, and comes back the same', () => {
    const text = formatImageTable({ rows: [row, empty], extraColumns: ['cast'] });
    assert.equal(
      text.split('\n')[0],
      'image,patient,study,series,sha256,modality,body_part,view,laterality,rows,columns,frames,spacing_mm,spacing_from,sex,age_years,site,manufacturer,model,cast',
    );
    const { rows, extraColumns } = parseImageTable(text);
    assert.deepEqual(extraColumns, ['cast']);
    assert.deepEqual(rows, [{ ...empty, extra: { cast: '' } }, row]);
    assert.equal(formatImageTable({ rows, extraColumns }), text);
  });

  it('changes one line for one image', () => {
    const before = formatImageTable({ rows: [row, empty], extraColumns: [] }).split('\n');
    const after = formatImageTable({ rows: [empty, { ...row, sha256: 'cd' }], extraColumns: [] }).split('\n');
    assert.equal(after.filter((line, index) => line !== before[index]).length, 1);
  });

  it('keeps extra columns of a table without rows', () => {
    const head = `${imageColumns.join(',')},cast\n`;
    assert.equal(formatImageTable(parseImageTable(head)), head);
  });

  it('says line and column of a bad value', () => {
    const good = formatImageTable({ rows: [row], extraColumns: [] });
    const fails = (text: string, pattern: RegExp) =>
      assert.throws(
        () => parseImageTable(text),
        (error) => error instanceof UserError && pattern.test(error.message),
      );
    fails(good.replace('640', '-640'), /^3-data\/images\.csv, line 2: rows is "-640"/);
    fails(good.replace('0.139x0.14', '0.139'), /spacing_mm/);
    fails(good.replace('ImagerPixelSpacing', 'Guess'), /spacing_from is "Guess"/);
    fails(good.replace(',F,', ',X,'), /sex is "X"/);
    fails(good.replace('9.25', 'old'), /age_years is "old"/);
    fails(good.replace('img-b', ''), /names no image/);
    fails(`${good}${good.split('\n')[1]}\n`, /line 3: the image img-b has two rows/);
  });
});
