import assert from 'node:assert/strict';
import { parseTrainerEvent } from '../../../../src/core/experiment/parseTrainerEvent';

const estimate = { value: 1, interval: null, method: 'm', n: 1, patients: 1, unit: '' };
const recorded = { epoch: 1, value: 1, interval: null, n: 1, patients: 1, method: 'm' };
const result = { epochs: 1, primary: 'mae', metrics: { mae: { best: recorded, last: recorded } }, parameters: 1, imagesPerSecond: 1 };

describe('parseTrainerEvent', () => {
  it('reads whole events', () => {
    const events = [
      { event: 'progress', phase: 'caching', done: 1, total: 2 },
      { event: 'epoch', epoch: 1, epochs: 2, metrics: { mae: estimate } },
      { event: 'warning', message: 'x' },
      { event: 'finished', stopped: false, result },
      { event: 'finished', stopped: false, result: { ...result, waitedShare: 0.03 } },
      { event: 'failed', message: 'x' },
    ];
    for (const event of events) assert.deepEqual(parseTrainerEvent(JSON.stringify(event)), event);
  });

  it('takes nothing else for an event', () => {
    const lines = [
      '',
      'Epoch 1',
      '1',
      'null',
      '[]',
      '{}',
      '{"event":1}',
      '{"event":"toString"}',
      '{"event":"__proto__"}',
      '{"event":"failed"}',
      '{"event":"failed","message":"x"',
      '{"event":"epoch","epoch":1,"epochs":2,"metrics":{"mae":3}}',
      '{"event":"epoch","epoch":"1","epochs":2,"metrics":{}}',
      '{"event":"finished","stopped":false,"result":{}}',
      JSON.stringify({ event: 'finished', stopped: false, result: { ...result, waitedShare: 3 } }),
      JSON.stringify({ event: 'finished', stopped: false, result: { ...result, metrics: { mae: { best: recorded } } } }),
    ];
    for (const line of lines) assert.equal(parseTrainerEvent(line), null, line);
  });
});
