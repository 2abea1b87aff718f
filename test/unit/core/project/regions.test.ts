import assert from 'node:assert/strict';
import schema from '../../../../schemas/project.schema.json';
import { allRegions, fitOfRegion, regionNames, regions } from '../../../../src/core/project/regions';

describe('regions', () => {
  it('are those of the schema of radsteps.yaml', () => {
    assert.deepEqual(schema.properties.region.enum, ['all', ...regionNames]);
    for (const name of regionNames) assert.equal(regions[name].name, name);
  });

  it('have texts of one line that fit between quotation marks and commas of a table', () => {
    for (const { phrase, reading, limits, views } of [...Object.values(regions), allRegions]) {
      for (const text of [phrase, reading, limits, views]) assert.doesNotMatch(text, /["\n\\]|: $|^\s|\s$/);
      assert.match(reading, /\.$|\?$/);
    }
  });

  it('call no word their own and a neighbour, too, nor two regions the same word', () => {
    const own = Object.values(regions).flatMap((region) => region.own);
    assert.equal(new Set(own).size, own.length);
    for (const region of Object.values(regions))
      assert.deepEqual(
        region.own.filter((word) => region.near.includes(word)),
        [],
      );
    for (const word of Object.values(regions).flatMap(({ own: mine, near }) => [...mine, ...near])) assert.match(word, /^[A-Z]+$/);
  });

  it("tell a film's region by DICOM's words and by those of public tables", () => {
    const wrist = (word: string) => fitOfRegion(regions.wrist, word);
    assert.deepEqual(['WRIST', 'Wrist joint', 'HAND', 'hand', 'FOREARM', 'UPPER_EXTREMITY'].map(wrist), [
      'own',
      'own',
      'near',
      'near',
      'near',
      'near',
    ]);
    assert.deepEqual(['ANKLE', 'leg', 'CHEST', 'HIP'].map(wrist), ['other', 'other', 'other', 'other']);
    assert.deepEqual(['', ' ', 'EXTREMITY', 'mixed', '12'].map(wrist), ['unsaid', 'unsaid', 'unsaid', 'unsaid', 'unsaid']);
    assert.equal(fitOfRegion(regions.ankle, 'leg'), 'near');
    assert.equal(fitOfRegion(regions.shoulder, 'CLAVICLE'), 'own');
    assert.equal(fitOfRegion(regions.spine, 'L-SPINE'), 'own');
  });
});
