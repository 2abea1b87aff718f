import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { elementOf } from '../../../../src/core/dicom/elementOf';
import { readDicom } from '../../../../src/core/dicom/readDicom';
import { readString } from '../../../../src/core/dicom/value';
import type { Mark } from '../../../../src/core/label/label';
import { bitmapOf, errorsBy, medicalProject, plainFilm, readByPython, regionsOf, sharedFile } from './medicalProject';

const protocol = [
  '{name: callus, title: Callus, kind: outline, colour: "#ff0000"}',
  '{name: cyst, title: Bone cyst, kind: mask, code: "SCT 203468000 Cyst of bone", codeCategory: "SCT 49755003 Morphologically Abnormal Structure"}',
  '{name: liver, title: Liver, kind: mask, columns: [RGB(37 231 253), first segment]}',
  '{name: fracture, title: Fracture, kind: box}',
];

const sources = [
  'highdicom/dx_image.dcm',
  'highdicom/ct_image.dcm',
  'highdicom/sm_image_control.dcm',
  '23x38x3/image/IMG0001.dcm',
  '23x38x3/image/IMG0002.dcm',
  '23x38x3/image/IMG0003.dcm',
  '23x38x3/multiframe/mf.dcm',
].map(sharedFile);

const hash = (bitmap: Uint8Array): string => createHash('sha256').update(bitmap).digest('hex');

