import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Label } from '../../../../src/core/label/label';
import { formatLabel, parseLabel } from '../../../../src/core/label/labelFile';
import { readBlind } from '../../../../src/node/label/readBlind';
import { runCategories } from '../../../../src/node/label/runProposals';
import { teamReaders } from '../../../../src/node/label/teamReaders';
import { sampleRecord } from '../../vscode/runPage/sampleRecord';
import { imageRow, labelProject } from './labelProject';

const label = (image: string, change: Partial<Label> = {}): Label => ({
  version: 1,
  image,
  reader: 'ada',
  status: 'final',
  categories: { fracture: 'no' },
  marks: [],
  ...change,
});
const protocol = [
  'name: fracture\n    title: Fracture\n    kind: category\n    values: ["no", "yes"]',
  'name: box\n    title: Box\n    kind: box',
];

describe('labelling as work', () => {
  let root: string;
  let project: ReturnType<typeof labelProject>;
  const run = '20260101-120000-quick-a1b2';
  const record = (target: string, task: 'classification' | 'detection'): void =>
    project.write(`5-network/runs/${run}/record.json`, JSON.stringify({ ...sampleRecord, run, target, task }));

  beforeEach(() => {
    root = mkdtempSync(join(tmpdir(), 'radsteps-work-'));
    project = labelProject(
      root,
      ['a', 'b', 'c'].map((image) => imageRow(image)),
      protocol,
      [label('a', { seconds: 7 }), label('b', { status: 'draft' }), label('c', { reader: 'ben' })],
    );
    project.write('.radsteps/local.yaml', 'dataRoot: /nowhere\nreader: ada\n');
  });
  afterEach(() => rmSync(root, { recursive: true }));

  it('says how far every reader is', async () => {
    const { code, out } = await project.run('labels', 'progress');
    assert.equal(code, 0);
    assert.match(out, /ada {2}1 final, 1 draft, 1 none, median 7 s an image\nben {2}1 final, 0 draft, 2 none/);
  });

  it('lists what waits for the reader, and says when nothing does', async () => {
    const { out } = await project.run('labels', 'list', '--json');
    assert.deepEqual(JSON.parse(out), {
      reader: 'ada',
      images: [
        { image: 'b', state: 'draft' },
        { image: 'c', state: 'none' },
      ],
    });
    for (const image of ['b', 'c']) project.write(`3-data/labels/ada/${image}.json`, formatLabel(label(image)));
    const done = await project.run('labels', 'list');
    assert.equal(done.code, 1);
    assert.match(done.err, /All 3 images have a final label by ada already/);
    const all = await project.run('labels', 'list', '--all', '--order', 'random', '--json');
    assert.equal(JSON.parse(all.out).images.length, 3);
  });

  it('orders by what a run is least sure of, and refuses a run that does not say', async () => {
    record('fracture', 'classification');
    project.write(
      `5-network/runs/${run}/predictions.csv`,
      'image,patient,label,prediction,probability_no,probability_yes\na,,,no,0.9,0.1\nb,,,no,0.8,0.2\nc,,,yes,0.45,0.55\n',
    );
    const { out } = await project.run('labels', 'list', '--order', 'uncertainty', '--run', run, '--json');
    assert.deepEqual(
      JSON.parse(out).images.map(({ image }: { image: string }) => image),
      ['c', 'b'],
    );
    assert.deepEqual(await runCategories(root, run, 'c'), [{ name: 'fracture', value: 'yes', score: 0.55 }]);
    assert.deepEqual(await runCategories(root, run, 'nobody'), []);
    const unnamed = await project.run('labels', 'list', '--order', 'uncertainty');
    assert.equal(unnamed.code, 2);
  });

  it("puts a run's marks into drafts as proposals, once, and never into final labels", async () => {
    record('box', 'detection');
    project.write(`5-network/runs/${run}/predictions.csv`, 'image,patient,label,prediction,score\na,,,1,0.9\nb,,,1,0.6\n');
    for (const image of ['a', 'b']) {
      const marks = [{ id: 'p1', kind: 'box', name: 'box', from: [1, 1], to: [5, 5], run, score: 0.6 }] as const;
      project.write(`5-network/runs/${run}/predictions/${image}.json`, formatLabel(label(image, { reader: run, categories: {}, marks })));
    }
    const { out } = await project.run('labels', 'propose', run);
    assert.match(out, /1 mark proposed in 1 label by ada.\n1 final label left alone/);
    const read = () => parseLabel(readFileSync(join(root, '3-data/labels/ada/b.json'), 'utf8'), 'b');
    assert.deepEqual([read().marks.length, read().marks[0]?.run, read().status], [1, run, 'draft']);
    await project.run('labels', 'propose', run);
    assert.equal(read().marks.length, 1);
  });

  it('reads blind where the protocol or this machine asks for it', async () => {
    assert.deepEqual(await readBlind(root), { isBlind: false, by: null });
    project.write('.radsteps/local.yaml', 'dataRoot: /nowhere\nreader: ada\nblind: true\n');
    assert.deepEqual(await readBlind(root), { isBlind: true, by: 'local' });
    project.write('3-data/protocol.md', '---\nblind: true\nlabels:\n  - name: x\n    title: X\n    kind: note\n---\n');
    assert.deepEqual(await readBlind(root), { isBlind: true, by: 'protocol' });
  });

  it('knows the readers of the team and those that have labelled', async () => {
    project.write(
      '2-team/team.yaml',
      'members:\n  - {name: "TODO: who", from: department, roles: [reader], skills: [], reader: ada, conflicts: none}\n  - {name: Cleo C., from: hired, roles: [reader], skills: [], reader: cleo, conflicts: none}\n',
    );
    assert.deepEqual(await teamReaders(root), [
      { reader: 'ada', name: '' },
      { reader: 'cleo', name: 'Cleo C.' },
      { reader: 'ben', name: '' },
    ]);
  });
});
