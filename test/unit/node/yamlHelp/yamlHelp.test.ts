import assert from 'node:assert/strict';
import { type SchemaName, schemas } from '../../../../src/core/project/schemas';
import { makeYamlHelp, type YamlPlace } from '../../../../src/node/yamlHelp/yamlHelp';

describe('yamlHelp', () => {
  const help = makeYamlHelp();

  /** The place of the "|" in a text. */
  const placeOf = (marked: string, schema: SchemaName = 'experiment', words: YamlPlace['words'] = {}): YamlPlace => {
    const before = marked.slice(0, marked.indexOf('|')).split(/\r?\n/);
    const position = { line: before.length - 1, character: before.at(-1)?.length ?? 0 };
    return { text: marked.replace('|', ''), schema, words, position };
  };
  const labels = async (marked: string, schema?: SchemaName, words?: YamlPlace['words']): Promise<readonly string[]> =>
    (await help.complete(placeOf(marked, schema, words)))
      .toSorted((a, b) => ((a.sortText ?? '') < (b.sortText ?? '') ? -1 : 1))
      .map(({ label }) => label);
  const hover = async (marked: string, schema?: SchemaName): Promise<string> => (await help.hover(placeOf(marked, schema)))?.markdown ?? '';

  it('completes the keys that are not there yet, required ones first', async () => {
    assert.equal((await labels('|'))[0], 'data');
    const after = await labels('data:\n  target: bone_age\n|');
    assert.deepEqual(after.slice(0, 2), ['image', 'augment']);
    assert.ok(!after.includes('data'));
    assert.deepEqual((await labels('question: Why?\n|', 'problem')).slice(0, 2), ['need', 'population']);
  });

  it('completes inside of groups, lists, flow style, comments and CRLF', async () => {
    assert.deepEqual((await labels('data:\n  target: bone_age\nnetwork:\n  |')).slice(0, 2), ['name', 'filters']);
    assert.deepEqual(await labels('data:\n  target: bone_age\n  inputs: [|]'), ['sex', 'age_years']);
    assert.deepEqual(await labels('data:\n  target: bone_age\n  inputs:\n    - |'), ['sex', 'age_years']);
    assert.ok((await labels('# a comment\r\ndata:\r\n  target: bone_age # months\r\ntrain:\r\n  l|')).includes('learningRate'));
    assert.ok((await labels('members:\n  - name: Ada\n    |', 'team')).includes('skills'));
    assert.ok((await labels('criteria:\n  - metric: |', 'acceptance')).includes('auc'));
    assert.ok((await labels('&a\ndata: &b\n  target: x\nimage:\n  |')).includes('size'));
  });

  it('completes values: choices, true and false, and what the project knows', async () => {
    assert.ok((await labels('network:\n  name: |')).includes('resnet-18'));
    assert.deepEqual((await labels('augment:\n  flip: |')).toSorted(), ['false', 'true']);
    const known = await labels('data:\n  target: |', 'experiment', { 'data.target': ['bone_age', 'fracture'] });
    assert.deepEqual(known.slice(0, 2), ['bone_age', 'fracture']);
    assert.ok(!(await labels('data:\n  target: |')).includes('fracture'), 'words of another project stay out');
  });

  it('completes where the text is broken for the moment', async () => {
    assert.ok((await labels('data:\n  target: bone_age\ntrain:\n  epochs: [ 3\n  l|')).includes('learningRate'));
    assert.ok((await labels('data:\n  target: "bone\ntrain:\n  |')).length >= 0);
    assert.ok((await labels('data:\n\ttarget: x\n|')).length >= 0);
  });

  it('inserts a key with its colon, and no group of usual values', async () => {
    const items = await help.complete(placeOf('data:\n  target: x\n|'));
    const train = items.find(({ label }) => label === 'train');
    assert.equal(train?.insertText?.trim(), 'train:');
  });

  it('says on hovering what a key means, its choices, range and default', async () => {
    const name = await hover('network:\n  na|me: resnet-18');
    assert.match(name, /compact-cnn: a small convolutional network/);
    assert.match(name, /`densenet-121`/);
    assert.doesNotMatch(name, /Source/);
    assert.match(await hover('train:\n  bat|ch: 16'), /Default: 16\./);
    assert.match(await hover('data:\n  tar|get: x'), /Required\./);
    assert.match(await hover('success:\n  metric: m|ae', 'problem'), /What is measured/);
    assert.equal(await hover('data:\n  target: x\nnon|sense: 1'), '');
  });

  it('leaves the schemas alone that files are checked by', async () => {
    const before = JSON.stringify(schemas);
    for (const name of ['experiment', 'protocol', 'local'] as const) await help.complete(placeOf('|', name));
    assert.equal(JSON.stringify(schemas), before);
  });
});