describe('labels as DICOM segmentations', function () {
  this.timeout(120_000);
  const files = sources.filter((file) => file !== undefined);
  let project: Awaited<ReturnType<typeof medicalProject>>;
  before(async function () {
    if (files.length < sources.length) this.skip();
    project = await medicalProject(files, protocol);
  });
  after(() => project && rmSync(project.home, { recursive: true, force: true }));

  const triangle = (id: string, at: number, change: object = {}): Mark => ({
    ...{ id, kind: 'outline', name: 'callus' },
    points: [
      [at + 1.5, 1.5],
      [at + 12, 3],
      [at + 5, 30.25],
    ],
    ...change,
  });
  const mask = (id: string, runs: string, change: object): Mark => ({ id, kind: 'mask', name: 'cyst', runs, ...change });

  /** Labels of a radiograph, a series of three files and a file of three frames. */
  function drawn() {
    const film = project.image(({ modality }) => modality === 'DX').image;
    const series = project.image(({ image }) => project.instances(image).length === 3).image;
    const many = project.image(({ image, frames }) => frames === 3 && project.instances(image).length === 0).image;
    const [first, second, third] = project.instances(series);
    const labels = [
      project.label(film, [
        triangle('m1', 0),
        triangle('m2', 40),
        { id: 'b', kind: 'box', name: 'fracture', from: [1, 2], to: [30, 40] },
        mask('m3', '168:0+211', {}),
        triangle('m4', 80, { run: 'r1' }),
      ]),
      project.label(series, [
        mask('m1', '3:3+4,9+2;;4+1', { instance: first, object: 'o1' }),
        mask('m2', '0:22+1;0+23', { instance: second, object: 'o1' }),
        mask('m3', '36:0+23;0+5', { instance: third, object: 'o1' }),
        mask('m4', '3:5+9', { instance: first, object: 'o2' }),
        triangle('m5', 2, { instance: second }),
        mask('m6', '3:5+9', {}),
      ]),
      project.label(many, [mask('m1', '3:5+9', { frame: 0, object: 'o' }), mask('m2', '4:5+9', { frame: 2, object: 'o' })]),
    ] as const;
    return { film, series, many, labels };
  }

  it('come back, radiographs without a frame of reference too, each thing and frame in its place', async () => {
    const { film, labels } = drawn();
    const out = join(project.home, 'seg');
    const said = await project.run('labels', 'export', '--format', 'seg', '--out', out, '--reader', 'ada', '--json');
    assert.equal(said.code, 0, said.err);
    assert.deepEqual(
      [JSON.parse(said.out).images, JSON.parse(said.out).notes],
      [3, ['2 marks were left out: seg has no place for their kind, or the image has no such frame.']],
    );
    const back = await project.run('labels', 'import', out, '--reader', 'back', '--json');
    assert.deepEqual([JSON.parse(back.out).images, JSON.parse(back.out).problems], [3, []]);
    for (const label of labels) {
      const own = { ...label, marks: label.marks.filter(({ id, run }) => run === undefined && !(id === 'm6' && label.image !== film)) };
      assert.deepEqual(regionsOf(project.read('back', label.image)), regionsOf(own));
    }
    // A second import of one file alone, by its format's name.
    const again = await project.run('labels', 'import', join(out, `${film}-seg.dcm`), '--format', 'seg', '--reader', 'alone', '--json');
    assert.deepEqual([JSON.parse(again.out).images, JSON.parse(again.out).problems], [1, []]);
  });

  it('are read by pydicom with the same pixels, references, codes and patients, and pass dciodvfy', async function () {
    const { film, series, many } = drawn();
    const out = join(project.home, 'seg-read');
    await project.run('labels', 'export', '--format', 'seg', '--out', out, '--reader', 'ada');
    const paths = [film, series, many].map((image) => join(out, `${image}-seg.dcm`));
    for (const path of paths) assert.deepEqual(errorsBy('dciodvfy', path) ?? [], []);
    const found = readByPython('seg', paths);
    if (found === null) this.skip();
    const [radiograph, volume, frames] = found;
    const filmSize = { rows: 169, columns: 211 };
    assert.equal(radiograph.frameOfReference, '');
    assert.deepEqual(radiograph.segments, ['Callus', 'Callus', 'Bone cyst']);
    assert.deepEqual(radiograph.frames[2], [3, hash(bitmapOf('168:0+211', filmSize))]);
    assert.deepEqual(radiograph.types, ['callus', 'callus', '203468000']);
    // Adobe's and ICC's L*a*b* of sRGB red under D50: 54.29, 80.81, 69.89.
    const [lightness, redness, yellowness] = radiograph.colours[0];
    assert.ok(Math.abs((lightness * 100) / 65535 - 54.29) < 0.02);
    assert.ok(Math.abs((redness * 255) / 65535 - 128 - 80.81) < 0.05);
    assert.ok(Math.abs((yellowness * 255) / 65535 - 128 - 69.89) < 0.05);
    assert.equal(radiograph.overlap, 'NO');
    const size = { rows: 38, columns: 23 };
    assert.equal(volume.overlap, 'YES');
    assert.deepEqual(volume.segments, ['Callus', 'Bone cyst', 'Bone cyst']);
    assert.deepEqual(volume.frames.slice(1), [
      [2, hash(bitmapOf('3:3+4,9+2;;4+1', size))],
      [2, hash(bitmapOf('0:22+1;0+23', size))],
      [2, hash(bitmapOf('36:0+23;0+5', size))],
      [3, hash(bitmapOf('3:5+9', size))],
    ]);
    const uids = files
      .map((file) => readDicom(new Uint8Array(readFileSync(file))).dataset)
      .map((data) => readString(data, 'SOPInstanceUID'));
    assert.deepEqual(
      volume.derivations,
      [uids[4], uids[3], uids[4], uids[5], uids[3]].map((uid) => [uid, 0]),
    );
    assert.notEqual(volume.frameOfReference, '');
    assert.equal(volume.measures.length, 2);
    assert.deepEqual(frames.derivations, [
      [uids[6], 1],
      [uids[6], 3],
    ]);
    assert.deepEqual(volume.patient.slice(0, 1), ['Anonymous']);
    assert.equal(new Set(found.map(({ sopInstance }: { sopInstance: string }) => sopInstance)).size, 3);
  });

  it('stay out of git where they name patients', async () => {
    drawn();
    const said = await project.run('labels', 'export', '--format', 'seg', '--out', 'out/deep', '--reader', 'ada');
    assert.equal(said.code, 1);
    assert.match(said.err, /name a folder outside of git with --out/);
    assert.equal(existsSync(join(project.root, 'out')), false);
    const repository = join(project.home, 'elsewhere');
    mkdirSync(repository);
    spawnSync('git', ['init', '-q', repository]);
    assert.equal((await project.run('labels', 'export', '--format', 'seg', '--out', join(repository, 'x'), '--reader', 'ada')).code, 1);
    const film = join(project.home, 'removed.dcm');
    writeFileSync(film, plainFilm('2.25.5', [elementOf('PatientIdentityRemoved', 'YES')]));
    const removed = await medicalProject([film], protocol);
    removed.label(removed.rows[0]?.image ?? '', [triangle('m1', 0)]);
    const written = await removed.run('labels', 'export', '--format', 'seg', '--out', 'out');
    assert.equal(written.code, 0, written.err);
    assert.equal(readdirSync(join(removed.root, 'out')).length, 1);
    rmSync(removed.home, { recursive: true, force: true });
  });

  it("take dcmqi's and highdicom's files over where the project has their images, and say what they can't", async () => {
    const folder = join(project.home, 'foreign');
    mkdirSync(folder, { recursive: true });
    const foreign = [
      '23x38x3/seg/label.seg',
      'highdicom/seg_image_sm_control.dcm',
      'highdicom/seg_image_sm_dots_tiled_full.dcm',
      'highdicom/seg_image_ct_binary_overlap.dcm',
      'highdicom/ct_image.dcm',
      'sr-example/sr.dcm',
    ].map((end) => sharedFile(end) ?? '');
    for (const [index, file] of foreign.entries()) cpSync(file, join(folder, `${index}.dcm`));
    const whole = readFileSync(foreign[0] ?? '');
    writeFileSync(join(folder, '6.dcm'), whole.subarray(0, 3000));
    writeFileSync(join(folder, '7.dcm'), whole);
    writeFileSync(join(folder, 'notes.txt'), 'no DICOM');
    const said = await project.run('labels', 'import', folder, '--format', 'seg', '--reader', 'foreign', '--json');
    assert.equal(said.code, 0, said.err);
    const { problems, images } = JSON.parse(said.out);
    assert.equal(images, 2);
    assert.deepEqual(problems, [
      'File 3 of the source (by name): it is a segmentation of a slide in tiles that do not say which frames of the slide they belong to, and was left out.',
      'File 4 of the source (by name): it refers to no image that the project has, and was left out.',
      'File 7 of the source (by name): it is damaged (truncated), and was left out.',
      'File 8 of the source (by name): it is a copy of an earlier one.',
      '1 DICOM files are neither segmentations nor structured reports, and were left out.',
      '1 DICOM files are structured reports (--format sr), and were left out.',
      '19 annotations are of classes that the protocol does not draw, and were left out.',
    ]);
    const { series } = drawn();
    const own = project.read('foreign', series).marks;
    assert.deepEqual(
      own.map(({ kind, name, instance }) => [kind, name, instance]),
      project.instances(series).map((instance) => ['mask', 'liver', instance]),
    );
    const found = readByPython('seg', [foreign[0] ?? '']);
    if (found === null) return;
    const hashes = own.map((mark) => hash(bitmapOf(mark.kind === 'mask' ? mark.runs : '', { rows: 38, columns: 23 })));
    assert.deepEqual(
      hashes,
      found[0].frames.map(([, text]: readonly [number, string]) => text),
    );
  });

  it('find their frames by where they lie, and refuse pixels that lie elsewhere', async function () {
    const { series } = drawn();
    const out = join(project.home, 'seg-place');
    await project.run('labels', 'export', '--format', 'seg', '--out', out, '--reader', 'ada');
    const [placed, moved, none] = ['placed', 'moved', 'none'].map((name) => join(project.home, `${name}.dcm`)) as [string, string, string];
    for (const copy of [placed, moved, none]) cpSync(join(out, `${series}-seg.dcm`), copy);
    const change = (file: string, ...words: readonly string[]) => spawnSync('dcmodify', ['-nb', ...words, file], { encoding: 'utf8' });
    const erased = change(placed, '-ea', '(0008,9124)');
    if (erased.error !== undefined) this.skip();
    assert.deepEqual([erased.status, readFileSync(placed).includes('121322')], [0, false]);
    const position = '(5200,9230)[*].(0020,9113)[0].(0020,0032)';
    assert.equal(change(moved, '-m', `${position}=1\\2\\3`).status, 0);
    assert.equal(change(none, '-ea', '(0008,9124)', '-m', `${position}=1\\2\\3`).status, 0);
    const take = async (file: string, reader: string) =>
      JSON.parse((await project.run('labels', 'import', file, '--reader', reader, '--json')).out);
    assert.deepEqual(await take(placed, 'placed'), { images: 1, problems: [] });
    await project.run('labels', 'import', join(out, `${series}-seg.dcm`), '--reader', 'derived');
    assert.deepEqual(regionsOf(project.read('placed', series)), regionsOf(project.read('derived', series)));
    assert.deepEqual(await take(moved, 'moved'), {
      images: 0,
      problems: [
        `${series}: its segmentation has pixels that lie elsewhere than those of the image, and is not resampled; the image was left out.`,
      ],
    });
    assert.deepEqual(await take(none, 'none'), {
      images: 0,
      problems: ['The file: it refers to no image that the project has, and was left out.'],
    });
  });

  it('say where there is nothing to take', async () => {
    const said = await project.run('labels', 'import', sharedFile('highdicom/ct_image.dcm') ?? '', '--reader', 'none');
    assert.equal(said.code, 1);
    assert.match(said.err, /holds no DICOM segmentation or structured report/);
    const text = join(project.home, 'x.bin');
    writeFileSync(text, 'nothing');
    assert.match((await project.run('labels', 'import', text)).err, /can not be told from its files: name it with --format/);
  });
});
