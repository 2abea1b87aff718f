import assert from 'node:assert/strict';
import { editorSchema } from '../../../../src/core/project/editorSchema';
import { type JsonSchema, type SchemaName, schemas } from '../../../../src/core/project/schemas';

const at = (schema: JsonSchema, ...path: readonly string[]): JsonSchema => {
  const found = path.reduce<JsonSchema | undefined>((below, key) => (key === '*' ? below?.items : below?.properties?.[key]), schema);
  assert.ok(found, path.join('.'));
  return found;
};

describe('editorSchema', () => {
  it('tells what is required, the range and the default, after what the key means', () => {
    const schema = editorSchema('experiment', {});
    assert.match(at(schema, 'data', 'target').description ?? '', /declares it\. Required\.$/);
    assert.match(at(schema, 'train', 'epochs').description ?? '', /From 1 to \d+\. Default: 20\.$/);
    assert.match(at(schema, 'image', 'size').description ?? '', /Default: \[128,128\]\.$/);
    assert.doesNotMatch(at(schema, 'data', 'reader').description ?? '', /Default/);
  });

  it("offers the project's words at their keys only, also in lists", () => {
    const words = { 'data.target': ['bone_age'], 'members.*.reader': ['ada'] };
    const known = (schema: JsonSchema): unknown => ('examples' in schema ? schema.examples : undefined);
    assert.deepEqual(known(at(editorSchema('experiment', words), 'data', 'target')), ['bone_age']);
    assert.equal(known(at(editorSchema('experiment', words), 'data', 'reader')), undefined);
    assert.deepEqual(known(at(editorSchema('team', words), 'members', '*', 'reader')), ['ada']);
  });

  it('leaves the rules as they are, and every key of a file that people write has words', () => {
    const written: readonly SchemaName[] = [
      ...(['project', 'problem', 'economics', 'team', 'sources', 'deid', 'protocol'] as const),
      ...(['kit', 'experiment', 'runNotes', 'acceptance', 'monitor', 'local'] as const),
    ];
    const wordless = written.flatMap((name) => keysWithoutWords(schemas[name], name));
    assert.deepEqual(wordless, []);
    for (const name of written) assert.deepEqual(Object.keys(editorSchema(name, {})), Object.keys(schemas[name]));
  });
});

function keysWithoutWords(schema: JsonSchema, path: string): readonly string[] {
  const below = Object.entries(schema.properties ?? {}).flatMap(([key, inner]) => keysWithoutWords(inner, `${path}.${key}`));
  const items = schema.items === undefined ? [] : keysWithoutWords(schema.items, `${path}.*`);
  return [...(schema.description === undefined ? [path] : []), ...below, ...items];
}
