import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { filesOfImage, imageOfFile } from '../../../../src/node/series/imageFiles';

describe('imageFiles', () => {
  let root = '';
  const write = (name: string, text: string) => {
    mkdirSync(join(root, name, '..'), { recursive: true });
    writeFileSync(join(root, name), text);
  };
  beforeEach(() => {
    root = mkdtempSync(join(tmpdir(), 'radsteps-'));
    write('.radsteps/local.yaml', 'dataRoot: /data\nreader: anna\nroots:\n  a: /data\n  b: /data/more\n');
    const rows = [
      '"film, 1",,a,one.dcm',
      'img-1,i1,a,s/3.dcm',
      'img-1,i2,a,s/1.dcm',
      'img-1,i3,b,2.dcm',
      'img-2,,a,one.dcm.old',
      'img-3,,c,lost.dcm',
    ];
    write('.radsteps/paths.csv', `image,instance,root,path,bytes,modified\n${rows.map((row) => `${row},1,2`).join('\n')}`);
    write('3-data/series/img-1.csv', 'instance,number,position_mm,sha256\ni2,1,,\ni3,2,,\ni1,3,,\n');
  });
  afterEach(() => rmSync(root, { recursive: true, force: true }));

  it('gives the files of an image in the order of its series', async () => {
    assert.deepEqual(await filesOfImage(root, 'img-1'), ['/data/s/1.dcm', '/data/more/2.dcm', '/data/s/3.dcm']);
    assert.deepEqual(await filesOfImage(root, 'film, 1'), ['/data/one.dcm']);
    assert.deepEqual(await filesOfImage(root, 'img-2'), ['/data/one.dcm.old']);
  });

  it('gives none for an image, a root or a project that is not known here', async () => {
    assert.deepEqual(await filesOfImage(root, 'img'), []);
    assert.deepEqual(await filesOfImage(root, 'img-3'), []);
    rmSync(join(root, '.radsteps', 'paths.csv'));
    assert.deepEqual(await filesOfImage(root, 'img-1'), []);
  });

  it('finds the image of a file by its whole path', async () => {
    assert.deepEqual(await imageOfFile(root, '/data/one.dcm'), { image: 'film, 1', files: ['/data/one.dcm'] });
    assert.equal((await imageOfFile(root, '/data/more/2.dcm'))?.image, 'img-1');
    assert.equal(await imageOfFile(root, '/data/ne.dcm'), null);
    assert.equal(await imageOfFile(root, '/elsewhere/one.dcm'), null);
  });
});
