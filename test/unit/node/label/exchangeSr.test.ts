import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { elementOf } from '../../../../src/core/dicom/elementOf';
import type { Label, Mark } from '../../../../src/core/label/label';
import { errorsBy, medicalProject, nameOfInstance, plainFilm, readByPython, sharedFile } from './medicalProject';

const protocol = [
  '{name: callus, title: Callus, kind: outline}',
  '{name: fracture, title: Fracture, kind: box, code: "SCT 125605004 Fracture of bone", columns: [spinal cord]}',
  '{name: tip, title: Tip of the finger, kind: point}',
  '{name: leg, title: Leg, kind: length}',
  '{name: knee, title: Knee, kind: angle}',
  '{name: curve, title: Curve, kind: cobb}',
  '{name: bone_age, title: Bone age, kind: number, unit: months, maximum: 240}',
  '{name: mature, title: Mature, kind: category, values: ["no", "yes"]}',
  '{name: signs, title: Signs, kind: several, values: [a sign of many words in a row, other]}',
  '{name: remark, title: Remark, kind: note}',
  '{name: cyst, title: Cyst, kind: mask}',
  '{name: beat, title: Beat, kind: interval}',
];

const sources = [
  'highdicom/ct_image.dcm',
  '23x38x3/image/IMG0001.dcm',
  '23x38x3/image/IMG0002.dcm',
  '23x38x3/image/IMG0003.dcm',
  '23x38x3/multiframe/mf.dcm',
].map(sharedFile);

/** A mark in the protocol's words; an object and place as they are. */
const shapes: readonly Mark[] = [
  { id: 'm1', kind: 'box', name: 'fracture', from: [1.25, 2.5], to: [30.125, 20] },
  {
    ...{ id: 'm2', kind: 'outline', name: 'callus', object: 'o' },
    points: [
      [10, 10],
      [14.7, 12.3],
      [12, 19.1],
    ],
  },
  {
    ...{ id: 'm3', kind: 'outline', name: 'callus', object: 'o' },
    points: [
      [1, 1],
      [4, 2],
      [2, 9],
    ],
  },
  { id: 'm4', kind: 'point', name: 'tip', at: [3.3, 4.7] },
  { id: 'm5', kind: 'length', name: 'leg', from: [1, 2], to: [4, 6] },
  {
    ...{ id: 'm6', kind: 'angle', name: 'knee' },
    points: [
      [1, 2],
      [5, 5.5],
      [9, 1],
    ],
  },
  {
    ...{ id: 'm7', kind: 'cobb', name: 'curve' },
    points: [
      [1, 2],
      [5, 3],
      [1, 8],
      [6, 9.75],
    ],
  },
];

const categories = { bone_age: 94.5, mature: 'yes', signs: ['a sign of many words in a row', 'other'], remark: 'Zwei Zeilen:\näöü' };

/** What must come back: everything but ids, with the names of objects by their order. */
function saidBy({ categories: said, marks }: Label): unknown {
  const objects = marks.map(({ object }) => object);
  return {
    said,
    marks: marks.map(({ id: _, object, ...mark }) => ({ ...mark, object: object === undefined ? -1 : objects.indexOf(object) })),
  };
}

