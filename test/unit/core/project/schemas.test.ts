import assert from 'node:assert/strict';
import { readdirSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { yamlSchemas } from '../../../../src/core/project/projectFiles';
import { type JsonSchema, type SchemaName, schemas } from '../../../../src/core/project/schemas';
import { validate } from '../../../../src/core/project/validate';

const folder = resolve(dirname(__filename), '../../../../schemas');

/** Every schema inside a schema with its place. */
function inner(schema: JsonSchema, place: string): readonly (readonly [string, JsonSchema])[] {
  const { properties = {}, items, additionalProperties } = schema;
  const children = [
    ...Object.entries(properties).map(([key, child]) => [`${place}.${key}`, child] as const),
    ...(items === undefined ? [] : [[`${place}[]`, items] as const]),
    ...(typeof additionalProperties === 'object' ? [[`${place}.*`, additionalProperties] as const] : []),
  ];
  return [[place, schema], ...children.flatMap(([name, child]) => inner(child, name))];
}

const all = Object.entries(schemas).flatMap(([name, schema]) => inner(schema, name));

const record = {
  version: 1,
  run: '20260101-120000-quick-0a1b',
  state: 'finished',
  experiment: 'quick',
  template: 'bone-age',
  task: 'regression',
  target: 'bone_age',
  unit: 'months',
  author: 'Ada',
  created: '2026-01-01T12:00:00.000Z',
  started: '2026-01-01T12:00:01.000Z',
  ended: '2026-01-01T12:01:00.000Z',
  seconds: 59,
  parent: null,
  branch: null,
  snapshot: null,
  patch: null,
  hashes: { images: '', split: '', labels: '', experiment: '' },
  settings: {},
  changed: { 'train.epochs': 3 },
  engine: { name: 'built-in', version: '1', backend: 'cpu', device: 'cpu' },
  versions: { node: '20' },
  data: { train: { images: 3, patients: 2 }, tuning: { images: 1, patients: 1 } },
  notes: [],
  result: null,
};

describe('schemas', () => {
  it('are all known to the code', () => {
    const files = readdirSync(folder).map((name) => name.replace('.schema.json', ''));
    assert.deepEqual(files.sort(), Object.keys(schemas).sort());
  });

  it('explain every key', () => {
    const silent = all.filter(([, { title, description }]) => !title || !description).map(([place]) => place);
    assert.deepEqual(silent, []);
  });

  it('refuse unknown keys wherever keys are listed', () => {
    // What a label's categories and an experiment's settings hold is checked elsewhere.
    const lenient = all.filter(([, schema]) => schema.properties !== undefined && schema.additionalProperties !== false);
    assert.deepEqual(
      lenient.map(([place]) => place),
      [],
    );
  });

  it('require only keys that they have', () => {
    const wrong = all.filter(([, { required = [], properties = {} }]) => required.some((key) => !(key in properties)));
    assert.deepEqual(
      wrong.map(([place]) => place),
      [],
    );
  });

  it('compile, each of them', () => {
    for (const name of Object.keys(schemas) as SchemaName[]) assert.notDeepEqual(validate(name, 'no object'), [], name);
    for (const name of Object.values(yamlSchemas)) assert.ok(name in schemas);
  });

  it('take a label and refuse a mark without corners', () => {
    const mark = { id: 'm1', kind: 'box', name: 'fracture_box', from: [1.5, 2], to: [3, 4] };
    const label = {
      version: 1,
      image: 'img-0',
      reader: 'ada',
      status: 'final',
      categories: { age: 3, side: 'L', odd: ['a'] },
      marks: [mark],
    };
    assert.deepEqual(validate('label', label), []);
    const { to, ...open } = mark;
    assert.deepEqual(
      validate('label', { ...label, marks: [open] }).map(({ message }) => message),
      ['the key "to" is missing in marks[1]'],
    );
    assert.ok(to.length === 2);
  });

  it('take a record in its states', () => {
    assert.deepEqual(validate('record', record), []);
    const { started, ended, seconds, result, ...queued } = record;
    assert.deepEqual(validate('record', { ...queued, state: 'queued' }), []);
    assert.equal(validate('record', { ...record, state: 'done' }).length, 1);
    assert.ok(started < ended && seconds > 0 && result === null);
  });
});
