import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { experimentDefaults } from '../../../../src/core/experiment/experimentDefaults';
import { UserError } from '../../../../src/core/userError';
import { networkFiles } from '../../../../src/node/project/networkFiles';

const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');

describe("an experiment's network files", () => {
  let root = '';
  beforeEach(async () => {
    root = await mkdtemp(join(tmpdir(), 'radsteps-files-'));
    for (const folder of ['5-network', '.radsteps/weights']) await mkdir(join(root, folder), { recursive: true });
  });
  afterEach(() => rm(root, { recursive: true, force: true }));
  const files = (change: Partial<typeof experimentDefaults.network>) => networkFiles(root, { ...experimentDefaults.network, ...change });

  it('are none for a named network without weights', async () => {
    await writeFile(join(root, '5-network/model.mjs'), 'x');
    assert.deepEqual(await files({}), {});
  });

  it('are found in the project, in its weights, and by an absolute path, with their hashes', async () => {
    await writeFile(join(root, '.radsteps/weights/a.safetensors'), 'kept');
    const kept = { file: join(root, '.radsteps/weights/a.safetensors'), sha256: sha256('kept') };
    assert.deepEqual(await files({ weights: 'a.safetensors' }), { weights: kept });
    await writeFile(join(root, 'a.safetensors'), 'nearer');
    assert.deepEqual(await files({ weights: 'a.safetensors' }), {
      weights: { file: join(root, 'a.safetensors'), sha256: sha256('nearer') },
    });
    assert.deepEqual(await files({ weights: kept.file }), { weights: kept });
  });

  it('hash the own network with line feeds', async () => {
    await writeFile(join(root, '5-network/model.mjs'), 'a\r\nb\r\n');
    assert.deepEqual(await files({ name: 'own' }), { model: { file: join(root, '5-network/model.mjs'), sha256: sha256('a\nb\n') } });
  });

  it('say which one is missing', async () => {
    await mkdir(join(root, 'folder'));
    for (const [change, message] of [
      [{ name: 'own' }, /network\.name is own, but there is no 5-network\/model\.mjs/],
      [
        { weights: 'none.safetensors' },
        /network\.weights names none\.safetensors, which is neither in the project nor in \.radsteps\/weights/,
      ],
      [{ weights: 'folder' }, /neither in the project/],
      [{ weights: join(root, 'none') }, /, which is not there;/],
    ] as const)
      await assert.rejects(files(change), (error) => error instanceof UserError && message.test(error.message));
  });
});
