import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { ComparisonReport } from '../../../../src/core/experiment/comparisonReport';
import { formatPredictions, type PredictionRow } from '../../../../src/core/experiment/predictionTable';
import { formatRecord } from '../../../../src/core/experiment/recordFile';
import type { FailedRun } from '../../../../src/core/experiment/runRecord';
import type { TaskName } from '../../../../src/core/experiment/taskName';
import type { Mark } from '../../../../src/core/label/label';
import { formatLabel } from '../../../../src/core/label/labelFile';
import { predictedLabelFile, runFolder } from '../../../../src/core/project/layout';
import { modelLabel } from '../../../../src/node/training/drawnPrediction';
import { imageRow, labelProject } from '../label/labelProject';
import { settings } from '../run/runFixture';

const hash = (letter: string): string => letter.repeat(64);
const record = (run: string, task: TaskName, target: string, batch: number): FailedRun => ({
  ...{ version: 1, run, state: 'failed', experiment: 'x', template: 'fractures', task, target, unit: '' },
  ...{ author: 'A', created: '2026-03-04T05:06:07.000Z', started: '2026-03-04T05:06:07.000Z', ended: '2026-03-04T05:07:07.000Z' },
  ...{ parent: null, branch: 'main', snapshot: null, patch: null, seconds: 60, reason: 'The disk was full.', result: null },
  hashes: { images: hash('a'), split: hash('b'), labels: hash('c'), experiment: hash('d') },
  settings: { ...settings, data: { ...settings.data, target, reader: 'ada' }, train: { ...settings.train, batch } },
  ...{ changed: {}, engine: { name: 'built-in', version: '', backend: 'cpu', device: '' }, versions: {} },
  ...{ data: { train: { images: 2, patients: 2 }, tuning: { images: 8, patients: 8 } }, notes: [] },
});
const box = (id: string, at: number, score?: number): Mark => ({
  ...{ id, kind: 'box', name: 'fracture', from: [at, at], to: [at + 10, at + 10] },
  ...(score === undefined ? {} : { score }),
});
const mask = (id: string, length: number): Mark => ({ id, kind: 'mask', name: 'lesion', runs: `0:0+${length}` });

const [first, second] = ['20260304-050607-x-0af9', '20260304-060607-x-0af8'];
const images = Array.from({ length: 8 }, (_, index) => `img-${index}`);

describe('radsteps compare of boxes and masks', () => {
  const root = mkdtempSync(join(tmpdir(), 'radsteps-compare-'));
  after(() => rmSync(root, { recursive: true, force: true }));
  const { run, write } = labelProject(
    root,
    images.map((image) => imageRow(image)),
    ['{name: fracture, title: Fracture, kind: box}', '{name: lesion, title: Lesion, kind: mask}'],
    images.map((image) => ({
      ...{ version: 1, image, reader: 'ada', status: 'final', categories: {} },
      marks: [box('a', 10), mask('b', 40)],
    })),
  );
  const writeRun = (of: FailedRun, label: number, marksOf: (index: number) => readonly Mark[]): void => {
    const rows = images.map((image, index): PredictionRow => {
      write(`${runFolder(of.run)}/${predictedLabelFile(image)}`, formatLabel(modelLabel(of.run, image, marksOf(index))));
      return { ...{ image, patient: `P-${image}`, label, prediction: marksOf(index).length, probabilities: [], score: 0.5, problem: '' } };
    });
    write(`${runFolder(of.run)}/record.json`, formatRecord(of));
    write(`${runFolder(of.run)}/predictions.csv`, formatPredictions(rows, []));
  };
  const compared = async (): Promise<ComparisonReport> => JSON.parse((await run('compare', first, second, '--json')).out);

  it("judges called boxes against the reader's, and leaves out an image whose label has changed", async () => {
    writeRun(record(first, 'detection', 'fracture', 2), 1, (index) => (index < 4 ? [box('x', 11, 0.9)] : [box('x', 40, 0.8)]));
    writeRun(record(second, 'detection', 'fracture', 4), 1, () => [box('x', 11, 0.9)]);
    const { metric, images: count, metrics, cases, verdicts } = await compared();
    assert.deepEqual([metric, count, verdicts[0]?.verdict], ['average_precision', 8, 'better']);
    const sensitivities = metrics.map(({ sensitivity }) =>
      sensitivity !== undefined && 'value' in sensitivity ? sensitivity.value : null,
    );
    assert.deepEqual(sensitivities, [0.5, 1]);
    assert.deepEqual(cases.find(({ image }) => image === 'img-7')?.errors, [2, 0]);
    const changed = { version: 1, image: 'img-0', reader: 'ada', status: 'final', categories: {}, marks: [] } as const;
    write('3-data/labels/ada/img-0.json', formatLabel(changed));
    const { images: fewer, notes } = await compared();
    assert.equal(fewer, 7);
    assert.match(notes.join(' '), /1 images are left out because their marks/);
    assert.match((await run('compare', first, second)).out, /average precision \(IoU 0\.5\)/);
  });

  it('judges masks by Dice in the pixels of the images', async () => {
    const share = 40 / (60 * 80);
    writeRun(record(first, 'segmentation', 'lesion', 2), share, () => [mask('x', 20)]);
    writeRun(record(second, 'segmentation', 'lesion', 4), share, (index) => [mask('x', 30 + index)]);
    const { metric, images: count, cases, verdicts } = await compared();
    // img-0 lost its marks above.
    assert.deepEqual([metric, count, verdicts[0]?.verdict], ['dice', 7, 'better']);
    const [dice = 0] = cases.find(({ image }) => image === 'img-3')?.details ?? [];
    assert.ok(Math.abs((dice ?? 0) - (2 * 20) / 60) < 1e-9);
  });
});
