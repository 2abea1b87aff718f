import assert from 'node:assert/strict';
import { type FilteredRun, parseRunFilter, parseRunOrder } from '../../../../src/core/experiment/runFilter';
import { damagedListing, summarise } from '../../../../src/core/experiment/runListing';
import type { FinishedRun } from '../../../../src/core/experiment/runRecord';
import { generatedRecord } from '../../../bench/historyFiles';

const runs: readonly FilteredRun[] = Array.from({ length: 300 }, (_, number) => {
  const record = generatedRecord(number);
  return { record, listing: summarise(record, number === 7) };
});
const damaged: FilteredRun = { record: null, listing: damagedListing('20260101-000000-broken-0000', 'It is empty.') };
const all = [...runs, damaged];
const metrics = ['auc', 'accuracy', 'sensitivity_at_90_specificity'];

const found = (filter: string) => all.filter(parseRunFilter(filter, metrics).test).map(({ listing }) => listing.run);
const expected = (fits: (record: FinishedRun) => boolean) =>
  runs.filter(({ record }) => record !== null && fits(record as FinishedRun)).map(({ listing }) => listing.run);
const some = (names: readonly string[]) => {
  assert.ok(names.length > 0 && names.length < all.length);
  return names;
};

describe('parseRunFilter', () => {
  it('compares settings by last or dotted key, and metrics, with or without spaces', () => {
    const both = some(
      expected(({ settings, result }) => settings.train.learningRate < 0.001 && (result.metrics.auc?.best.value ?? 0) > 0.9),
    );
    for (const filter of [
      'learningRate < 0.001 auc > 0.9',
      'train.learningRate<1e-3 AUC>0.9',
      'auc>0.9 learningrate < 0.001',
      'auc > "0.9" learningRate <0.001',
    ])
      assert.deepEqual(found(filter), both, filter);
    assert.deepEqual(found('seed=3'), some(expected(({ settings }) => settings.train.seed === 3)));
    assert.deepEqual(found('seed!=3'), some(expected(({ settings }) => settings.train.seed !== 3)));
    assert.deepEqual(
      found('sensitivity_at_90_specificity >= 0.8'),
      some(expected(({ result }) => (result.metrics.sensitivity_at_90_specificity?.best.value ?? 0) >= 0.8)),
    );
    assert.deepEqual(found('filters=[16,32,64]').length, runs.length);
    assert.deepEqual(found('filters = "[16, 32]"').length, 0);
    assert.deepEqual(found('flip=true'), []);
  });

  it('compares texts: whole by =, a part by a colon, several by commas, none for what is not there', () => {
    const resnet = some(expected(({ settings }) => settings.network.name === 'resnet-18'));
    assert.deepEqual(found('network.name=resnet-18'), resnet);
    assert.deepEqual(found('network.name:resnet'), resnet);
    assert.deepEqual(found('network.name=resnet'), []);
    assert.deepEqual(found('network.name=resnet-18,compact-cnn').length, 200);
    assert.deepEqual(found('-network.name:resnet').length, all.length - resnet.length);
    assert.deepEqual(found('state=damaged'), [damaged.listing.run]);
    assert.deepEqual(found('state:pending').length, 1);
    assert.deepEqual(found('auc=none'), [damaged.listing.run]);
    assert.deepEqual(found('auc!=none').length, runs.length);
    assert.deepEqual(found('created>=2026-01-02 created<2026-01-03'), some(expected(({ created }) => created.startsWith('2026-01-02'))));
  });

  it('looks for lone words in name, experiment, state, author and notes, and turns round by a minus', () => {
    assert.deepEqual(found('search-3'), some(expected(({ experiment }) => experiment === 'search-3')));
    assert.deepEqual(found('"no final label"'), some(expected(({ notes }) => notes.length > 0)));
    assert.deepEqual(found('-search').length, 1);
    assert.deepEqual(found('').length, all.length);
    assert.deepEqual(found('bias > -1'), []);
  });

  it('says in a sentence what is wrong', () => {
    const refused = (filter: string, message: RegExp) =>
      assert.throws(() => parseRunFilter(filter, metrics), { name: 'UserError', badUsage: true, message }, filter);
    refused('lerningRate < 1', /A run has no "lerningRate"; did you mean "learningRate"\?/);
    refused('name=x', /"name" may be network\.name or engine\.name: write the one that is meant\./);
    refused('auc >', /lacks a value after "auc >"/);
    refused('> 0.9', /has ">" without a name before it, such as auc > 0\.9/);
    refused('auc > high', /auc is a number, such as auc > 0\.5/);
    refused('state > failed', /state is text, which is not more or less/);
    refused('"open', /a quotation mark that is not closed/);
    refused('created > yesterday', /"yesterday" is no date/);
    refused('auc > none', /nothing is more or less than none/);
    refused('zzzzzzzzzzzz = 1', /name a metric, a setting such as learningRate/);
  });

  it('orders by any key, those without a value last', () => {
    const order = (text: string) =>
      all
        .toSorted(parseRunOrder(text, metrics).compare)
        .map(({ record }) => (record as FinishedRun | null)?.result.metrics.auc?.best.value);
    const values = runs.map(({ record }) => (record as FinishedRun).result.metrics.auc?.best.value ?? 0).toSorted((a, b) => a - b);
    assert.deepEqual(order('auc'), [...values, undefined]);
    assert.deepEqual(order('-auc'), [...values.toReversed(), undefined]);
    assert.throws(() => parseRunOrder('-acu', metrics), { name: 'UserError', message: /did you mean "auc"\?/ });
  });
});
