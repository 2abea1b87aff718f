import assert from 'node:assert/strict';
import type { TrainerEvent } from '../../../../src/core/experiment/trainerEvent';
import { UserError } from '../../../../src/core/userError';
import { lineWriter } from '../../../../src/node/training/events';
import { failureSentence } from '../../../../src/node/training/failureSentence';
import { parseJob } from '../../../../src/node/training/parseJob';

const withCode = (code: string): Error => Object.assign(new Error(`${code}: something at /home/jane/film.dcm`), { code });

describe('why training failed', () => {
  it('names the disk when it is full', () => {
    assert.match(failureSentence(withCode('ENOSPC')), /^The disk is full, .* stays as it was\. Free some space and train again\.$/);
  });

  it('passes a sentence for the user on, and keeps paths out of all others', () => {
    assert.equal(failureSentence(new UserError('Too few images.')), 'Too few images.');
    for (const error of [withCode('EACCES'), withCode('EIO'), new Error('bad /home/jane'), 'text /home/jane']) {
      assert.doesNotMatch(failureSentence(error), /jane/);
    }
  });

  it('suggests a smaller batch when memory runs out', () => {
    assert.match(failureSentence(new Error('Failed to allocate memory for requested buffer')), /train\.batch/);
  });

  it('says how to go on when a card fails', () => {
    assert.match(
      failureSentence(new Error('WebGPU device lost (2): at /home/jane')),
      /^The graphics card .+ `radsteps resume` goes on .+\.$/,
    );
  });
});

describe('the job file', () => {
  it('is refused when it is no job of this version', () => {
    assert.throws(() => parseJob('{'), UserError);
    assert.throws(() => parseJob('null'), UserError);
    assert.throws(() => parseJob('{"version": 2}'), /version 1/);
    assert.equal(parseJob('{"version": 1, "experiment": {}}').version, 1);
  });
});

describe('the event lines', () => {
  it('thin out progress but never lose the end of a phase or another event', () => {
    const lines: string[] = [];
    let time = 0;
    const emit = lineWriter(
      (line) => lines.push(line),
      () => time,
    );
    const progress = (done: number): TrainerEvent => ({ event: 'progress', phase: 'training', done, total: 3 });
    emit(progress(1));
    emit(progress(2));
    emit({ event: 'warning', message: 'two\nlines' });
    emit(progress(3));
    time = 1000;
    emit(progress(1));
    assert.deepEqual(
      lines.map((line) => JSON.parse(line).done ?? 'warning'),
      [1, 'warning', 3, 1],
    );
    assert.ok(lines.every((line) => line.indexOf('\n') === line.length - 1));
  });
});
