import assert from 'node:assert/strict';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { readImages, readLabels } from '../../../../src/node/dataset/readDataset';
import { type DatasetProject, filesUnderGit, makeDatasetProject, put, readText, removeProject, runImport } from './datasetProject';
import { pngBytes } from './pictures';

const protocol = (columns: string): string => `---
labels:
  - name: fracture
    title: Fracture visible
    kind: category
    values: ["no", "yes"]
  - name: finding
    title: Study abnormal
    kind: category
    values: ["normal", "abnormal"]
    columns: [${columns}]
---
`;

describe('MURA', () => {
  let project: DatasetProject;
  const at = (name: string, content: string | Uint8Array) => put(join(project.films, name), content);
  const films = [
    'train/XR_WRIST/patient00001/study1_positive/image1.png',
    'train/XR_WRIST/patient00001/study1_positive/image2.png',
    'train/XR_HAND/patient00001/study1_negative/image1.png',
    'train/XR_HAND/patient00002/study2_negative/image1.png',
    'valid/XR_WRIST/patient11185/study1_positive/image1.png',
  ];
  const studies = (part: string): string =>
    [...new Set(films.filter((film) => film.startsWith(part)).map((film) => film.slice(0, film.lastIndexOf('/') + 1)))]
      .map((study) => `MURA-v1.1/${study},${study.includes('positive') ? 1 : 0}\n`)
      .join('');
  const listed = (part: string): string =>
    films
      .filter((film) => film.startsWith(part))
      .map((film) => `MURA-v1.1/${film}\n`)
      .join('');
  beforeEach(async () => {
    project = await makeDatasetProject();
    await put(join(project.root, '3-data/protocol.md'), protocol('abnormal'));
    for (const [index, film] of films.entries()) await at(`MURA-v1.1/${film}`, await pngBytes(index));
    for (const part of ['train', 'valid']) {
      await at(`MURA-v1.1/${part}_labeled_studies.csv`, studies(part));
      await at(`MURA-v1.1/${part}_image_paths.csv`, listed(part));
    }
  });
  afterEach(() => removeProject(project));
  const inner = (path: string): DatasetProject => ({ ...project, films: join(project.films, path) });
  const problems = () => readText(project.root, '3-data/import-problems.csv').catch(() => '');

  it('is recognised from the folder above, with patients, studies, regions, parts and the word on each study', async () => {
    const summary = await runImport(project);
    assert.deepEqual([summary.added, summary.patients, summary.labels, summary.problems, summary.labelProblems], [5, 3, 5, 0, 0]);
    assert.equal(summary.withoutIdentity, 0);
    const rows = await readImages(project.root);
    assert.deepEqual(
      rows.map(({ image, bodyPart, extra }) => [image, bodyPart, extra.official_part]),
      [
        ['XR_HAND-patient00001-study1-image1', 'HAND', 'train'],
        ['XR_HAND-patient00002-study2-image1', 'HAND', 'train'],
        ['XR_WRIST-patient00001-study1-image1', 'WRIST', 'train'],
        ['XR_WRIST-patient00001-study1-image2', 'WRIST', 'train'],
        ['XR_WRIST-patient11185-study1-image1', 'WRIST', 'valid'],
      ],
    );
    const [hand, , wrist, second] = rows;
    assert.equal(hand?.patient, wrist?.patient, 'one patient in two regions');
    assert.notEqual(hand?.study, wrist?.study, 'study 1 of the hand is not study 1 of the wrist');
    assert.equal(wrist?.study, second?.study);
    assert.match(wrist?.patient ?? '', /^P-[A-Z2-7]{16}$/);
    const labels = await readLabels(project.root, 'import');
    assert.deepEqual(
      rows.map(({ image }) => labels.get(image)?.categories),
      [{ finding: 'normal' }, { finding: 'normal' }, { finding: 'abnormal' }, { finding: 'abnormal' }, { finding: 'abnormal' }],
    );
    assert.ok(
      summary.notes.some((note) => note.includes('the 5 films of 4 studies carry')),
      summary.notes.join('\n'),
    );
  });

  it('is the same from its own folder and from one part, whose tables are missing', async () => {
    await runImport(inner('MURA-v1.1'), { layout: 'mura' });
    const whole = await readText(project.root, '3-data/images.csv');
    const again = await runImport(project);
    assert.deepEqual([again.added, again.updated, again.unchanged], [0, 0, 5]);
    assert.equal(await readText(project.root, '3-data/images.csv'), whole);
    const part = await runImport(inner('MURA-v1.1/train'));
    assert.deepEqual([part.added, part.updated, part.unchanged, part.labels], [0, 0, 4, 4]);
    assert.ok(part.notes.some((note) => note.startsWith('There are no tables')));
    assert.equal(await readText(project.root, '3-data/images.csv'), whole, 'the part is known from the folder’s own name');
    const region = await runImport(inner('MURA-v1.1/train/XR_HAND'));
    assert.deepEqual([region.added, region.unchanged], [0, 2]);
    assert.equal(await readText(project.root, '3-data/images.csv'), whole);
  });

  it('writes no label of a study as a label of a fracture, unless the protocol says so', async () => {
    await put(join(project.root, '3-data/protocol.md'), protocol('something'));
    const summary = await runImport(project);
    assert.deepEqual([summary.added, summary.labels], [5, 0]);
    assert.ok(summary.notes.some((note) => note.includes('3-data/protocol.md') && note.includes('abnormal')));
    await put(join(project.root, '3-data/protocol.md'), protocol('abnormality'));
    assert.equal((await runImport(project)).labels, 5);
    assert.ok([...(await readLabels(project.root, 'import')).values()].every(({ categories }) => !('fracture' in categories)));
  });

  it('says where table and folder disagree, what is not there, and what is no row', async () => {
    await at(
      'MURA-v1.1/train_labeled_studies.csv',
      `path,label\n${studies('train').replace('XR_WRIST/patient00001/study1_positive/,1', 'XR_WRIST/patient00001/study1_positive/,0')}nonsense,1\nMURA-v1.1/train/XR_HAND/patient00009/study1_negative/,2\n`,
    );
    await at('MURA-v1.1/train_image_paths.csv', `${listed('train')}MURA-v1.1/train/XR_HAND/patient00009/study1_negative/image1.png\n`);
    const summary = await runImport(project);
    const list = await problems();
    for (const line of [
      'train_labeled_studies.csv,Row 2: the table and the folder disagree about a study; no label was taken.',
      'train_labeled_studies.csv,Row 5: it is not the path of a study with 0 or 1.',
      'train_labeled_studies.csv,Row 6: it is not the path of a study with 0 or 1.',
      'train_image_paths.csv,"Row 5: its film is not in the folder, or can\'t be used."',
    ])
      assert.ok(list.includes(line), `${line} in ${list}`);
    assert.deepEqual([summary.labels, summary.labelProblems], [3, 4]);
    const labels = await readLabels(project.root, 'import');
    assert.ok(!labels.has('XR_WRIST-patient00001-study1-image1') && !labels.has('XR_WRIST-patient00001-study1-image2'));

    await at('MURA-v1.1/train_labeled_studies.csv', studies('train'));
    await at('MURA-v1.1/train_image_paths.csv', listed('train'));
    assert.equal((await runImport(project)).labels, 5);
    assert.equal((await problems()).trim(), 'file,reason', 'what was mended leaves the list');
  });

  it('says in one sentence that thousands of listed studies are not there', async () => {
    const more = Array.from({ length: 3000 }, (_, index) => `MURA-v1.1/train/XR_ELBOW/patient${20000 + index}/study1_negative/,0\n`).join(
      '',
    );
    await at('MURA-v1.1/train_labeled_studies.csv', studies('train') + more);
    assert.equal((await runImport(project)).labelProblems, 1);
    assert.ok((await problems()).includes('Row 4 and 2999 others: its study is not in the folder.'));
  });

  it('takes folders without a word from the table, and refuses a folder that is none', async () => {
    await rm(join(project.films, 'MURA-v1.1/valid'), { recursive: true });
    await at('MURA-v1.1/valid/XR_WRIST/patient11185/study1/image1.png', await pngBytes(9));
    await runImport(project);
    assert.deepEqual((await readLabels(project.root, 'import')).get('XR_WRIST-patient11185-study1-image1')?.categories, {
      finding: 'abnormal',
    });
    await assert.rejects(
      runImport(inner('MURA-v1.1/valid/XR_WRIST/patient11185/study1'), { layout: 'mura' }),
      /is not MURA: it needs .* but has none/,
    );
    await put(join(project.base, 'tables/train_labeled_studies.csv'), studies('train'));
    await assert.rejects(runImport({ ...project, films: join(project.base, 'tables') }, { layout: 'mura' }), /but has its tables only/);
  });

  it('writes the same bytes again', async () => {
    await runImport(project);
    const before = await filesUnderGit(project.root);
    await runImport(project);
    assert.deepEqual(await filesUnderGit(project.root), before);
  });
});
