import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { installCodeServer } from '../../../scripts/installCodeServer.mjs';
import { type StandIns, standIns } from '../../fixtures/standIns';

describe('installCodeServer', () => {
  let tools: StandIns;
  beforeEach(() => {
    tools = standIns({
      'dpkg-query': 'echo "install ok installed"',
      npm: 'sleep 0.1; echo "nodedir is $npm_config_nodedir, agent $npm_config_user_agent"',
    });
    process.env.RADSTEPS_CACHE = join(tools.folder, 'cache');
  });
  afterEach(() => {
    delete process.env.RADSTEPS_CACHE;
    tools.remove();
  });
  const npmCalls = () => tools.calls().filter((call) => call.startsWith('npm'));

  it('installs once when two begin at the same time, and then no more', async () => {
    const [first, second] = await Promise.all([installCodeServer(), installCodeServer()]);
    assert.deepEqual(first, second);
    assert.equal(npmCalls().length, 2, 'Node, then code-server');
    await installCodeServer();
    assert.equal(npmCalls().length, 2);
    assert.equal(readdirSync(join(tools.folder, 'cache')).length, 2, 'the folder and its log, no lock and nothing half made');
  });

  it("builds for its own Node's headers, whatever npm is configured for or runs this", async () => {
    const foreign = { npm_config_nodedir: '/usr', npm_config_user_agent: 'npm/11 node/v20' };
    const before = Object.keys(foreign).map((name) => [name, process.env[name]] as const);
    Object.assign(process.env, foreign);
    const { node } = await installCodeServer();
    for (const [name, value] of before)
      if (value === undefined) delete process.env[name];
      else process.env[name] = value;
    const cache = join(tools.folder, 'cache');
    const log = readFileSync(join(cache, readdirSync(cache).find((name) => name.endsWith('.log')) ?? ''), 'utf8')
      .trim()
      .split('\n');
    assert.match(log[1] ?? '', /^nodedir is .*node_modules\/node-[a-z0-9]+-[a-z0-9]+, agent$/);
    assert.match(node, /node-[a-z0-9]+-[a-z0-9]+\/bin\/node$/);
  });

  it('says which package failed and where the log is, and leaves nothing half made', async () => {
    tools.program('npm', 'echo no network >&2; exit 1');
    await assert.rejects(installCodeServer(), /npm could not install node-.*: the end of .*\.log says why\./);
    assert.deepEqual(
      readdirSync(join(tools.folder, 'cache')).filter((name) => !name.endsWith('.log')),
      [],
    );
  });
});
