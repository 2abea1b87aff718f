import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { formatSplitTable } from '../../../../src/core/dataset/splitTable';
import { bestRunWords, dataWords, successWords } from '../../../../src/core/overview/overviewWords';
import { layout } from '../../../../src/core/project/layout';
import { steps } from '../../../../src/core/project/steps';
import { readActivity } from '../../../../src/node/overview/readActivity';
import { dataGlanceReader } from '../../../../src/node/overview/readDataGlance';
import { readHead } from '../../../../src/node/overview/readHead';
import { runsGlanceReader } from '../../../../src/node/overview/readRunsGlance';
import { saidBy } from '../commands/saidBy';
import { makeProject, put, templatesFolder, temporaryFolder } from '../project/projectFixture';

const head =
  'image,patient,study,series,sha256,modality,body_part,view,laterality,rows,columns,frames,spacing_mm,spacing_from,sex,age_years,site,manufacturer,model';
const images = 40;
const patientOf = (index: number): string => `P-${String(index >> 1).padStart(2, '0')}`;
const index = (sex: (at: number) => string): string =>
  [
    head,
    ...Array.from({ length: images }, (_, at) =>
      [
        `img-${at}`,
        patientOf(at),
        `S-${at}`,
        '',
        '',
        'DX',
        'HAND',
        'PA',
        'L',
        100,
        80,
        1,
        '',
        '',
        sex(at),
        3 + (at % 12),
        'north',
        'Agfa',
        '',
      ].join(','),
    ),
    '',
  ].join('\n');

const hash = (text: string): string => createHash('sha256').update(text).digest('hex');

