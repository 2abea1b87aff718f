import assert from 'node:assert/strict';
import { join } from 'node:path';
import { readImages, readLabels } from '../../../../src/node/dataset/readDataset';
import { type DatasetProject, filesUnderGit, makeDatasetProject, put, readText, removeProject, runImport } from './datasetProject';
import { type DicomFields, dicomBytes } from './dicomBytes';
import { pngBytes } from './pictures';

describe('DICOM with age', () => {
  let project: DatasetProject;
  beforeEach(async () => {
    project = await makeDatasetProject();
  });
  afterEach(() => removeProject(project));
  const film = (name: string, fields: Omit<DicomFields, 'instance'> & { readonly instance?: string }) =>
    put(join(project.films, name), dicomBytes({ instance: `1.2.3.${name}`, patientId: `PAT${name}`, ...fields }));
  const noteOf = (notes: readonly string[], words: RegExp) =>
    assert.ok(
      notes.some((note) => words.test(note)),
      notes.join('\n'),
    );

  it('notes years with the precision of months, and where they come from', async () => {
    await film('1', { sex: 'F', age: '011Y' });
    await film('2', { sex: 'F', age: '132M' });
    await film('3', { sex: 'F', age: '130M' });
    await film('4', { sex: 'M', birthDate: '20120515', studyDate: '20200101' });
    await film('5', { birthDate: '20120515', acquisitionDate: '20200101' });
    await film('6', { birthDate: '20250101', studyDate: '20200101' });
    await film('7', { birthDate: '18900101', studyDate: '20200101' });
    await film('8', { age: '095Y' });
    await film('9', {});
    const summary = await runImport(project);
    const rows = (await readImages(project.root)).map(({ ageYears, extra }) => `${ageYears} ${extra.age_from}`).toSorted();
    assert.deepEqual(rows, ['10.83 ', '11 ', '11 ', '7.63 PatientBirthDate', '7.63 PatientBirthDate', '90 ', 'null ', 'null ', 'null ']);
    noteOf(summary.notes, /^2 images have no PatientAge/);
    noteOf(summary.notes, /^2 images would be of somebody not yet born or older than 120 years/);
    for (const [file, text] of await filesUnderGit(project.root)) assert.ok(!/20120515|20250101|18900101|20200101/.test(text), file);
    assert.ok(!/20120515/.test(await readText(project.root, '.radsteps/paths.csv')));
    const again = await runImport(project);
    assert.deepEqual([again.updated, again.unchanged], [0, 9]);
    await put(join(project.base, 'ages.csv'), 'file,age\n4,8\n');
    await runImport(project, { labels: join(project.base, 'ages.csv') });
    const changed = (await readImages(project.root)).filter(({ ageYears }) => ageYears === 8);
    assert.deepEqual([changed.length, changed[0]?.extra.age_from], [1, '']);
  });

  it('adds no column where no age was computed', async () => {
    await film('1', { age: '011Y' });
    await runImport(project);
    assert.ok(!(await readText(project.root, '3-data/images.csv')).includes('age_from'));
  });
});

describe('rows of a table that name DICOM images by their identifiers', () => {
  let project: DatasetProject;
  beforeEach(async () => {
    project = await makeDatasetProject();
  });
  afterEach(() => removeProject(project));
  const table = async (text: string) => {
    await put(join(project.base, 'labels.csv'), text);
    const summary = await runImport(project, { labels: join(project.base, 'labels.csv') });
    const ages = [...(await readLabels(project.root, 'import')).values()].map(({ categories }) => categories.bone_age).toSorted();
    const list = await readText(project.root, '3-data/import-problems.csv').catch(() => '');
    return {
      summary,
      ages,
      list: list
        .trim()
        .split('\n')
        .slice(1)
        .map((line) => line.replace(/^[^,]*,"?|"$/g, '')),
    };
  };
  const film = (name: string, fields: DicomFields) => put(join(project.films, name), dicomBytes(fields));

  it('SOPInstanceUID, accession number, and patient with study date', async () => {
    await film('a', { instance: '1.9.1', patientId: 'MRN77', accession: 'ACC-1', studyDate: '20240531' });
    await film('b', { instance: '1.9.2', patientId: 'MRN77', issuer: 'HOSP', accession: 'ACC-2', studyDate: '2024.06.01' });
    await film('c', { instance: '1.9.3', patientId: 'MRN78', accession: 'ACC-3', studyDate: '20240531' });
    await film('d', { instance: '1.9.4', patientId: 'MRN78', accession: 'ACC-3', studyDate: '20240531' });
    const found = await table('SOPInstanceUID,bone_age\n1.9.1,11\n1.9.3,13\n1.9.9,1\n');
    assert.deepEqual([found.ages, found.list], [[11, 13], ['Row 4: no image of the folder has its SOPInstanceUID.']]);
    const byNumber = await table('Accession Number;bone_age\nACC-2;22\nACC-3;1\n');
    assert.deepEqual(byNumber.ages, [11, 13, 22]);
    assert.deepEqual(byNumber.list, ['Row 3: its accession number fits several images; name the one by its SOPInstanceUID or file.']);
    const byVisit = await table(
      'PatientID,Study Date,bone_age\nMRN77,2024-05-31,31\nMRN77,01.06.2024,32\nMRN78,20240531,1\nMRN78,5/31/2024,1\nMRN79,20240531,1\n',
    );
    assert.deepEqual(byVisit.ages, [13, 31, 32]);
    assert.deepEqual(
      byVisit.list.toSorted(),
      [
        'Row 4: its patient and study date fits several images; name the one by its SOPInstanceUID or file.',
        'Row 5: its file is not in the folder.',
        'Row 5: its study date is not written like 2020-12-31 or 20201231.',
        'Row 6: no image of the folder has its patient and study date.',
      ].toSorted(),
    );
    for (const [file, text] of await filesUnderGit(project.root))
      for (const planted of ['MRN7', 'ACC-', '1.9.', '2024']) assert.ok(!text.includes(planted), `${planted} in ${file}`);
  });

  it('go by the file first, and by the next that fits', async () => {
    await film('a.dcm', { instance: '1.9.1', accession: 'ACC-1' });
    await film('b.dcm', { instance: '1.9.2', accession: 'ACC-2' });
    const { ages, list } = await table('file,SOPInstanceUID,accession,bone_age\na.dcm,1.9.2,,1\nmoved.dcm,1.8,ACC-2,2\nmoved.dcm,,,3\n');
    assert.deepEqual([ages, list], [[1, 2], ['Row 4: its file is not in the folder.']]);
  });

  it('lead to a series by any of its slices', async () => {
    const ct = { modality: 'CT', series: '1.5', study: '1.4', patientId: 'A' };
    for (const number of [1, 2, 3]) await film(`ct${number}`, { ...ct, instance: `1.5.${number}`, number });
    assert.deepEqual((await table('sop_instance_uid,bone_age\n1.5.2,50\n')).ages, [50]);
  });

  it('are found in the folder itself, and need a column of identifiers or files', async () => {
    await film('a', { instance: '1.9.1', accession: 'ACC-1' });
    await put(join(project.films, 'ris.csv'), 'accession,bone_age_years\nACC-1,10\n');
    await put(join(project.films, 'x.png'), await pngBytes(1));
    const summary = await runImport(project);
    assert.deepEqual([summary.added, summary.labels], [2, 1]);
    assert.equal([...(await readLabels(project.root, 'import')).values()][0]?.categories.bone_age, 120);
    await assert.rejects(table('StudyDate,bone_age\n20240101,1\n'), /no column with the names of the files/);
  });
});
