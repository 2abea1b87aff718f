import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { Readable } from 'node:stream';
import { formatBoxTable } from '../../../../src/core/experiment/boxTable';
import { formatPredictions, type PredictionRow } from '../../../../src/core/experiment/predictionTable';
import { formatRecord } from '../../../../src/core/experiment/recordFile';
import type { FinishedRun } from '../../../../src/core/experiment/runRecord';
import type { Label, Mark } from '../../../../src/core/label/label';
import { formatLabel } from '../../../../src/core/label/labelFile';
import { predictedLabelFile, runFolder } from '../../../../src/core/project/layout';
import { runCommandLine } from '../../../../src/node/commands/runCommandLine';
import { sampleRecord } from '../../vscode/runPage/sampleRecord';
import { imageRow, labelProject } from '../label/labelProject';

const runs = {
  numbers: '20260304-050607-x-0af9',
  classes: '20260304-060607-x-0af8',
  boxes: '20260304-070607-x-0af7',
  none: '20260304-080607-x-0af6',
};
const masks = '20260304-090607-x-0af5';
const whole = '20260304-100607-x-0af4';

describe('radsteps cases', () => {
  const root = mkdtempSync(join(tmpdir(), 'radsteps-cases-'));
  after(() => rmSync(root, { recursive: true, force: true }));
  const images = Array.from({ length: 12 }, (_, index) =>
    imageRow(`img-${index}`, { patient: `p${index}`, sex: index % 2 === 0 ? 'F' : 'M', ageYears: index, rows: 60, columns: 80 }),
  );
  const box = (x: number): Mark => ({ id: `box-${x}`, kind: 'box', name: 'fracture', from: [x, 0], to: [x + 10, 10] });
  const mask = (runs: string): Mark => ({ id: 'mask-1', kind: 'mask', name: 'lung', runs });
  const label = (image: string, reader: string, marks: readonly Mark[]): Label => ({
    ...{ version: 1, image, reader, status: 'final', categories: {} },
    marks,
  });
  const { run } = labelProject(
    root,
    images,
    [
      '{name: bone_age, title: Bone age, kind: number, unit: months}',
      '{name: fracture, title: Fracture, kind: box}',
      '{name: lung, title: Lung, kind: mask}',
    ],
    [
      label('img-0', 'me', [box(0), box(40)]),
      label('img-1', 'me', [mask('0:0+10;0+10')]),
      label('img-2', 'me', [box(0)]),
      label('img-3', 'me', []),
    ],
  );
  const write = (name: string, text: string): void => {
    mkdirSync(dirname(join(root, name)), { recursive: true });
    writeFileSync(join(root, name), text);
  };
  const writeRun = (name: string, change: Partial<FinishedRun>, rows: readonly PredictionRow[] | null, classes: readonly string[] = []) => {
    const settings = { ...sampleRecord.settings, data: { ...sampleRecord.settings.data, reader: 'me' } };
    write(`${runFolder(name)}/record.json`, formatRecord({ ...sampleRecord, run: name, settings, ...change }));
    if (rows !== null) write(`${runFolder(name)}/predictions.csv`, formatPredictions(rows, classes));
  };
  const row = (index: number, said: Partial<PredictionRow>): PredictionRow => ({
    ...{ image: `img-${index}`, patient: `p${index}`, label: null, prediction: null, probabilities: [], problem: '' },
    ...said,
  });
  const said = (image: string, name: string, marks: readonly Mark[]) =>
    write(`${runFolder(name)}/${predictedLabelFile(image)}`, formatLabel({ ...label(image, name, marks), status: 'draft' }));

  before(() => {
    const numbers = images.map((_, index) => row(index, { label: 100, prediction: 100 + (index === 7 ? -40 : index) }));
    writeRun(runs.numbers, {}, [...numbers, row(99, { label: 100, prediction: 101 }), row(98, { prediction: 3 })]);
    const classes = images.map((_, index) => {
      const p = index / 12;
      return row(index, { label: index % 3 === 0 ? 'yes' : 'no', prediction: p > 0.5 ? 'yes' : 'no', probabilities: [1 - p, p] });
    });
    writeRun(runs.classes, { task: 'classification', unit: '' }, classes, ['no', 'yes']);
    const drawn = { unit: '', settings: { ...sampleRecord.settings, data: { ...sampleRecord.settings.data, reader: 'me' } } };
    const found = [row(0, { label: 2, prediction: 1, score: 0.9 }), row(2, { label: 5, prediction: 0, score: 0.1 })];
    writeRun(runs.boxes, { ...drawn, task: 'detection', target: 'fracture' }, [...found, row(3, { label: 0, prediction: 1, score: 0.6 })]);
    said('img-0', runs.boxes, [{ ...box(1), score: 0.9 } as Mark]);
    said('img-3', runs.boxes, [{ ...box(60), score: 0.6 } as Mark]);
    writeRun(masks, { ...drawn, task: 'segmentation', target: 'lung' }, [row(1, { label: 20 / 4800, prediction: 10 / 4800, score: 0.9 })]);
    said('img-1', masks, [mask('1:0+10')]);
    writeRun(runs.none, { state: 'finished' }, null);
  });

  it('prints bias, limits and shares with intervals and n, and the worst cases', async () => {
    const { code, out, err } = await run('cases', runs.numbers, '--worst', '2');
    assert.deepEqual([code, err], [0, '']);
    assert.match(out, /bone_age, tuning part, n = 13 images of 13 patients/);
    assert.match(out, /bias: \S+ months \(95 % interval .*; n = 13 images of 13 patients\)/);
    assert.match(out, /share within 12 months: 0\.923/);
    assert.match(out, /The worst 2 of 13 .*\n {2}img-7 +100\.0 months +60\.0 months +-40\.0 months\n {2}img-11 /);
    assert.match(out, /1 image is left out: it has no label\./);
    assert.match(out, /The index knows nothing any more of 1 image\./);
    assert.match(out, /optimistic/);
  });

  it('tells groups apart, in a JSON document too', async () => {
    const { out } = await run('cases', runs.numbers, '--by', 'sex');
    assert.match(out, /Sex\n {2}F: n = 6 images of 6 patients: insufficient, fewer than 20 patients\n/);
    const { groups, worst } = JSON.parse((await run('cases', runs.numbers, '--by', 'age', '--worst', '3', '--json')).out);
    assert.deepEqual(
      groups.factors.map(({ name }: { readonly name: string }) => name),
      ['age'],
    );
    assert.equal(worst.cases.length, 3);
  });

  it('prints the operating point and calibration of classes', async () => {
    const { out } = await run('cases', runs.classes, '--worst', '1');
    assert.match(out, /AUC of yes: /);
    assert.match(out, /threshold chosen on these same images, so optimistic \(highest sum of sensitivity and specificity\): /);
    assert.match(out, /PPV: .*\n {2}NPV: /);
    assert.match(out, /expected calibration error, 10 bins: 0\.\d{3} \(a perfectly calibrated model: /);
    assert.match(out, /img-0 +yes +yes 0\.00 +0\.00 for the label/);
  });

  it('reads boxes and masks from the label files, and leaves out those whose label has changed', async () => {
    const { out, err } = await run('cases', runs.boxes);
    assert.equal(err, '');
    assert.match(out, /n = 2 images of 2 patients/);
    assert.match(out, /sensitivity at the run's threshold: 0\.500/);
    assert.match(out, /1 image is left out: the label has changed since the run\./);
    assert.match(out, /img-0 +2 boxes +1 box +1 missed/);
    assert.match(out, /2 found boxes, those that the run called, 2 marked ones/);
    assert.match(out, /from before RadSteps kept all boxes/);
    const of = await run('cases', masks);
    assert.match(of.out, /img-1 +0\.4 % of image +0\.2 % of image +Dice 0\.67/);
    // The upper of two lines of ten pixels is missing: half of the marked border lies one pixel away.
    assert.match(of.out, /Hausdorff distance, 95th percentile: 1\.000 pixels/);
    assert.match(of.out, /ASSD\): 0\.333 pixels/);
    assert.match(of.out, /surface Dice at 2 pixels: 1\.000/);
  });

  it('takes curves from all boxes that a run kept, and what was called from its label files', async () => {
    const { settings } = sampleRecord;
    const operatingPoint = { ...settings.operatingPoint, hit: 'centre' } as const;
    const changed = { settings: { ...settings, operatingPoint, data: { ...settings.data, reader: 'me' } } };
    const drawn = { ...changed, unit: '', task: 'detection', target: 'fracture' } as const;
    writeRun(whole, drawn, [row(0, { label: 2, prediction: 1, score: 0.9 }), row(3, { label: 0, prediction: 0, score: 0.3 })]);
    said('img-0', whole, [{ ...box(4), score: 0.9 } as Mark]);
    said('img-3', whole, []);
    const all = [
      {
        image: 'img-0',
        boxes: [4, 42].map((x, index) => ({ from: [x, 0] as const, to: [x + 10, 10] as const, score: 0.9 - 0.7 * index })),
      },
      { image: 'img-3', boxes: [{ from: [60, 0] as const, to: [70, 10] as const, score: 0.3 }] },
    ];
    write(`${runFolder(whole)}/boxes.csv`, formatBoxTable(all));
    const { out, err } = await run('cases', whole);
    assert.equal(err, '');
    assert.match(out, /3 found boxes, 2 marked ones; a hit: the middle of the found box/);
    assert.match(out, /sensitivity at the run's threshold: 0\.500/);
    assert.match(out, /false positives at the run's threshold: 0\.000/);
    // By its middle (9 of 0 to 10) the first box hits, by overlap (6 / 14) it does not.
    assert.match(out, /AP \(IoU 0\.5\): 0\.168/);
    assert.match(out, /sensitivity at 0\.25 false positives per image: 0\.500/);
    assert.match(out, /sensitivity at 0\.5 false positives per image: 1\.000/);
    assert.doesNotMatch(out, /from before/);
    write(`${runFolder(whole)}/boxes.csv`, 'image,score\n');
    assert.match((await run('cases', whole)).err, /boxes\.csv has no column left/);
  });

  it('says what is wrong in a sentence', async () => {
    const none = await run('cases', runs.none);
    assert.equal(none.code, 1);
    assert.match(none.err, /has no predictions\.csv: it is finished/);
    assert.match((await run('cases', 'nonsense')).err, /is not the name of a run/);
    const by = await run('cases', runs.numbers, '--by', 'site');
    assert.equal(by.code, 2);
    assert.match(by.err, /--by site tells no groups apart: name one of sex, age/);
  });

  it('answers the editor, each question by its number, also after a refusal', async () => {
    const questions = [
      { id: 1, run: runs.none, ask: 'report' },
      { id: 2, run: runs.classes, ask: 'report' },
      { id: 3, run: runs.classes, ask: 'operating', threshold: 0.25 },
      { id: 4, run: runs.classes, ask: 'cases', choice: { kind: 'cell', label: 0, called: 1, threshold: 0.25 }, limit: 2 },
      { id: 5, run: runs.classes, ask: 'groups', threshold: 0.25 },
    ];
    let out = '';
    const write = (text: string) => {
      out += text;
    };
    const input = Readable.from(questions.map((question) => `${JSON.stringify(question)}\n`));
    const host = { cwd: root, templatesFolder: '', trainer: { command: '', args: [], env: {} }, terminal: false, input };
    await runCommandLine(['case-answers', '--events'], { ...host, write, writeError: write, signal: new AbortController().signal });
    const lines = out
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line));
    const answers = new Map(lines.map((line) => [line.id, line]));
    assert.match(answers.get(1).message, /has no predictions\.csv/);
    assert.equal(answers.get(2).value.detail.kind, 'classes');
    const { confusion } = answers.get(3).value;
    assert.equal(answers.get(4).value.total, confusion[0][1]);
    assert.equal(answers.get(4).value.cases.length, 2);
    assert.deepEqual(
      answers.get(5).value.measures.map(({ title }: { readonly title: string }) => title),
      ['AUC', 'Sensitivity', 'Specificity'],
    );
  });
});
