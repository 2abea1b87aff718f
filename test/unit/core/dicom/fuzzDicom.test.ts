import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';

type Told = {
  readonly files: number;
  readonly refused: number;
  readonly unreadable: number;
  readonly broken: number;
  readonly directories: number;
  readonly slowestMs: number;
  readonly kept: number;
  readonly failed?: number;
  readonly error?: string;
};

/** Mutated files in a process that may keep 96 MB, which a few claimed lengths would fill at once. */
function fuzz(count: number, seed: number): Told {
  const options = ['--import', 'tsx', '--expose-gc', '--max-old-space-size=96', '--stack-size=500'];
  const { stdout, stderr, signal } = spawnSync(
    process.execPath,
    [...options, join(__dirname, 'fuzzDicom.child.ts'), String(count), String(seed)],
    {
      encoding: 'utf8',
      timeout: 1_800_000,
    },
  );
  assert.notEqual(stdout.trim(), '', `The process ended by ${signal}: ${stderr.slice(-2000)}`);
  return JSON.parse(stdout);
}

describe('mutated DICOM files', () => {
  it('are read in part or refused with a DicomError, soon and in little memory', function () {
    const long = process.env.RADSTEPS_LONG === '1';
    this.timeout(long ? 1_800_000 : 240_000);
    const count = long ? 100_000 : 1_000;
    const told = fuzz(count, 20261126);
    assert.equal(told.error, undefined, `file ${told.failed}`);
    assert.equal(told.files, count);
    assert.ok(told.refused > count / 20 && told.refused < count, `${told.refused} refused`);
    assert.ok(told.broken > count / 20 && told.directories > 0, `${told.broken} read in part, ${told.directories} directories`);
    assert.ok(told.unreadable < count / 2, `${told.unreadable} unreadable`);
    assert.ok(told.slowestMs < 3000, `${told.slowestMs} ms for one file`);
    assert.ok(told.kept < 30, `${told.kept} times a file's size is kept`);
    if (long) console.log(`      ${JSON.stringify(told)}`);
  });
});
