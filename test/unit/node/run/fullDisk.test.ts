import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { commitRun } from '../../../../src/node/run/commitRun';
import { listRuns } from '../../../../src/node/run/listRuns';
import { isolatedGit, type TemporaryRepository, temporaryRepository } from '../../../fixtures/temporaryRepository';
import { asProject, runFake } from './runFixture';

function fill(path: string): void {
  try {
    for (;;) writeFileSync(path, new Uint8Array(4096), { flag: 'a' });
  } catch {
    // Full, which was wanted.
  }
}

describe('a run on a full disk', () => {
  let disk = '';
  // Before the folder that holds it is removed.
  after(() => {
    if (disk !== '') execFileSync('umount', ['-l', disk]);
  });
  const folder = isolatedGit();
  let place: TemporaryRepository;

  before(function () {
    const parent = mkdtempSync(join(folder(), 'disk-'));
    try {
      execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=2m', 'tmpfs', parent], { stdio: 'ignore' });
      disk = parent;
    } catch {
      // Only an administrator of the machine may make a small disk.
      this.skip();
    }
  });
  beforeEach(() => {
    place = asProject(temporaryRepository(disk));
  });
  afterEach(() => rmSync(place.root, { recursive: true, force: true }));

  it('keeps the old record whole, says so, and completes it at a later look', async () => {
    const waste = join(place.root, 'waste');
    await assert.rejects(runFake(place, 'wasteful', { env: { FAKE_FILL: waste } }), { name: 'UserError', message: /the disk is full/ });
    const run = readdirSync(join(place.root, '5-network/runs'))[0] ?? '';
    const text = readFileSync(join(place.root, '5-network/runs', run, 'record.json'), 'utf8');
    assert.equal(JSON.parse(text).state, 'running');
    assert.deepEqual(
      readdirSync(join(place.root, '5-network/runs', run)).filter((name) => name.endsWith('.tmp')),
      [],
    );
    rmSync(waste);
    const processFile = join(place.root, '.radsteps/runs', run, 'process.json');
    const note = JSON.parse(readFileSync(processFile, 'utf8'));
    // The command would have ended by now; here it is the test itself.
    writeFileSync(processFile, JSON.stringify({ ...note, cli: { pid: note.trainer?.pid ?? 2 ** 30, start: '1' } }));
    const [listing] = await listRuns(place.root);
    assert.ok(listing?.state === 'failed' && listing.pending && listing.metric?.value === 30, JSON.stringify(listing));
  });

  it('begins nothing when there is no room for its first files', async () => {
    const waste = join(place.root, 'waste');
    fill(waste);
    await assert.rejects(runFake(place, 'finish'), { name: 'UserError', message: /could not begin.*the disk is full/ });
    rmSync(waste);
    assert.deepEqual(readdirSync(join(place.root, '5-network/runs')), []);
    assert.equal(place.git('for-each-ref', 'refs/radsteps'), '');
    assert.equal(place.git('status', '--porcelain'), '');
  });

  it('leaves a finished run pending when git has no room for its commit', async () => {
    const { record } = await runFake(place, 'finish', { commit: false });
    const waste = join(place.root, 'waste');
    fill(waste);
    const outcome = await commitRun(place.root, record.run, { waitMs: 100 });
    assert.equal(outcome.state, 'pending');
    rmSync(waste);
    assert.equal((await commitRun(place.root, record.run)).state, 'committed');
    assert.equal(place.git('status', '--porcelain'), '');
    place.git('fsck', '--strict');
  });
});
