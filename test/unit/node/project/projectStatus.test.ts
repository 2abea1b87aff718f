import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { formatImageTable, imageColumns, parseImageTable } from '../../../../src/core/dataset/imageTable';
import { formatSplitLock, formatSplitTable, splitMethod } from '../../../../src/core/dataset/splitTable';
import { layout } from '../../../../src/core/project/layout';
import { projectStatus } from '../../../../src/node/project/projectStatus';
import { makeProject, put, temporaryFolder } from './projectFixture';

const hash = (text: string): string => createHash('sha256').update(text).digest('hex');

/** An index of images with the patients given. */
function index(patients: readonly string[]): string {
  const rows = patients.map((patient, at) =>
    imageColumns.map((column) => ({ image: `img-${at}`, patient })[column as string] ?? '').join(','),
  );
  return formatImageTable(parseImageTable([imageColumns.join(','), ...rows, ''].join('\n')));
}

async function putSplit(root: string, patients: readonly string[]): Promise<void> {
  const table = formatSplitTable(new Map(patients.map((patient, at) => [patient, at === 0 ? 'train' : 'tuning'] as const)));
  const fractions = { train: 0.7, tuning: 0.15, test: 0.15 };
  const common = { version: 1, method: splitMethod, seed: 1, fractions, outcome: '', reader: '', strata: [] } as const;
  await put(root, layout.split, table);
  await put(root, layout.splitLock, formatSplitLock({ ...common, split: hash(table), images: hash('') }));
}

describe('projectStatus', () => {
  const home = temporaryFolder();
  let root = '';
  let count = 0;
  const states = async (): Promise<Readonly<Record<string, string>>> =>
    Object.fromEntries(
      (await projectStatus(root)).flatMap(({ tasks }) => tasks.map(({ task, state, reason }) => [task.id, `${state}: ${reason}`])),
    );
  const change = (file: string, from: string | RegExp, to: string): Promise<void> =>
    put(root, file, readFileSync(join(root, file), 'utf8').replaceAll(from, to));

  beforeEach(async () => {
    count += 1;
    root = (await makeProject(join(home(), `p${count}`))).root;
  });

  it('has seven steps, and a fresh project has everything open but what the template can know', async () => {
    const status = await projectStatus(root);
    assert.equal(status.length, 7);
    const done = status.flatMap(({ tasks }) => tasks.filter(({ state }) => state === 'done').map(({ task }) => task.id));
    assert.deepEqual(done, ['4-kit/environment', '5-network/experiments', '7-governance/lists']);
    const now = await states();
    assert.equal(now['3-data/images'], 'open: no images yet');
    assert.equal(now['3-data/labels'], 'open: no labels yet');
    assert.equal(now['3-data/split'], 'open: not split yet');
    assert.equal(now['5-network/train'], 'open: no run yet');
    assert.equal(now['6-validation/lock'], 'open: lock.json is missing');
    assert.equal(now['2-team/approvals'], 'open: nothing is entered yet');
    assert.match(now['1-problem/problem'] ?? '', /^open: problem\.yaml has \d+ open questions \(TODO\), the first in line \d+$/);
  });

  it('is done when the questions are answered, and open again when a file is invalid or gone', async () => {
    await change('1-problem/problem.yaml', 'TODO', 'Known');
    assert.equal((await states())['1-problem/problem'], 'done: ');
    await change('1-problem/problem.yaml', 'comparator:', 'comparater:');
    assert.match(
      (await states())['1-problem/problem'] ?? '',
      /^open: invalid: 1-problem\/problem\.yaml, line \d+, column 1: unknown key "comparater"; did you mean "comparator"\?/,
    );
    await change('3-data/protocol.md', 'kind: number', 'kind: nmber');
    const now = await states();
    assert.match(now['3-data/protocol'] ?? '', /^open: invalid: 3-data\/protocol\.md, line 6, column 11: /);
    assert.match(now['5-network/experiments'] ?? '', /^open: invalid: /);
  });

  it('counts entries of tables', async () => {
    await change('2-team/approvals.csv', /$/g, '2026-01-01,protocol,1,yes,Board,ethics,,\n');
    assert.equal((await states())['2-team/approvals'], 'done: 1 entry');
    await change('7-governance/risk.csv', 'TODO', 'test 3');
    assert.equal((await states())['7-governance/risk'], 'done: 17 entries');
  });

  it('counts images, labels and parts', async () => {
    await put(root, layout.images, index(['P-A', 'P-A', 'P-B']));
    await put(root, `${layout.labels}/ada/img-0.json`, 'is not read');
    await put(root, `${layout.labels}/bob/notes.txt`, '');
    await putSplit(root, ['P-A', 'P-B']);
    const now = await states();
    assert.equal(now['3-data/images'], 'done: 3 images of 2 patients');
    assert.equal(now['3-data/labels'], 'done: 1 image by ada');
    assert.equal(now['3-data/split'], 'done: 1 train, 1 tuning, 0 test');
  });

  it('opens the split when patients came or its table was changed', async () => {
    await putSplit(root, ['P-A', 'P-B']);
    await put(root, layout.images, index(['P-A', 'P-C', 'P-C']));
    assert.equal((await states())['3-data/split'], 'open: 1 patient of the images has no part yet: split again');
    await change(layout.split, 'P-B,tuning', 'P-B,train');
    assert.match((await states())['3-data/split'] ?? '', /^open: invalid: .*is not the split that/);
  });

  it('does not claim to know patients where the source names none', async () => {
    await put(root, layout.images, index(['px-1', 'px-2']));
    assert.equal((await states())['3-data/images'], 'done: 2 images, patients not known');
  });

  it('sees an experiment that learns what nobody labels', async () => {
    await change('5-network/experiments/good.yaml', 'target: bone_age', 'target: boneage');
    assert.equal((await states())['5-network/experiments'], 'open: good.yaml has the target "boneage", which protocol.md does not declare');
  });

  it('wants a run that finished', async () => {
    const run = '20260101-120000-quick-0a1b';
    const file = `${layout.runs}/${run}/record.json`;
    await put(root, file, '{');
    assert.equal((await states())['5-network/train'], 'open: 1 run, none finished');
    const texts = ['experiment', 'template', 'task', 'target', 'unit', 'author', 'created'].map((key) => [key, 'x']);
    const objects = ['hashes', 'settings', 'changed', 'engine', 'versions', 'data'].map((key) => [key, {}]);
    const finished = {
      ...Object.fromEntries([...texts, ...objects]),
      version: 1,
      run,
      state: 'finished',
      started: '2026-01-01T12:00:00.000Z',
      ended: '2026-01-01T12:01:00.000Z',
      seconds: 60,
      notes: [],
      result: { primary: 'mae', metrics: {} },
    };
    await put(root, file, JSON.stringify(finished));
    assert.equal((await states())['5-network/train'], 'done: 1 run');
  });
});
