import assert from 'node:assert/strict';
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { UserError } from '../../../../src/core/userError';
import { findNode } from '../../../../src/node/process/findNode';

describe('findNode', () => {
  let folder = '';
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'radsteps-node-'));
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  const program = (name: string, words: string): string => {
    const path = join(folder, name);
    writeFileSync(path, `#!/bin/sh\necho ${words}\n`);
    chmodSync(path, 0o755);
    return path;
  };
  const pathOnly = () => ({ PATH: [folder, '/bin'].join(delimiter) });

  it('takes the configured program', async () => {
    const configured = program('mine', 'v22.3.0');
    assert.deepEqual(await findNode(configured, {}, 'host'), { command: configured, env: {}, title: 'Node 22.3.0' });
  });

  it('refuses a configured program that is too old, missing, or no Node', async () => {
    const refuses = (configured: string, why: RegExp) =>
      assert.rejects(findNode(configured, {}, 'host'), (error) => error instanceof UserError && why.test(error.message));
    await refuses(program('old', 'v18.20.1'), /which is Node 18\.20\.1: name a Node of version 20 or newer/);
    await refuses(program('other', 'Python 3.12'), /which does not start as Node/);
    await refuses(join(folder, 'none'), /which does not start as Node/);
  });

  it('takes the node on the PATH when it is new enough', async () => {
    program('node', 'v20.19.0');
    assert.equal((await findNode('', pathOnly(), 'host')).title, 'Node 20.19.0');
  });

  it("else the host's own program as Node", async () => {
    program('node', 'v16.0.0');
    const env = pathOnly();
    assert.deepEqual(await findNode('', env, '/opt/code'), {
      command: '/opt/code',
      env: { ...env, ELECTRON_RUN_AS_NODE: '1' },
      title: "the editor's own Node",
    });
  });
});
