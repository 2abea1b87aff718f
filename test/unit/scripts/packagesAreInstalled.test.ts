import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { packagesAreInstalled } from '../../../scripts/setUp.mjs';

type Packages = Readonly<Record<string, { readonly version?: string; readonly optional?: boolean }>>;

describe('packagesAreInstalled', () => {
  let folder: string;
  const lock = (packages: Packages) => writeFileSync(join(folder, 'package-lock.json'), JSON.stringify({ packages }));
  const install = (packages: Packages) => {
    for (const path of Object.keys(packages)) mkdirSync(join(folder, path), { recursive: true });
    writeFileSync(join(folder, 'node_modules', '.package-lock.json'), JSON.stringify({ packages }));
  };
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'radsteps-setup-'));
    lock({ '': {}, 'node_modules/a': { version: '1.0.0' }, 'node_modules/b': { version: '2.0.0', optional: true } });
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  it('is false in a fresh clone', () => assert.equal(packagesAreInstalled(folder), false));

  it('is true with every package, also without the optional ones of other platforms', () => {
    install({ 'node_modules/a': { version: '1.0.0' } });
    assert.equal(packagesAreInstalled(folder), true);
  });

  it('is false when a version has changed, and when a folder was removed', () => {
    install({ 'node_modules/a': { version: '0.9.0' } });
    assert.equal(packagesAreInstalled(folder), false);
    install({ 'node_modules/a': { version: '1.0.0' } });
    rmSync(join(folder, 'node_modules', 'a'), { recursive: true });
    assert.equal(packagesAreInstalled(folder), false);
  });
});
