import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { mkdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { experimentDefaults } from '../../../../src/core/experiment/experimentDefaults';
import { UserError } from '../../../../src/core/userError';
import { findProject } from '../../../../src/node/project/findProject';
import { readLocal, writeLocal } from '../../../../src/node/project/local';
import { readProjectKey } from '../../../../src/node/project/projectKey';
import { defaultExperiment, listExperiments, readExperiment } from '../../../../src/node/project/readExperiment';
import { slug } from '../../../../src/node/project/readerName';
import { readProject } from '../../../../src/node/project/readProject';
import { readProtocol } from '../../../../src/node/project/readProtocol';
import { isolatedGit } from '../../../fixtures/temporaryRepository';
import { put } from './projectFixture';

const refused = (expected: RegExp) => (error: unknown) => {
  assert.ok(error instanceof UserError, String(error));
  assert.match(error.message, expected);
  return true;
};

const projectText = 'name: A\ntask: regression\ntemplate: bone-age\ntemplateVersion: 1\nformatVersion: 1\n';
const quick = 'data:\n  target: bone_age\n  inputs: [sex]\ntrain:\n  epochs: 5\n';

describe('reading a project', () => {
  const home = isolatedGit();
  let root = '';
  let count = 0;
  beforeEach(async () => {
    count += 1;
    root = join(home(), `project ${count}`);
    await put(root, 'radsteps.yaml', projectText);
  });

  it('is found from a folder or a file inside it', async () => {
    await put(root, '3-data/labels/ada/x.json', '{}');
    assert.equal(await findProject(root), root);
    assert.equal(await findProject(join(root, '3-data', 'labels')), root);
    assert.equal(await findProject(join(root, '3-data/labels/ada/x.json')), root);
  });

  it('is not found elsewhere', async () => {
    await assert.rejects(findProject(home()), refused(/nor a folder above it is a RadSteps project .*-C.*radsteps new/));
    await assert.rejects(findProject(join(home(), 'nowhere')), refused(/^There is no folder .*nowhere\.$/));
    mkdirSync(join(home(), 'odd', 'radsteps.yaml'), { recursive: true });
    await assert.rejects(findProject(join(home(), 'odd')), refused(/is a RadSteps project/));
  });

  it('reads radsteps.yaml', async () => {
    assert.deepEqual(await readProject(root), {
      name: 'A',
      task: 'regression',
      template: 'bone-age',
      templateVersion: 1,
      formatVersion: 1,
    });
    await put(root, 'radsteps.yaml', projectText.replace('task: regression', 'task: regresion'));
    await assert.rejects(readProject(root), refused(/^radsteps\.yaml, line 2, column 7: task must be one of regression, classification/));
    await put(root, 'radsteps.yaml', projectText.replace('formatVersion: 1', 'formatVersion: 9'));
    await assert.rejects(readProject(root), refused(/format version 9, .*install a newer RadSteps/));
  });

  it('reads an experiment, changes it, and hashes its file', async () => {
    await put(root, '5-network/experiments/quick.yaml', quick);
    const { experiment, changed, sha256 } = await readExperiment(root, 'quick', { 'train.batch': '4' });
    assert.deepEqual(experiment, {
      ...experimentDefaults,
      data: { target: 'bone_age', reader: '', inputs: ['sex'] },
      train: { ...experimentDefaults.train, epochs: 5, batch: 4 },
    });
    assert.deepEqual(changed, { 'train.batch': 4 });
    assert.equal(sha256, createHash('sha256').update(quick).digest('hex'));
    await put(root, '5-network/experiments/quick.yaml', quick.replaceAll('\n', '\r\n'));
    assert.equal((await readExperiment(root, 'quick.yaml', {})).sha256, sha256);
  });

  it('names the nearest experiment for an unknown one', async () => {
    await assert.rejects(readExperiment(root, 'quick', {}), refused(/holds none/));
    await put(root, '5-network/experiments/quick.yaml', quick);
    await assert.rejects(readExperiment(root, 'quik', {}), refused(/^There is no experiment "quik" .*did you mean "quick"\?$/));
    await assert.rejects(readExperiment(root, '../experiments/quick', {}), refused(/^There is no experiment/));
    await put(root, '5-network/experiments/bad.yaml', 'data: {taget: a}\n');
    await assert.rejects(
      readExperiment(root, 'bad', {}),
      refused(/^5-network\/experiments\/bad\.yaml, line 1, column 8: unknown key "taget" in data; did you mean "target"\?/),
    );
  });

  it('takes quick, else the only experiment', async () => {
    assert.deepEqual(await listExperiments(root), []);
    await assert.rejects(defaultExperiment(root), refused(/no experiment/));
    await put(root, '5-network/experiments/one.yaml', quick);
    await put(root, '5-network/experiments/.one.yaml.abcd.tmp', quick);
    assert.equal(await defaultExperiment(root), 'one');
    await put(root, '5-network/experiments/two.yaml', quick);
    await assert.rejects(defaultExperiment(root), refused(/name one: one, two\.$/));
    await put(root, '5-network/experiments/quick.yaml', quick);
    assert.equal(await defaultExperiment(root), 'quick');
  });

  it('says what to do where the protocol is missing', async () => {
    await assert.rejects(readProtocol(root), refused(/^3-data\/protocol\.md is missing: /));
    mkdirSync(join(root, '3-data', 'protocol.md'), { recursive: true });
    await assert.rejects(readProtocol(root), refused(/it is a folder/));
  });

  it('writes and reads the settings of this machine', async () => {
    const local = { dataRoot: '/films: "all" # 1', roots: { pacs: '/a b', yes: 'C:\\films' }, reader: 'ada', key: '/safe/key' };
    await writeLocal(root, local);
    assert.deepEqual(await readLocal(root), local);
  });

  it('has settings in a fresh clone, and refuses invalid ones', async () => {
    assert.deepEqual(await readLocal(root), { dataRoot: `${root}-data`, roots: {}, reader: 'ada-reader' });
    await put(root, '.radsteps/local.yaml', 'dataRoot: /x\nreader: Ada Reader\n');
    await assert.rejects(readLocal(root), refused(/^\.radsteps\/local\.yaml, line 2, column 9: reader must have the form/));
  });

  it('makes a key while there are no images, once, for its owner only', async () => {
    const key = await readProjectKey(root);
    assert.equal(key.length, 32);
    assert.deepEqual(await readProjectKey(root), key);
    if (process.platform !== 'win32') assert.equal(statSync(join(root, '.radsteps/key')).mode & 0o777, 0o600);
    assert.equal(readFileSync(join(root, '.radsteps/key'), 'utf8'), `${Buffer.from(key).toString('hex')}\n`);
  });

  it('never makes another key for images that are named already', async () => {
    await put(root, '3-data/images.csv', 'image,patient\n');
    await readProjectKey(root);
    rmSync(join(root, '.radsteps/key'));
    await put(root, '3-data/images.csv', 'image,patient\nimg-1,P-1\n');
    await assert.rejects(readProjectKey(root), refused(/\.radsteps\/key is missing, .*copy the key from a colleague/));
  });

  it('reads the key of the team where the settings say, and refuses what is none', async () => {
    const file = join(home(), `team key ${count}`);
    await writeLocal(root, { dataRoot: '/x', roots: {}, reader: 'ada', key: file });
    await assert.rejects(readProjectKey(root), refused(/is missing: put the project's key there/));
    writeFileSync(file, 'ab'.repeat(32));
    assert.deepEqual(await readProjectKey(root), new Uint8Array(32).fill(0xab));
    writeFileSync(file, 'abc');
    await assert.rejects(readProjectKey(root), refused(/is not a project's key/));
  });

  it('makes slugs of names', () => {
    assert.equal(slug('Dr. Ägnes  Müller-Öz'), 'dr-agnes-muller-oz');
    assert.equal(slug('李'), '');
    assert.match(slug('a '.repeat(60)), /^[a-z0-9]+(-[a-z0-9]+)*$/);
  });
});
