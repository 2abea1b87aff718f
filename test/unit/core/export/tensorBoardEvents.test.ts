import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { crc32c } from '../../../../src/core/export/crc32c';
import { tensorBoardEvents } from '../../../../src/core/export/tensorBoardEvents';
import { tfRecord } from '../../../../src/core/export/tfRecord';
import { exportedRun } from './exportedFixture';

const script = join(__dirname, '../../../fixtures/readTfEvents.py');
const bytes = (text: string) => new TextEncoder().encode(text);
const hex = (found: Uint8Array) => Buffer.from(found).toString('hex');

type Event = {
  readonly time: number;
  readonly step: number;
  readonly version?: string;
  readonly values?: readonly { readonly tag: string; readonly value?: number; readonly hparams?: Readonly<Record<string, unknown>> }[];
};

describe('TensorBoard event files', () => {
  const folder = mkdtempSync(join(tmpdir(), 'radsteps-events-'));
  after(() => rmSync(folder, { recursive: true }));

  const read = (content: Uint8Array): readonly Event[] => {
    const file = join(folder, 'events');
    writeFileSync(file, content);
    return JSON.parse(execFileSync('python3', [script, file], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] }));
  };

  it('has the checksums of RFC 3720', () => {
    assert.equal(crc32c(bytes('123456789')), 0xe3069283);
    assert.equal(crc32c(new Uint8Array(32)), 0x8a9136aa);
    assert.equal(crc32c(new Uint8Array(32).fill(0xff)), 0x62a8ab43);
    assert.equal(crc32c(Uint8Array.from({ length: 32 }, (_, index) => index)), 0x46dd794e);
    assert.equal(crc32c(new Uint8Array()), 0);
  });

  it('frames records as TensorFlow does: every event file of it begins with these bytes', () => {
    // Wall time (a double), then file_version "brain.Event:2": 24 bytes.
    assert.ok(hex(tensorBoardEvents(exportedRun)).startsWith('1800000000000000a37f4b2209'));
    assert.equal(hex(tfRecord(new Uint8Array())).slice(0, 24), '000000000000000029039807');
  });

  it('tells losses, metrics with bounds, times and settings to an independent reader', () => {
    const [version, start, first, second, end, ...more] = read(tensorBoardEvents(exportedRun));
    assert.deepEqual([version?.version, more], ['brain.Event:2', []]);
    const began = Date.parse('2026-11-23T21:33:03Z') / 1000;
    assert.equal(version?.time, began);
    const settings = start?.values?.[0]?.hparams as { readonly group: string; readonly hparams: Readonly<Record<string, unknown>> };
    assert.equal(start?.values?.[0]?.tag, '_hparams_/session_start_info');
    assert.equal(settings.group, exportedRun.record.run);
    assert.deepEqual(
      ['train.learningRate', 'train.nesterov', 'network.name', 'image.size'].map((key) => settings.hparams[key]),
      [0.001, false, 'compact-cnn', '[64,64]'],
    );
    assert.deepEqual([first?.step, first?.time, second?.step, second?.time], [1, began + 2.5, 2, began + 4.5]);
    assert.deepEqual(
      first?.values?.map(({ tag, value }) => [tag, value]),
      [
        ['loss/train', 0.5],
        ['loss/tuning', 0.75],
        ['tuning/mae', 13],
        ['tuning_interval/mae_lower', 11],
        ['tuning_interval/mae_upper', 15],
        ['speed/images_per_second', 100],
      ],
    );
    assert.deepEqual(end?.values?.[0], {
      tag: '_hparams_/session_end_info',
      hparams: { status: 1, end: Date.parse('2026-11-23T21:34:23Z') / 1000 },
    });
  });

  it('leaves out what is no number, and tells a failed run as such', () => {
    const [epoch] = exportedRun.epochs;
    assert.ok(epoch !== undefined);
    const record = { ...exportedRun.record, state: 'failed' as const, reason: 'No memory.' };
    const events = read(tensorBoardEvents({ ...exportedRun, record, epochs: [{ ...epoch, tuningLoss: Number.NaN }] }));
    assert.ok(!events[2]?.values?.some(({ tag }) => tag === 'loss/tuning'));
    assert.equal(events.at(-1)?.values?.[0]?.hparams?.status, 2);
  });

  it('a changed byte is found by the reader', () => {
    const content = tensorBoardEvents(exportedRun);
    content[content.length - 10] = (content[content.length - 10] ?? 0) ^ 1;
    assert.throws(() => read(content));
  });
});
