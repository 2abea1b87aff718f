import assert from 'node:assert/strict';
import { rowsOfMasks, termMask } from '../../../../src/core/dataset/galleryFilter';
import { chosenValues, parseQuery, toggleValue, withoutTerm } from '../../../../src/core/dataset/galleryQuery';
import { imageRow, tableOf } from './galleryRows';

const rows = [
  imageRow('hand-1', { sex: 'F', ageYears: 9, manufacturer: 'Maker, Inc.', bodyPart: 'HAND' }),
  imageRow('hand-2', { sex: 'M', ageYears: 10, manufacturer: 'Maker', bodyPart: 'HAND' }),
  imageRow('foot-3', { sex: 'F', ageYears: 20, manufacturer: 'Other', bodyPart: 'FOOT', extra: { 'cast: kind': 'hard cast' } }),
  imageRow('foot-4', { bodyPart: 'LEFT FOOT' }),
];
const table = tableOf(rows, { extraColumns: ['cast: kind'] });
const terms = (text: string) => parseQuery(text, table.columns).terms;
const problem = (text: string): string => parseQuery(text, table.columns).problems.join(' ');

/** The numbers of the images that a query finds. */
function found(text: string): string {
  const { terms: all, problems } = parseQuery(text, table.columns);
  assert.deepEqual(problems, []);
  const masks = all.map((term) => termMask(table, term));
  return [...rowsOfMasks(table.n, masks)].map((row) => row + 1).join('');
}

describe('a query of the gallery', () => {
  it('finds texts: the value itself where there is one, else what contains it', () => {
    assert.equal(found(''), '1234');
    assert.equal(found('sex:F'), '13');
    assert.equal(found('SEX:f'), '13');
    assert.equal(found('sex:F,M'), '123');
    assert.equal(found('manufacturer:maker'), '2', 'not Maker, Inc.');
    assert.equal(found('manufacturer:make'), '12');
    assert.equal(found('manufacturer="Maker, Inc."'), '1');
    assert.equal(found('manufacturer=make'), '');
    assert.equal(found('body_part:"left foot"'), '4');
    assert.equal(found('bodypart:foot'), '3');
  });

  it('compares numbers, and takes ranges from their low end up to, not including, their high end', () => {
    assert.equal(found('age>9'), '23');
    assert.equal(found('age>=9'), '123');
    assert.equal(found('age<10'), '1');
    assert.equal(found('age<=10'), '12');
    assert.equal(found('age:10'), '2');
    assert.equal(found('age=10,20'), '23');
    assert.equal(found('age:9..20'), '12');
    assert.equal(found('age:..10'), '1');
    assert.equal(found('age:10..'), '23');
    assert.equal(found('age_years>5 age<15'), '12');
    assert.equal(found('age!=10'), '134');
  });

  it('finds what has no value, turns a condition over, and searches all columns for plain words', () => {
    assert.equal(found('age:none'), '4');
    assert.equal(found('sex:none'), '4');
    assert.equal(found('-sex:F'), '24');
    assert.equal(found('label:none'), '1234');
    assert.equal(found('foot'), '34');
    assert.equal(found('-foot sex:F'), '1');
    assert.equal(found('"hard cast"'), '3');
    assert.equal(found('20'), '3', 'a number of any column');
    assert.equal(found('castkind:hard'), '3', 'a name that a query can not hold as it is');
  });

  it('leaves out what it does not understand, and says so', () => {
    assert.match(problem('agee>10'), /no column "agee": did you mean "age"\?/);
    assert.match(problem('age>ten'), /holds numbers/);
    assert.match(problem('age:1..2..3'), /holds numbers/);
    assert.match(problem('age:..'), /holds numbers/);
    assert.match(problem('sex>3'), /can't be compared/);
    assert.match(problem('sex:'), /lacks a value/);
    assert.equal(terms('agee>10 sex:F').length, 1);
    assert.deepEqual(parseQuery('"" -', table.columns).problems, []);
  });

  it('comes back the same when a term is taken away', () => {
    const all = terms('sex:F  manufacturer:"Maker, Inc." hand');
    const [, second] = all;
    assert.ok(second !== undefined);
    assert.equal(withoutTerm(all, second), 'sex:F hand');
  });

  it('toggles values as a click on a bar does', () => {
    assert.equal(toggleValue([], 'sex', 'F'), 'sex:F');
    assert.equal(toggleValue(terms('hand sex:F age>1'), 'sex', 'M'), 'hand sex:F,M age>1');
    assert.equal(toggleValue(terms('sex:f,M'), 'sex', 'F'), 'sex:M');
    assert.equal(toggleValue(terms('hand sex:F'), 'sex', 'F'), 'hand');
    assert.equal(toggleValue(terms('-sex:F'), 'sex', 'F'), '-sex:F sex:F', 'a condition that is turned over is another');
    assert.equal(toggleValue(terms('age>3'), 'age', '10..20'), 'age>3 age:10..20');
    assert.equal(toggleValue([], 'cast: kind', 'hard cast'), 'castkind:"hard cast"');
    assert.equal(found(toggleValue([], 'manufacturer', 'Maker, Inc.')), '1');
    assert.deepEqual(chosenValues(terms('manufacturer:"Maker, Inc.",Other'), 'manufacturer'), ['Maker, Inc.', 'Other']);
  });

  it('never throws, whatever is typed', () => {
    for (const text of [
      ':',
      '=',
      '>',
      '-',
      '--',
      '"',
      '"a',
      'a"b',
      'sex:"',
      'sex:,',
      'age:-',
      '..',
      'age:-3..',
      '\u0000:x',
      'constructor:a',
      '__proto__:b',
    ])
      assert.doesNotThrow(() => terms(text).map((term) => termMask(table, term)), text);
  });
});
