import assert from 'node:assert/strict';
import { experimentDefaults } from '../../../../src/core/experiment/experimentDefaults';
import { fewestRuns, type MeasuredRun, type SettingImportance, settingImportance } from '../../../../src/core/experiment/settingImportance';
import { settingTable } from '../../../../src/core/experiment/settingTable';
import { mulberry32, normal } from '../../../../src/core/statistics/random';

/** A sweep in which the learning rate's order of magnitude decides, the network a little, and width and batch (always changed together) nothing. */
function sweep(count: number, noise: number): readonly MeasuredRun[] {
  const random = mulberry32(count);
  return Array.from({ length: count }, (_, index) => {
    const power = -4 + 3 * random();
    const name = random() < 0.5 ? 'unet' : 'own';
    const size = random() < 0.5 ? 1 : 2;
    const { train, network } = experimentDefaults;
    const settings = {
      ...experimentDefaults,
      train: { ...train, learningRate: 10 ** power, seed: index, batch: 8 * size },
      network: { ...network, name, width: size },
    };
    return { run: `run-${index}`, settings, value: 10 - 3 * (power + 2.5) ** 2 + (name === 'unet' ? 2 : 0) + noise * normal(random) };
  });
}

function importanceOf(runs: readonly MeasuredRun[]): SettingImportance {
  const found = settingImportance(runs, 'auc');
  if ('undefined' in found) assert.fail(found.undefined);
  return found;
}

describe('settingImportance', () => {
  it('finds the setting that decides, on its logarithm, and calls noise noise', () => {
    const { settings, noise, runs, explained, method } = importanceOf(sweep(60, 0.3));
    assert.deepEqual(
      settings.map(({ keys }) => keys.join('+')),
      ['train.learningRate', 'network.name', 'network.width+train.batch'],
    );
    assert.ok((settings[0]?.share ?? 0) > 0.3 && explained > 0.5 && runs === 60, JSON.stringify(settings));
    assert.ok((settings[2]?.share ?? 1) < 0.03 && (settings[1]?.share ?? 0) > noise, JSON.stringify([settings, noise]));
    assert.match(method, /Permutation importance in a random forest of 300 trees, out of the bag \(Breiman 2001\), n = 60 runs/);
  });

  it('does not depend on the order of the runs', () => {
    const runs = sweep(20, 0.3);
    assert.deepEqual(importanceOf(runs.toReversed()), importanceOf(runs));
  });

  it('refuses with a sentence where it can not know', () => {
    const reason = (runs: readonly MeasuredRun[]) => {
      const found = settingImportance(runs, 'auc');
      return 'undefined' in found ? found.undefined : 'computed';
    };
    const runs = sweep(30, 0.3);
    assert.match(reason(runs.slice(0, fewestRuns - 1)), /needs at least 10 runs with AUC; there are 9/);
    assert.match(reason(runs.map((run) => ({ ...run, value: Number.NaN }))), /there are 0/);
    assert.match(reason(runs.map((run) => ({ ...run, value: 1 }))), /the same AUC/);
    assert.match(reason(runs.map((run) => ({ ...run, settings: experimentDefaults }))), /No setting differs/);
    const ofChance = Array.from({ length: 10 }, (_, seed) => {
      const random = mulberry32(seed);
      return reason(runs.map((run) => ({ ...run, value: normal(random) })));
    });
    assert.ok(ofChance.filter((words) => /The settings do not explain how AUC differs/.test(words)).length >= 6, ofChance.join('\n'));
  });
});

describe('settingTable', () => {
  it('tells numbers from words, and which numbers lie on a logarithm', () => {
    const rows = settingTable([
      { a: 0.001, b: 0, c: [1, 2], d: 'x', same: true },
      { a: 0.01, b: 100, c: [1, 3], d: 4, same: true },
    ]);
    assert.deepEqual(
      rows.map(({ key, scale, differs }) => [key, scale, differs]),
      [
        ['a', 'log', true],
        ['b', 'linear', true],
        ['c', 'words', true],
        ['d', 'words', true],
        ['same', 'words', false],
      ],
    );
    assert.deepEqual(rows[2]?.texts, ['1, 2', '1, 3']);
    assert.deepEqual(settingTable([{ a: 1 }, {}])[0]?.texts, ['1', 'none']);
  });
});
