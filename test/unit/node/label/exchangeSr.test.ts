import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { elementOf, sequenceOf } from '../../../../src/core/dicom/elementOf';
import { readDicom } from '../../../../src/core/dicom/readDicom';
import { readNumbers, readString } from '../../../../src/core/dicom/value';
import { writeDicom } from '../../../../src/core/dicom/writeDicom';
import {
  type ContentItem,
  codeContent,
  containerContent,
  contentElements,
  numberContent,
} from '../../../../src/core/label/formats/contentItem';
import { readSr } from '../../../../src/core/label/formats/readSr';
import { srCodes } from '../../../../src/core/label/formats/srCodes';
import { ucumOf } from '../../../../src/core/label/formats/ucum';
import type { Label, Mark } from '../../../../src/core/label/label';
import { sharedFiles } from '../../../fixtures/sharedData';
import { errorsBy, medicalProject, readByPython, sharedFile } from './medicalProject';

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

/** A film without spacing, or with that of the detector only. */
const film = (uid: string, spacing: readonly number[] | null) =>
  writeDicom([
    elementOf('SOPClassUID', '1.2.840.10008.5.1.4.1.1.1.1'),
    elementOf('SOPInstanceUID', uid),
    elementOf('StudyInstanceUID', '2.25.1'),
    elementOf('SeriesInstanceUID', `${uid}1`),
    elementOf('PatientID', 'P-1'),
    elementOf('PatientName', 'Doe^Jane'),
    elementOf('Modality', 'DX'),
    elementOf('Rows', 40),
    elementOf('Columns', 50),
    elementOf('SamplesPerPixel', 1),
    elementOf('PhotometricInterpretation', 'MONOCHROME2'),
    elementOf('BitsAllocated', 8),
    elementOf('BitsStored', 8),
    elementOf('HighBit', 7),
    elementOf('PixelRepresentation', 0),
    ...(spacing === null ? [] : [elementOf('ImagerPixelSpacing', spacing)]),
    elementOf('PixelData', new Uint8Array(2000).fill(Number(uid.at(-1)))),
  ]);

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
    writeFileSync(join(data, 'none.dcm'), film('2.25.5', null));
    writeFileSync(join(data, 'detector.dcm'), film('2.25.6', [0.2, 0.1]));
    assert.equal((await project.run('import', data)).code, 0);
  });
  after(() => project && rmSync(project.home, { recursive: true, force: true }));

  const nameOf = async (uid: string): Promise<string> => {
    const { readProjectKey } = await import('../../../../src/node/project/projectKey');
    const { imageName } = await import('../../../../src/core/identity/pseudonym');
    return imageName(await readProjectKey(project.root), uid);
  };

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

  const image = (uid: string, frame?: number): ContentItem => ({
    ...{ relation: 'SELECTED FROM', type: 'IMAGE', name: null, content: [] },
    elements: [
      sequenceOf('ReferencedSOPSequence', [
        [elementOf('ReferencedSOPInstanceUID', uid), ...(frame === undefined ? [] : [elementOf('ReferencedFrameNumber', [frame])])],
      ]),
    ],
  });
  const points = (
    type: string,
    graphic: string,
    data: readonly number[],
    content: readonly ContentItem[],
    frameOfReference = '',
  ): ContentItem => ({
    ...{ relation: 'CONTAINS', type, name: srCodes.region, content },
    elements: [
      elementOf('GraphicType', graphic),
      elementOf('GraphicData', data),
      ...(frameOfReference === '' ? [] : [elementOf('ReferencedFrameOfReferenceUID', frameOfReference)]),
    ],
  });
  const group = (meaning: string, ...content: readonly ContentItem[]): ContentItem =>
    containerContent(srCodes.group, [codeContent('CONTAINS', srCodes.finding, { value: '1', scheme: '99X', meaning }), ...content]);
  const report = (uid: string, evidence: readonly string[], ...groups: readonly ContentItem[]): Uint8Array =>
    writeDicom([
      elementOf('SOPClassUID', '1.2.840.10008.5.1.4.1.1.88.34'),
      elementOf('SOPInstanceUID', uid),
      elementOf('Modality', 'SR'),
      sequenceOf('CurrentRequestedProcedureEvidenceSequence', [
        [
          sequenceOf('ReferencedSeriesSequence', [
            [
              sequenceOf(
                'ReferencedSOPSequence',
                evidence.map((one) => [elementOf('ReferencedSOPInstanceUID', one)]),
              ),
            ],
          ]),
        ],
      ]),
      sequenceOf('ContentSequence', [contentElements(containerContent(srCodes.measurements, groups))]),
    ]);

  async function imported(name: string, bytes: Uint8Array) {
    const file = join(project.home, `${name}.dcm`);
    writeFileSync(file, bytes);
    const said = await project.run('labels', 'import', file, '--reader', name, '--json');
    assert.equal(said.code, 0, said.err);
    return JSON.parse(said.out);
  }

  it('give an uncalibrated image no millimetres, and refuse other units than the protocol wants', async () => {
    const line = points('SCOORD', 'POLYLINE', [1, 2, 4, 6], [image('2.25.5')]);
    const said = await imported(
      'units',
      report(
        '2.25.71',
        ['2.25.5'],
        group('leg', numberContent(srCodes.length, 12, ucumOf('mm'), [{ ...line, relation: 'INFERRED FROM' }])),
        group('x', numberContent({ value: 'bone_age', scheme: '99RADSTEPS', meaning: 'x' }, 5, ucumOf('years'), [])),
        group('x', numberContent({ value: '1', scheme: '99Y', meaning: 'Bone age' }, 500, ucumOf('months'), [])),
      ),
    );
    assert.deepEqual(said.problems, [
      'The file: 1 of its lengths are in millimetres, but the image is not calibrated: their ends were kept, the millimetres were not.',
      'The file: "Bone age" is in another unit than the protocol\'s, and was left out.',
      'The file: bone_age is above 240 months, and was left out.',
    ]);
    const back = project.read('units', await nameOf('2.25.5'));
    assert.deepEqual([back.categories, back.marks], [{}, [{ id: 'import-1', kind: 'length', name: 'leg', from: [1, 2], to: [4, 6] }]]);
  });

  it('find places in the patient in the slice that they lie in', async () => {
    const series = project.image(({ image: name }) => project.instances(name).length === 3).image;
    const { dataset } = readDicom(new Uint8Array(readFileSync(sources[2] ?? '')));
    const [x = 0, y = 0, z = 0] = readNumbers(dataset, 'ImagePositionPatient');
    const [rows = 0, columns = 0] = readNumbers(dataset, 'PixelSpacing');
    const frame = readString(dataset, 'FrameOfReferenceUID');
    // Column 3.5 and row 7 are three columns and six rows and a half from the centre of the first pixel.
    const here = [x + 3 * columns, y + 6.5 * rows, z + 0.2];
    const evidence = [readString(dataset, 'SOPInstanceUID')];
    const said = await imported('inside', report('2.25.72', evidence, group('tip', points('SCOORD3D', 'POINT', here, [], frame))));
    assert.deepEqual(said.problems, []);
    const [mark] = project.read('inside', series).marks;
    assert.ok(mark?.kind === 'point');
    assert.equal(mark.instance, project.instances(series)[1]);
    assert.ok(Math.abs(mark.at[0] - 3.5) < 2e-4 && Math.abs(mark.at[1] - 7) < 2e-4, String(mark.at));
    const off = await imported(
      'outside',
      report('2.25.73', evidence, group('tip', points('SCOORD3D', 'POINT', [x, y, z + 900], [], frame))),
    );
    assert.match(off.problems[0], /lie in the patient, but in no slice/);
    const other = await imported('other', report('2.25.74', evidence, group('tip', points('SCOORD3D', 'POINT', here, [], '2.25.9'))));
    assert.equal(other.images, 0);
  });

  it("leave out what can't be taken, and go on", async () => {
    const said = await imported(
      'odd',
      report(
        '2.25.75',
        ['2.25.5', '2.25.6'],
        group('leg', points('SCOORD', 'POLYLINE', [1, 2, 4, 6], [image('2.25.404')])),
        group('leg', points('SCOORD', 'CIRCLE', [10, 10, 12, 10], [image('2.25.6')])),
        group('tip', points('SCOORD', 'POINT', [10, 10], [image('2.25.5')])),
        group('dragon', points('SCOORD', 'POINT', [10, 10], [image('2.25.5')])),
      ),
    );
    assert.equal(said.images, 1);
    assert.deepEqual(said.problems, [
      'The file: 1 of its shapes lie on no image that the project has.',
      `${await nameOf('2.25.6')}: an annotation has no shape that "Leg" (length) can take; the image was left out.`,
      '1 annotations are of classes that the protocol does not draw, and were left out.',
    ]);
    assert.equal(project.read('odd', await nameOf('2.25.5')).marks.length, 1);
  });

  it('open from every structured report of highdicom and dcmqi, or say why they are none', async () => {
    const files = sharedFiles('dicom').filter((file) => /\/(highdicom|wg04)\/.*sr[^/]*\.dcm$/.test(file) && !/(seg|rwvm)\.dcm$/.test(file));
    assert.ok(files.length >= 3);
    for (const file of files) {
      const found = readSr(readDicom(new Uint8Array(readFileSync(file))).dataset);
      assert.ok(typeof found !== 'string' && found.groups.length > 0, file);
      assert.ok(found.groups.every(({ trackingUid, numbers }) => trackingUid !== '' && numbers.length > 0));
      const isOfSegments = file.includes('dcmqi');
      assert.equal(
        found.groups.some(({ hasSegments }) => hasSegments),
        isOfSegments,
      );
      assert.equal(
        found.groups.some(({ shapes: own }) => own.length > 0),
        !isOfSegments,
      );
    }
    const said = await project.run('labels', 'import', sharedFile('highdicom/sr_document.dcm') ?? '', '--reader', 'hd', '--json');
    assert.equal(said.code, 0, said.err);
    const { images, problems } = JSON.parse(said.out);
    assert.deepEqual([images, problems], [1, []]);
  });
});