describe('the overview of a real project', () => {
  const home = temporaryFolder();
  let root = '';
  let count = 0;
  const said = (...words: readonly string[]) =>
    saidBy(['-C', root, ...words], { cwd: root, templatesFolder, trainer: { command: 'none', args: [], env: {} } });
  const putRun = (name: string, value: number, split: string, more: object = {}) => {
    const metric = (best: number) => ({ epoch: 3, value: best, interval: [best - 1, best + 1], n: 12, patients: 6, method: 'bootstrap' });
    const record = {
      ...{ version: 1, run: name, experiment: 'quick', template: 'bone-age', task: 'regression', target: 'bone_age', unit: 'months' },
      ...{ author: 'Ada', created: `2026-01-0${name.slice(7, 8)}T12:00:00.000Z`, parent: null, branch: null, snapshot: null, patch: null },
      ...{
        hashes: { images: '', split, labels: '', experiment: '' },
        settings: {},
        changed: {},
        engine: {},
        versions: {},
        data: {},
        notes: [],
      },
      ...{ state: 'finished', started: '2026-01-01T12:00:00.000Z', ended: '2026-01-01T12:01:00.000Z', seconds: 60 },
      result: {
        ...{ epochs: 3, primary: 'mae', parameters: 1, imagesPerSecond: 1, peakMemoryMb: 1, weights: null },
        metrics: { mae: { unit: 'months', better: 'lower', part: 'tuning', best: metric(value), last: metric(value) } },
      },
      ...more,
    };
    return put(root, `${layout.runs}/${name}/record.json`, JSON.stringify(record));
  };
  const putSplit = async (): Promise<string> => {
    const parts = new Map(
      Array.from({ length: images / 2 }, (_, at) => [patientOf(at * 2), at < 12 ? 'train' : at < 16 ? 'tuning' : 'test'] as const),
    );
    const table = formatSplitTable(parts);
    await put(root, layout.split, table);
    return table;
  };

  beforeEach(async () => {
    count += 1;
    root = (await makeProject(join(home(), `p${count}`), { reader: 'ada' })).root;
  });

  it('begins with the question, the number that decides, seven steps, and what comes first', async () => {
    const { name, question, success, steps: shown, next, members, gaps } = await readHead(root);
    assert.equal(name, 'Bone age');
    assert.match(question, /^What is the bone age, in months/);
    assert.ok(success !== null);
    assert.equal(successWords(success), 'MAE at most 8 months');
    assert.deepEqual(
      shown.map(({ number, needed }) => [number, needed]),
      steps.map(({ number, tasks }) => [number, tasks.length]),
    );
    assert.equal(shown[2]?.next?.id, '3-data/sources');
    assert.equal(next?.id, '1-problem/problem');
    assert.equal(next?.action, 'Open problem.yaml');
    assert.deepEqual([members.length, members.every(({ name: who }) => who === ''), gaps.length], [6, true, 8]);
  });

  it('does without what is missing or invalid', async () => {
    await put(root, '1-problem/problem.yaml', 'question: [');
    await put(root, '2-team/team.yaml', 'members: none');
    const { question, success, members, steps: shown } = await readHead(root);
    assert.deepEqual([question, success, members, shown.length], ['', null, [], 7]);
    await put(root, 'radsteps.yaml', 'name: [');
    await assert.rejects(readHead(root), /radsteps\.yaml/);
  });

  it('counts nothing in an empty project', async () => {
    const data = await dataGlanceReader(root)();
    assert.deepEqual([data.images, data.parts, data.charts, data.labels], [0, [], [], '']);
    assert.equal(dataWords(data), 'no images yet');
    const runs = await runsGlanceReader(root)();
    assert.deepEqual(runs, { runs: 0, finished: 0, running: 0, metric: null, points: [], best: null });
    assert.equal(bestRunWords(runs), 'no run yet');
  });

  it('counts images, patients, studies, parts, labels and how they are spread', async () => {
    await put(
      root,
      layout.images,
      index((at) => (at % 4 === 0 ? 'F' : at % 4 === 1 ? '' : 'M')),
    );
    for (let at = 0; at < 30; at += 1)
      await put(
        root,
        `${layout.labels}/ada/img-${at}.json`,
        JSON.stringify({
          version: 1,
          image: `img-${at}`,
          reader: 'ada',
          status: at < 25 ? 'final' : 'draft',
          categories: { bone_age: 50 + 4 * at },
          marks: [],
        }),
      );
    await said('split');
    const data = await dataGlanceReader(root)();
    assert.equal(dataWords(data), '40 images of 20 patients in 40 studies');
    assert.equal(data.labels, '25 final, 5 draft, 10 without a label');
    assert.equal(data.labelled, 25 / 40);
    assert.equal(
      data.parts.reduce((sum, part) => sum + part.images, 0),
      40,
    );
    assert.deepEqual(
      data.parts.map(({ part }) => part),
      ['train', 'tuning', 'test'],
    );
    const chart = (name: string) => data.charts.find(({ column }) => column === name);
    const bars = Object.fromEntries((chart('sex')?.bars ?? []).map(({ label, n }) => [label, n]));
    assert.deepEqual([bars, chart('sex')?.unknown.n], [{ M: 20, F: 10 }, 10]);
    assert.equal(
      chart('bone_age')?.bars.reduce((sum, { n }) => sum + n, 0),
      30,
    );
    assert.equal(chart('bone_age')?.unknown.n, 10);
    assert.equal(chart('age')?.n, 40);
    assert.equal(chart('rows'), undefined, 'the size of a picture says nothing of a patient');
  });

  it('says so where patients are not known, and images have no part', async () => {
    await put(
      root,
      layout.images,
      index(() => 'F'),
    );
    await said('split');
    await put(root, layout.images, `${index(() => 'F')}img-x,P-NEW,,,,DX,HAND,PA,L,100,80,1,,,F,5,,,\n`);
    const data = await dataGlanceReader(root)();
    assert.deepEqual(data.parts.at(-1), { part: '', images: 1, patients: 1 });
    await put(root, layout.images, index(() => 'F').replaceAll('P-', 'px-'));
    assert.match(dataWords(await dataGlanceReader(root)()), /^40 images in 40 studies, patients not known$/);
  });

  it('finds the best run of the present split by the metric that decides; neither folds nor runs of another split', async () => {
    const split = hash(await putSplit());
    await putRun('20260101-120000-quick-0a1b', 9.5, split);
    await putRun('20260102-120000-quick-0a1b', 8.25, split);
    await putRun('20260103-120000-quick-0a1b', 8.5, split);
    await putRun('20260104-120000-quick-0a1b', 4, hash('another'));
    await putRun('20260105-120000-quick-0a1b', 3, split, { fold: { group: 'g', index: 1, of: 5 } });
    await putRun('20260106-120000-quick-0a1b', 2, split, { state: 'failed', reason: 'It failed.' });
    await putRun('20260107-120000-quick-0a1b', 1, split, { target: 'chronological' });
    const read = runsGlanceReader(root);
    const runs = await read();
    // The newest finished run decides of what is shown where several targets have the metric.
    assert.equal(runs.metric?.target, 'chronological');
    await putRun('20260107-120000-quick-0a1b', 1, split, { state: 'failed', reason: 'It failed.' });
    const now = await read();
    assert.equal(now.best?.run, '20260102-120000-quick-0a1b');
    assert.deepEqual(
      now.points.map(({ value, isCurrent }) => [value, isCurrent]),
      [
        [9.5, true],
        [8.25, true],
        [8.5, true],
        [4, false],
      ],
    );
    assert.deepEqual([now.runs, now.finished], [7, 5]);
    assert.equal(
      bestRunWords(now),
      '20260102-120000-quick-0a1b: MAE 8.25 months (95 % interval 7.25 to 9.25; tuning part, n = 12 images of 6 patients)',
    );
    await put(root, layout.split, readFileSync(join(root, layout.split), 'utf8').replace('train', 'tuning'));
    const later = await read();
    assert.equal(later.best, null);
    assert.match(bestRunWords(later), /^none of the present split: 4 runs of another split$/);
  });

  it('reads what happened last from git, and nothing where there is none', async () => {
    const own = (await makeProject(join(home(), `own${count}`), { ownRepository: true })).root;
    const [latest, ...others] = await readActivity(own, 3);
    assert.match(latest?.subject ?? '', /^Begin Bone age/);
    assert.ok(Math.abs(Date.now() - Date.parse(latest?.at ?? '')) < 600_000);
    assert.match(latest?.commit ?? '', /^[0-9a-f]{7,}$/);
    assert.deepEqual(others, []);
    assert.deepEqual(await readActivity(home(), 3), []);
  });

  it('is told by the command line, also for machines, for one role, and for whom sits here', async () => {
    const { out } = await said('status');
    assert.match(
      out,
      /\nTeam: nobody is named yet; missing: image interpretation, .*\nData: no images yet\nBest run: no run yet\n\nNext: /,
    );
    const all = JSON.parse((await said('status', '--json')).out);
    assert.deepEqual([all.name, all.person, all.gaps.length, all.data.images, all.runs.best], ['Bone age', null, 8, 0, null]);
    assert.equal(all.findings.error, 0);
    assert.equal(all.steps[2].tasks[6].roles[0], 'statistician');
    const role = JSON.parse((await said('status', '--role', 'statistician', '--json')).out);
    assert.equal(role.next, '3-data/agreement');
    assert.deepEqual(
      role.steps.map(({ number, needed }: { number: number; needed: number }) => [number, needed]),
      [
        [3, 10],
        [6, 5],
        [7, 5],
      ],
      'progress stays that of the whole step',
    );
    // The template's own reader leads, and nobody else has a name: all is the lead's.
    assert.equal(JSON.parse((await said('status', '--mine', '--json')).out).person.name, 'ada');
    assert.equal((await said('status', '--role', 'radiologist')).code, 2);
    await put(root, '2-team/team.yaml', readFileSync(join(root, '2-team/team.yaml'), 'utf8').replace('reader: "ada"', 'reader: "bob"'));
    const lost = await said('status', '--mine');
    assert.equal(lost.code, 1);
    assert.match(lost.err, /nobody in 2-team\/team\.yaml has the reader "ada".*--role developer/);
  });
});