describe('labels as DICOM measurement reports', function () {
  this.timeout(120_000);
  let project: Awaited<ReturnType<typeof medicalProject>>;
  before(async function () {
    const files = sources.filter((file) => file !== undefined);
    if (files.length < sources.length) this.skip();
    project = await medicalProject(files, protocol);
    const data = join(project.home, 'films');
    mkdirSync(data);
    writeFileSync(join(data, 'none.dcm'), plainFilm('2.25.5'));
    writeFileSync(join(data, 'detector.dcm'), plainFilm('2.25.6', [elementOf('ImagerPixelSpacing', [0.2, 0.1])]));
    assert.equal((await project.run('import', data)).code, 0);
  });
  after(() => project && rmSync(project.home, { recursive: true, force: true }));

  const nameOf = (uid: string): Promise<string> => nameOfInstance(project.root, uid);

  async function exported(reader: string): Promise<{ readonly out: string; readonly notes: readonly string[]; readonly images: number }> {
    const out = join(project.home, `sr-${reader}`);
    const said = await project.run('labels', 'export', '--format', 'sr', '--out', out, '--reader', reader, '--json');
    assert.equal(said.code, 0, said.err);
    return { out, notes: JSON.parse(said.out).notes, images: JSON.parse(said.out).images };
  }

  it('come back whole, of radiographs, series and files of many frames', async () => {
    const series = project.image(({ image }) => project.instances(image).length === 3).image;
    const many = project.image(({ image, frames }) => frames === 3 && project.instances(image).length === 0).image;
    const second = project.instances(series)[1] ?? '';
    const own = [
      project.label(await nameOf('2.25.5'), shapes, { categories }),
      project.label(
        series,
        shapes.map((mark) => ({ ...mark, instance: second })),
        { categories: { signs: [] } },
      ),
      project.label(
        many,
        shapes.map((mark) => ({ ...mark, frame: 2 })),
      ),
      project.label(await nameOf('2.25.6'), [], { categories: { bone_age: 12 } }),
    ];
    const { out, images, notes } = await exported('ada');
    assert.deepEqual([images, notes], [4, ['1 images: lengths are in pixels, because the image is not calibrated.']]);
    const back = await project.run('labels', 'import', out, '--reader', 'back', '--json');
    assert.deepEqual([JSON.parse(back.out).images, JSON.parse(back.out).problems], [4, []], back.err);
    for (const label of own) assert.deepEqual(saidBy(project.read('back', label.image)), saidBy(label));
  });

  it('are read by pydicom and dcmtk, and pass dciodvfy', async function () {
    const image = await nameOf('2.25.5');
    project.label(image, shapes, { reader: 'eve', categories });
    const { out } = await exported('eve');
    const file = join(out, `${image}-sr.dcm`);
    assert.deepEqual(errorsBy('dciodvfy', file) ?? [], []);
    const dump = spawnSync('dsrdump', [file], { encoding: 'utf8' });
    if (dump.error === undefined) {
      assert.equal(dump.status, 0, dump.stderr);
      assert.match(dump.stdout, /Comprehensive SR Document[\s\S]*"Length"\)="5" \(\{pixels\},UCUM,"pixels"\)/);
      assert.equal(spawnSync('dsr2xml', ['--write-item-id', file], { encoding: 'utf8' }).status, 0);
    }
    const found = readByPython('sr', [file]);
    if (found === null) this.skip();
    const [{ template, root }] = found;
    assert.equal(template, '1500');
    const inside = (meaning: string) => root.content.find((item: { name: readonly string[] }) => item.name[2] === meaning)?.content;
    const groups = inside('Imaging Measurements').map(
      ({ content }: { content: readonly { name: readonly string[]; value: unknown }[] }) => content,
    );
    assert.deepEqual(groups[0].slice(2), [
      { type: 'CODE', relation: 'CONTAINS', name: ['121071', 'DCM', 'Finding'], value: ['125605004', 'SCT', 'Fracture of bone'] },
      {
        ...{ type: 'SCOORD', relation: 'CONTAINS', name: ['111030', 'DCM', 'Image Region'] },
        value: ['POLYLINE', [1.25, 2.5, 30.125, 2.5, 30.125, 20, 1.25, 20, 1.25, 2.5]],
        content: [{ type: 'IMAGE', relation: 'SELECTED FROM', value: ['2.25.5', 0] }],
      },
    ]);
    // Two outlines of one object are one thing.
    assert.equal(groups[1][1].value, groups[2][1].value);
    const measured = groups.flat().filter(({ type }: { type: string }) => type === 'NUM');
    assert.deepEqual(
      measured.map(({ name, value, unit }: { name: readonly string[]; value: number; unit: string }) => [
        name[2],
        Math.round(value * 1e6) / 1e6,
        unit,
      ]),
      [
        ['Length', 5, '{pixels}'],
        ['Angle', Math.round(((Math.atan2(3.5, 4) + Math.atan2(4.5, 4)) * 180 * 1e6) / Math.PI) / 1e6, 'deg'].map((value) =>
          typeof value === 'number' ? Math.round((180 - value) * 1e6) / 1e6 : value,
        ),
        ['Cobb angle', Math.round(((Math.atan2(1.75, 5) - Math.atan2(1, 4)) * 180 * 1e6) / Math.PI) / 1e6, 'deg'],
        ['Bone age', 94.5, 'mo'],
      ],
    );
    assert.deepEqual(
      inside('Qualitative Evaluations').map(({ name, value }: { name: readonly string[]; value: unknown }) => [name[0], value]),
      [
        ['mature', ['yes', '99RADSTEPS', 'yes']],
        ...categories.signs.map((sign) => ['signs', [sign, '99RADSTEPS', sign]]),
        ['remark', 'Zwei Zeilen:\r\näöü'],
      ],
    );
  });

  it('say millimetres only of what is calibrated in the patient', async function () {
    const detector = await nameOf('2.25.6');
    const ct = project.image(({ image }) => project.instances(image).length === 1);
    const [instance] = project.instances(ct.image);
    const leg: Mark = { id: 'm1', kind: 'length', name: 'leg', from: [1, 2], to: [4, 6] };
    project.label(detector, [leg], { reader: 'mia' });
    project.label(ct.image, [{ ...leg, ...(instance === undefined ? {} : { instance }) }], { reader: 'mia' });
    const { out, notes } = await exported('mia');
    assert.deepEqual(notes, ["1 images: lengths are in pixels, because the image's millimetres are those of the detector."]);
    const found = readByPython('sr', [join(out, `${detector}-sr.dcm`), join(out, `${ct.image}-sr.dcm`)]);
    if (found === null) this.skip();
    const lengths = JSON.stringify(found).match(/"value": ?[\d.]+, ?"unit": ?"[^"]+"/g);
    assert.deepEqual(
      lengths?.map((text) => text.replaceAll(' ', '')),
      ['"value":5,"unit":"{pixels}"', `"value":${Number((5 * 0.661468).toFixed(6))},"unit":"mm"`],
    );
  });
});
