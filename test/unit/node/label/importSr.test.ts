import assert from 'node:assert/strict';
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
import { sharedFiles } from '../../../fixtures/sharedData';
import { medicalProject, nameOfInstance, plainFilm, sharedFile } from './medicalProject';

const protocol = [
  '{name: fracture, title: Fracture, kind: box, columns: [spinal cord]}',
  '{name: tip, title: Tip of the finger, kind: point}',
  '{name: leg, title: Leg, kind: length}',
  '{name: bone_age, title: Bone age, kind: number, unit: months, maximum: 240}',
];

const sources = [
  'highdicom/ct_image.dcm',
  '23x38x3/image/IMG0001.dcm',
  '23x38x3/image/IMG0002.dcm',
  '23x38x3/image/IMG0003.dcm',
  '23x38x3/multiframe/mf.dcm',
].map(sharedFile);

describe('measurement reports of others', function () {
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
