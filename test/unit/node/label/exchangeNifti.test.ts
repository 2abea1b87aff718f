import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { copyFileSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import sharp from 'sharp';
import { readDicom } from '../../../../src/core/dicom/readDicom';
import { readNumbers } from '../../../../src/core/dicom/value';
import { joinRuns } from '../../../../src/core/label/combineRuns';
import type { Label, Mark } from '../../../../src/core/label/label';
import { emptyRuns, formatRuns, type MaskRuns } from '../../../../src/core/label/maskRuns';
import { isAreaMark } from '../../../../src/core/label/overlapOfMarks';
import { pixelsOfMark } from '../../../../src/core/label/pixelsOfMark';
import { medicalProject, readByPython, sharedFile } from './medicalProject';

const protocol = [
  '{name: callus, title: Callus, kind: outline}',
  '{name: fracture, title: Fracture, kind: box}',
  '{name: cyst, title: Cyst, kind: mask}',
];

const sources = [
  'highdicom/dx_image.dcm',
  'highdicom/ct_image.dcm',
  '23x38x3/image/IMG0001.dcm',
  '23x38x3/image/IMG0002.dcm',
  '23x38x3/image/IMG0003.dcm',
  '23x38x3/multiframe/mf.dcm',
].map(sharedFile);

/** The pixels of each name on each frame, objects together: what a map can say. */
function pixelsOf(label: Label): readonly string[] {
  const found = new Map<string, MaskRuns>();
  for (const mark of label.marks) {
    if (!isAreaMark(mark) || mark.kind === 'box') continue;
    const key = `${mark.name}/${mark.instance ?? ''}/${mark.frame ?? 0}`;
    found.set(key, joinRuns(found.get(key) ?? emptyRuns, pixelsOfMark(mark)));
  }
  return [...found].map(([key, runs]) => `${key}/${formatRuns(runs)}`).toSorted();
}

describe('labels as NIfTI label maps', function () {
  this.timeout(120_000);
  let project: Awaited<ReturnType<typeof medicalProject>>;
  before(async function () {
    const files = sources.filter((file) => file !== undefined);
    if (files.length < sources.length) this.skip();
    project = await medicalProject(files, protocol);
    const pictures = join(project.home, 'pictures');
    mkdirSync(pictures);
    await sharp(Buffer.alloc(30 * 20, 7), { raw: { width: 30, height: 20, channels: 1 } })
      .png()
      .toFile(join(pictures, 'a.png'));
    assert.equal((await project.run('import', pictures)).code, 0);
  });
  after(() => project && rmSync(project.home, { recursive: true, force: true }));

  const series = () => project.image(({ image }) => project.instances(image).length === 3).image;
  const film = () => project.image(({ modality }) => modality === 'DX').image;

  /** A label of each image, without overlap. */
  async function drawn(): Promise<readonly Label[]> {
    const many = project.image(({ image, frames }) => frames === 3 && project.instances(image).length === 0).image;
    const slice = project.image(({ image }) => project.instances(image).length === 1).image;
    const { readImages } = await import('../../../../src/node/dataset/readDataset');
    const picture = (await readImages(project.root)).find(({ columns }) => columns === 30)?.image ?? '';
    const [first, second, third] = project.instances(series());
    const mask = (id: string, runs: string, change: object = {}): Mark => ({ id, kind: 'mask', name: 'cyst', runs, ...change });
    const triangle: Mark = {
      ...{ id: 't', kind: 'outline', name: 'callus' },
      points: [
        [1.5, 1.5],
        [12, 3],
        [5, 30.25],
      ],
    };
    return [
      project.label(series(), [
        mask('m1', '3:3+4,19+2;;14+1', { instance: first, object: 'o1' }),
        mask('m2', '0:0+1;20+3', { instance: second, object: 'o1' }),
        mask('m3', '36:0+23;0+5', { instance: third, object: 'o2' }),
        { ...triangle, ...(third === undefined ? {} : { instance: third }) },
      ]),
      project.label(film(), [triangle, mask('m1', '168:0+211'), { id: 'b', kind: 'box', name: 'fracture', from: [1, 1], to: [4, 4] }]),
      project.label(many, [mask('m1', '1:1+1', { frame: 0 }), mask('m2', '4:5+9', { frame: 2 })]),
      project.label(slice, [mask('m1', '100:100+28;99+1', { instance: project.instances(slice)[0] })]),
      project.label(picture, []),
    ];
  }

  async function exported(name: string): Promise<{ readonly out: string; readonly notes: readonly string[] }> {
    const out = join(project.home, name);
    const said = await project.run('labels', 'export', '--format', 'nifti', '--out', out, '--reader', 'ada', '--json');
    assert.equal(said.code, 0, said.err);
    return { out, notes: JSON.parse(said.out).notes };
  }

  async function imported(place: string, reader: string): Promise<{ readonly images: number; readonly problems: readonly string[] }> {
    const said = await project.run('labels', 'import', place, '--reader', reader, '--json');
    assert.equal(said.code, 0, `${said.err}${said.out}`);
    return JSON.parse(said.out);
  }

  it('come back, of volumes, radiographs and pictures', async () => {
    const labels = await drawn();
    const { out, notes } = await exported('nifti');
    assert.deepEqual(notes, ['1 marks were left out: a map has masks and outlines only, or the image has no such frame.']);
    assert.deepEqual(await imported(out, 'back'), { images: 5, problems: [] });
    for (const label of labels) assert.deepEqual(pixelsOf(project.read('back', label.image)), pixelsOf(label));
    const cysts = project.read('back', series()).marks.filter(({ name }) => name === 'cyst');
    assert.deepEqual(new Set(cysts.map(({ object }) => object)).size, 1);
  });

  it('lie for nibabel where pydicom and dcmtk see the image, its values where the marks are', async function () {
    await drawn();
    const { out } = await exported('nifti-read');
    const found = readByPython('nifti', [join(out, `${series()}.nii.gz`), join(out, `${film()}.nii.gz`)]);
    if (found === null) this.skip();
    const [volume, radiograph] = found;
    const { dataset } = readDicom(new Uint8Array(readFileSync(sources[2] ?? '')));
    const [x = 0, y = 0, z = 0] = readNumbers(dataset, 'ImagePositionPatient');
    const [down = 0, right = 0] = readNumbers(dataset, 'PixelSpacing');
    const expected = [
      [-right, 0, 0, -x],
      [0, -down, 0, -y],
      [0, 0, 2.5, z],
      [0, 0, 0, 1],
    ];
    for (const matrix of [volume.affine, volume.qform])
      for (const [row, values] of expected.entries())
        for (const [column, value] of values.entries())
          assert.ok(Math.abs(matrix[row][column] - value) < 1e-4, `${row} ${column} ${matrix[row][column]}`);
    assert.deepEqual([volume.shape, volume.type, volume.codes], [[23, 38, 3], 'uint8', [1, 1]]);
    // Column, row, slice: as the marks say them.
    assert.deepEqual(
      volume.values[2].filter(([, , slice]: readonly number[]) => slice === 1),
      [
        [0, 0, 1],
        [20, 1, 1],
        [21, 1, 1],
        [22, 1, 1],
      ],
    );
    assert.deepEqual(
      [radiograph.shape, radiograph.codes],
      [
        [211, 169, 1],
        [2, 2],
      ],
    );
    assert.ok(Math.abs(radiograph.affine[0][0] + 1.2012) < 1e-3 && Math.abs(radiograph.affine[1][1] + 1.2) < 1e-3);
    assert.equal(radiograph.values[2].length, 211);
    assert.deepEqual(JSON.parse(readFileSync(join(out, 'labels.json'), 'utf8')), { labels: { background: 0, callus: 1, cyst: 2 } });
  });

  const folderOf = (how: string, image: string): string => join(project.home, `nifti-${how}-${image}`);

  /** Writes exported maps anew by nibabel, each under the same name in a folder of its own; false where there is no nibabel. */
  function rewrite(out: string, images: readonly string[], ways: readonly string[]): boolean {
    const script = join(__dirname, '../../../fixtures/reorientNifti.py');
    const words = images.flatMap((image) =>
      ways.flatMap((how) => {
        mkdirSync(folderOf(how, image), { recursive: true });
        copyFileSync(join(out, 'labels.json'), join(folderOf(how, image), 'labels.json'));
        return [how, join(out, `${image}.nii.gz`), join(folderOf(how, image), `${image}.nii.gz`)];
      }),
    );
    const { status, stderr } = spawnSync(process.env.RADSTEPS_TEST_PYTHON ?? '/usr/bin/python3', [script, ...words], { encoding: 'utf8' });
    if (status !== 0 && /No module named|ENOENT|not found/.test(stderr ?? '')) return false;
    assert.equal(status, 0, stderr);
    return true;
  }

  it('are the same whichever way their axes run and their numbers are stored', async function () {
    const labels = await drawn();
    const { out } = await exported('nifti-turn');
    const ways = ['RAS', 'LPS', 'SRA', 'PIL', 'ASR', 'float', 'big'];
    const images = [series(), film()];
    if (!rewrite(out, images, ways)) this.skip();
    for (const how of ways)
      for (const image of images) {
        assert.deepEqual(await imported(folderOf(how, image), `turn-${how}`), { images: 1, problems: [] }, how);
        const own = labels.find((label) => label.image === image);
        assert.deepEqual(pixelsOf(project.read(`turn-${how}`, image)), own && pixelsOf(own));
      }
  });

  it('are refused with a sentence where they would have to be resampled, or are no maps', async function () {
    await drawn();
    const { out } = await exported('nifti-bad');
    const sentences: Readonly<Record<string, RegExp>> = {
      shifted:
        /^The file: its 23 x 38 x 3 voxels are not those of the image, in number or where they lie in the patient: resample it to the image first\.$/,
      turned: /resample it to the image first/,
      finer: /its 46 x 38 x 3 voxels/,
      eye: /resample it to the image first/,
      half: /it holds other numbers than whole ones/,
      series: /it holds 2 volumes/,
      cut: /it is damaged or no NIfTI file/,
    };
    if (!rewrite(out, [series(), film()], Object.keys(sentences))) this.skip();
    for (const [how, pattern] of Object.entries(sentences)) {
      const { images, problems } = await imported(folderOf(how, series()), 'bad');
      assert.equal(images, 0, how);
      assert.match(problems[0] ?? '', pattern, how);
    }
    assert.match((await imported(folderOf('eye', film()), 'bad')).problems[0] ?? '', /the affine is diagonal, with two negative steps/);
  });

  it('need names for their values, and the name of an image', async () => {
    await drawn();
    const { out } = await exported('nifti-names');
    rmSync(join(out, 'labels.json'));
    const { images, problems } = await imported(out, 'nameless');
    // Only the picture shows nothing, which needs no names.
    assert.equal(images, 1);
    assert.match(problems[0] ?? '', /it does not say what its values mean: put a labels\.json beside it/);
    writeFileSync(join(out, `${series()}.json`), JSON.stringify({ labels: { 1: 'Cyst', 2: 'dragon' } }));
    const single = await imported(join(out, `${series()}.nii.gz`), 'single');
    assert.deepEqual(single, { images: 1, problems: ['3 annotations are of classes that the protocol does not draw, and were left out.'] });
    assert.deepEqual(
      project.read('single', series()).marks.map(({ name }) => name),
      ['cyst'],
    );
    copyFileSync(join(out, `${series()}.nii.gz`), join(out, 'nobody.nii.gz'));
    const nobody = await imported(join(out, 'nobody.nii.gz'), 'single');
    assert.deepEqual(nobody, { images: 0, problems: ['The file: the project has no image of its file name.'] });
    writeFileSync(join(out, 'x.txt'), '');
    assert.match(
      (await project.run('labels', 'import', join(out, 'x.txt'), '--format', 'nifti')).err,
      /holds no file that ends in \.nii or \.nii\.gz/,
    );
  });
});
